"""What does the edge itself refuse?"""

from api_http.problems.words import Told

PROBLEMS = {
    "MALFORMED_JSON": Told(
        400,
        "본문이 올바른 JSON 객체가 아닙니다.",
        "The body is not a JSON object.",
    ),
    "IDEMPOTENCY_KEY_MISSING": Told(
        400,
        "Idempotency-Key 헤더가 필요합니다. 요청마다 새 값을 보내 주세요.",
        "An Idempotency-Key header is required. Send a new value with each new request.",
    ),
    "NO_TOKEN": Told(401, "로그인이 필요합니다.", "An access token is required."),
    "INVALID_TOKEN": Told(401, "유효하지 않은 토큰입니다.", "The access token is not valid."),
    "TOKEN_EXPIRED": Told(
        401,
        "토큰이 만료되었습니다. 갱신해 주세요.",
        "The access token has expired. Refresh it.",
    ),
    "SESSION_ENDED": Told(
        401,
        "로그아웃된 세션입니다. 다시 로그인해 주세요.",
        "The session has ended. Sign in again.",
    ),
    "ORIGIN_NOT_ALLOWED": Told(
        403,
        "이 사이트에서는 쿠키로 로그인할 수 없습니다.",
        "Pages of this origin may not sign in by a cookie.",
    ),
    "ROUTE_NOT_FOUND": Told(404, "없는 주소입니다.", "There is no such route."),
    "METHOD_NOT_ALLOWED": Told(
        405,
        "이 주소에서 지원하지 않는 메서드입니다.",
        "This route does not take this method.",
    ),
    "BODY_TOO_LARGE": Told(413, "본문이 너무 큽니다.", "The body is too large."),
    "UNSUPPORTED_MEDIA_TYPE": Told(
        415,
        "Content-Type은 application/json이어야 합니다.",
        "Content-Type has to be application/json.",
    ),
    "UNSUPPORTED_ENCODING": Told(
        415,
        "압축하지 않은 본문을 보내 주세요. Content-Encoding은 identity만 받습니다.",
        "Send the body uncompressed. Content-Encoding can only be identity.",
    ),
    "INVALID_FIELDS": Told(
        422,
        "입력값을 확인해 주세요. errors에 항목별 이유가 있습니다.",
        "Some fields break a rule. Each is named in errors.",
    ),
    "UPLOAD_FORM_INVALID": Told(
        422,
        "업로드 양식이 올바르지 않습니다. 받은 fields를 먼저, file을 마지막에 보내 주세요.",
        "The form is not right. Send the given fields first and the file last.",
    ),
    "UPLOAD_NOT_ALLOWED": Told(
        403,
        "업로드 권한이 없거나 만료되었습니다. 새로 요청해 주세요.",
        "This upload is not allowed, or not any more. Ask for a new one.",
    ),
    "PICTURE_NOT_ALLOWED": Told(
        403,
        "사진 주소가 만료되었습니다. 화면을 새로 고쳐 주세요.",
        "This address of a picture is none, or has ended. Load the page again.",
    ),
    "UPLOAD_ALREADY_POSTED": Told(
        409,
        "이미 올린 파일입니다. 다른 파일은 업로드를 새로 요청해 주세요.",
        "A file was posted with this form already. Ask for another upload for another file.",
    ),
    # Told by the proxy in front as well, which counts by address.
    "TOO_MANY_REQUESTS": Told(
        429,
        "요청이 너무 많습니다. 잠시 후 다시 시도해 주세요.",
        "Too many requests. Try again in a moment.",
        retry_after=1,
    ),
    "BAD_REQUEST": Told(400, "잘못된 요청입니다.", "The request is not valid HTTP."),
    "INTERNAL": Told(
        500,
        "서버 오류입니다. 잠시 후 다시 시도해 주세요.",
        "Something went wrong here. Try again later.",
    ),
    "SERVICE_UNAVAILABLE": Told(
        503,
        "잠시 연결할 수 없습니다. 곧 다시 시도해 주세요.",
        "A service is out of reach. Try again in a moment.",
        retry_after=1,
    ),
}
