"""What does any service refuse?"""

from api_http.problems.words import Told

PROBLEMS = {
    "IDEMPOTENCY_KEY_REUSED": Told(
        422,
        "다른 요청에 쓰인 Idempotency-Key입니다. 새 값을 보내 주세요.",
        "The Idempotency-Key was used for another request. Take a new one.",
    ),
    "IN_PROGRESS": Told(
        409,
        "같은 요청을 처리하고 있습니다.",
        "The first request with this key is still running.",
        retry_after=1,
    ),
    "INVALID_CURSOR": Told(422, "cursor가 올바르지 않습니다.", "The cursor is not one of ours."),
}
