"""What is refused about inquiries?"""

from api_http.problems.words import Told

PROBLEMS = {
    "INQUIRY_NOT_FOUND": Told(404, "없는 1:1 문의입니다.", "You have no such inquiry."),
    "INQUIRY_CLOSED": Told(
        409,
        "종료된 1:1 문의입니다. 새로 문의해 주세요.",
        "The inquiry is closed. Open another.",
    ),
    "INQUIRY_TOO_LONG": Told(
        409,
        "이 문의에는 더 쓸 수 없습니다. 새로 문의해 주세요.",
        "There is no more room in this inquiry. Open another.",
    ),
}
