"""What is refused about what the operator writes?"""

from api_http.problems.words import Told

PROBLEMS = {
    "NOTICE_NOT_FOUND": Told(
        404,
        "없거나 이미 내린 공지입니다.",
        "There is no such notice, or it was taken off.",
    ),
}
