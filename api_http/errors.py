"""How is an error told to a client? As RFC 9457 problem details, in Korean or English."""

import re
from collections.abc import Mapping
from typing import Any

import falcon
import falcon.asgi
import grpc
import msgspec
import structlog
from google.rpc import error_details_pb2
from grpc_status import rpc_status

log = structlog.get_logger()

#: The HTTP status of each gRPC status that a refusal comes with.
HTTP_STATUS = {
    grpc.StatusCode.INVALID_ARGUMENT: 422,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.FAILED_PRECONDITION: 409,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DEADLINE_EXCEEDED: 503,
}

#: code: (HTTP status, Korean, English). The first sentence is the title, all of it the detail.
PROBLEMS: dict[str, tuple[int, str, str]] = {
    # Of the edge
    "MALFORMED_JSON": (
        400,
        "본문이 올바른 JSON 객체가 아닙니다.",
        "The body is not a JSON object.",
    ),
    "IDEMPOTENCY_KEY_MISSING": (
        400,
        "Idempotency-Key 헤더가 필요합니다. 요청마다 새 값을 보내 주세요.",
        "An Idempotency-Key header is required. Send a new value with each new request.",
    ),
    "NO_TOKEN": (401, "로그인이 필요합니다.", "An access token is required."),
    "INVALID_TOKEN": (401, "유효하지 않은 토큰입니다.", "The access token is not valid."),
    "TOKEN_EXPIRED": (
        401,
        "토큰이 만료되었습니다. 갱신해 주세요.",
        "The access token has expired. Refresh it.",
    ),
    "SESSION_ENDED": (
        401,
        "로그아웃된 세션입니다. 다시 로그인해 주세요.",
        "The session has ended. Sign in again.",
    ),
    "ROUTE_NOT_FOUND": (404, "없는 주소입니다.", "There is no such route."),
    "METHOD_NOT_ALLOWED": (
        405,
        "이 주소에서 지원하지 않는 메서드입니다.",
        "This route does not take this method.",
    ),
    "BODY_TOO_LARGE": (413, "본문이 너무 큽니다.", "The body is too large."),
    "UNSUPPORTED_MEDIA_TYPE": (
        415,
        "Content-Type은 application/json이어야 합니다.",
        "Content-Type has to be application/json.",
    ),
    "INVALID_FIELDS": (
        422,
        "입력값을 확인해 주세요. errors에 항목별 이유가 있습니다.",
        "Some fields break a rule. Each is named in errors.",
    ),
    "UPLOAD_FORM_INVALID": (
        422,
        "업로드 양식이 올바르지 않습니다. 받은 fields를 먼저, file을 마지막에 보내 주세요.",
        "The form is not right. Send the given fields first and the file last.",
    ),
    "UPLOAD_NOT_ALLOWED": (
        403,
        "업로드 권한이 없거나 만료되었습니다. 새로 요청해 주세요.",
        "This upload is not allowed, or not any more. Ask for a new one.",
    ),
    "BAD_REQUEST": (400, "잘못된 요청입니다.", "The request is not valid HTTP."),
    "INTERNAL": (
        500,
        "서버 오류입니다. 잠시 후 다시 시도해 주세요.",
        "Something went wrong here. Try again later.",
    ),
    "SERVICE_UNAVAILABLE": (
        503,
        "잠시 연결할 수 없습니다. 곧 다시 시도해 주세요.",
        "A service is out of reach. Try again in a moment.",
    ),
    # Of all services
    "IDEMPOTENCY_KEY_REUSED": (
        422,
        "다른 요청에 쓰인 Idempotency-Key입니다. 새 값을 보내 주세요.",
        "The Idempotency-Key was used for another request. Take a new one.",
    ),
    "IN_PROGRESS": (
        409,
        "같은 요청을 처리하고 있습니다.",
        "The first request with this key is still running.",
    ),
    "INVALID_CURSOR": (422, "cursor가 올바르지 않습니다.", "The cursor is not one of ours."),
    # Members
    "TOO_MANY_EMAIL_CODES": (
        429,
        "인증 코드를 너무 자주 요청했습니다. {retry_after}초 후 다시 시도해 주세요.",
        "Too many codes were asked for. Come back in {retry_after} seconds.",
    ),
    "EMAIL_CODE_WRONG": (
        409,
        "인증 코드가 틀렸거나 만료되었습니다. 새 코드를 요청해 주세요.",
        "The code is wrong or has expired. Ask for a new one.",
    ),
    "EMAIL_NOT_VERIFIED": (
        409,
        "이메일 인증이 필요합니다.",
        "The e-mail address is not verified.",
    ),
    "TERMS_NOT_AGREED": (409, "약관에 동의해 주세요.", "The terms have to be agreed to."),
    "LOGIN_ID_TAKEN": (409, "이미 쓰이는 아이디입니다.", "Somebody has this login id."),
    "EMAIL_TAKEN": (409, "이미 가입된 이메일입니다.", "There is an account with this address."),
    "MEMBER_NOT_FOUND": (404, "없는 회원입니다.", "There is no such member."),
    "WRONG_CREDENTIALS": (
        401,
        "아이디 또는 비밀번호가 틀렸습니다.",
        "Login id or password is wrong.",
    ),
    "TOO_MANY_SIGN_INS": (
        429,
        "로그인 시도가 너무 많습니다. {retry_after}초 후 다시 시도해 주세요.",
        "Too many failed sign-ins. Come back in {retry_after} seconds.",
    ),
    "INVALID_REFRESH_TOKEN": (
        401,
        "갱신 토큰이 유효하지 않습니다. 다시 로그인해 주세요.",
        "The refresh token is not valid. Sign in again.",
    ),
    "MEMBER_SUSPENDED": (
        403,
        "이용이 정지된 계정입니다.",
        "The account is suspended. It can read, but not bid, sell or write.",
    ),
    "STORE_NOT_FOUND": (404, "없는 스토어입니다.", "There is no such store."),
    "OWN_STORE": (409, "본인의 스토어입니다.", "It is your own store."),
    "ADDRESS_NOT_FOUND": (404, "없는 배송지입니다.", "You have no such address."),
    "TOO_MANY_ADDRESSES": (
        409,
        "배송지는 20개까지 등록할 수 있습니다.",
        "There can be 20 addresses. Delete one first.",
    ),
    "ACCOUNT_NOT_FOUND": (404, "없는 계좌입니다.", "You have no such bank account."),
    "TOO_MANY_ACCOUNTS": (
        409,
        "계좌는 20개까지 등록할 수 있습니다.",
        "There can be 20 bank accounts. Delete one first.",
    ),
    "UNKNOWN_BANK": (422, "없는 은행 코드입니다.", "There is no bank with this code."),
    # Catalogue
    "CATEGORY_NOT_FOUND": (404, "없는 카테고리입니다.", "There is no such category."),
    "BRAND_NOT_FOUND": (404, "없는 브랜드입니다.", "There is no such brand."),
    "GOODS_NOT_FOUND": (404, "없는 상품입니다.", "There are no such goods."),
    "UPLOAD_NOT_FOUND": (404, "없는 업로드입니다.", "You have no such upload."),
    "UPLOAD_TOO_LARGE": (422, "파일은 10 MiB까지입니다.", "A file may have 10 MiB."),
    "TOO_MANY_UPLOADS": (
        429,
        "진행 중인 업로드가 너무 많습니다.",
        "Too many uploads are under way.",
    ),
    "UPLOAD_REJECTED": (
        409,
        "사진으로 쓸 수 없는 파일입니다. 다른 파일을 올려 주세요.",
        "The file is not a picture that can be shown. Upload another.",
    ),
    "UPLOAD_USED": (
        409,
        "이미 쓰인 사진입니다. 다시 올려 주세요.",
        "The picture belongs to something already. Upload it again.",
    ),
    "PICTURES_PENDING": (
        409,
        "사진을 아직 확인하고 있습니다. 잠시 후 다시 시도해 주세요.",
        "The pictures have not arrived or are still being checked. Try again in a moment.",
    ),
    "AUCTION_TIMES_INVALID": (
        422,
        "경매 기간을 확인해 주세요.",
        "The auction would be too short, too long, or over already.",
    ),
    "PRICES_INVALID": (422, "가격을 확인해 주세요.", "The prices contradict each other."),
    # Auctions
    "AUCTION_NOT_OPEN": (
        409,
        "입찰할 수 없는 경매입니다.",
        "The auction takes no bids now.",
    ),
    "AUCTION_NOT_WON": (409, "낙찰되지 않은 상품입니다.", "Nobody has won these goods."),
    "AUCTION_NOT_OVER": (409, "아직 끝나지 않은 경매입니다.", "The auction is not over."),
    "OWN_GOODS": (403, "본인의 상품입니다.", "These are your own goods."),
    "BLOCKED": (
        403,
        "이 판매자의 상품에는 입찰할 수 없습니다.",
        "You cannot bid on this seller's goods.",
    ),
    "UNPAID_WIN": (
        409,
        "결제하지 않은 낙찰이 있습니다. 먼저 결제해 주세요.",
        "You have won goods that are not paid. Pay for them first.",
    ),
    "BID_TOO_LOW": (
        409,
        "입찰가가 낮습니다. {minimumBid}원부터 입찰할 수 있습니다.",
        "The bid is too low. Bids are accepted from {minimumBid} won.",
    ),
    "TOO_MANY_BIDS": (
        429,
        "입찰이 너무 잦습니다. {retry_after}초 후 다시 시도해 주세요.",
        "You bid too often. Come back in {retry_after} seconds.",
    ),
    "BID_NOT_FOUND": (
        404,
        "이 상품에 한 본인의 입찰이 아닙니다.",
        "You have made no such bid on these goods.",
    ),
    "RETRACTION_NOT_ALLOWED": (
        409,
        "취소할 수 없는 입찰입니다.",
        "The bid is binding, or was taken back before.",
    ),
    "BUY_NOW_UNAVAILABLE": (
        409,
        "즉시 구매할 수 없는 상품입니다.",
        "The goods have no buy-now price, or you have let a reservation lapse.",
    ),
    "RESERVATION_LAPSED": (
        409,
        "즉시 구매 시간이 지났습니다.",
        "The goods are not, or no longer, kept for you.",
    ),
    "HAS_BIDS": (
        409,
        "입찰이 있는 상품은 내릴 수 없습니다.",
        "There are bids. Goods can be taken off while no bid stands.",
    ),
    "GOODS_RESERVED": (
        409,
        "다른 회원이 결제하고 있는 상품입니다.",
        "A buyer is paying for the goods at this moment.",
    ),
    "AUCTION_NOT_FAILED": (
        409,
        "유찰된 상품만 다시 등록할 수 있습니다.",
        "Only goods whose auction has failed can be listed again.",
    ),
    # Trade
    "ORDER_NOT_FOUND": (404, "없는 주문입니다.", "You have no such order."),
    "ALREADY_SHIPPED": (409, "이미 발송되었습니다.", "The parcel is on its way."),
    "ORDER_CLOSED": (
        409,
        "끝난 주문입니다.",
        "The order was cancelled, refunded or never paid.",
    ),
    "ORDER_NOT_PAID": (
        409,
        "결제되지 않았거나 이미 발송된 주문입니다.",
        "The order is not paid, or is past shipping.",
    ),
    "ORDER_NOT_DELIVERED": (
        409,
        "배송 완료 후에 확정할 수 있습니다.",
        "An order can be confirmed once its parcel has arrived.",
    ),
    "ORDER_NOT_CONFIRMED": (
        409,
        "구매 확정 전입니다.",
        "The buyer has not confirmed the order.",
    ),
    "ORDER_NOT_PAYABLE": (
        409,
        "결제할 수 없는 주문입니다.",
        "Nothing is to be paid for this order, or not any more.",
    ),
    "PAYMENT_NOT_FOUND": (404, "없는 결제입니다.", "You have no such payment."),
    "PROVIDER_PENDING": (
        409,
        "결제를 준비하고 있습니다. 잠시 후 다시 시도해 주세요.",
        "The payment is being prepared. Try again in a moment.",
    ),
    "REFUND_NOT_FOUND": (404, "없는 환불입니다.", "There is no such refund."),
    # Delivery
    "UNKNOWN_CARRIER": (422, "없는 택배사 코드입니다.", "There is no carrier with this code."),
    "INVOICE_INVALID": (
        422,
        "운송장 번호를 확인해 주세요.",
        "It cannot be the number of a parcel.",
    ),
    "ALREADY_SCANNED": (
        409,
        "택배사가 접수한 송장은 바꿀 수 없습니다.",
        "The carrier has scanned the parcel. Its number cannot be changed.",
    ),
    "NOT_SHIPPED": (404, "아직 발송되지 않았습니다.", "The order has no parcel yet."),
    # Alarms
    "ALARM_NOT_FOUND": (404, "없는 알림입니다.", "You have no such alarm."),
    "QUIET_HOURS_INCOMPLETE": (
        422,
        "방해 금지 시간은 시작과 끝이 모두 필요합니다.",
        "Quiet hours have a beginning and an end.",
    ),
}

_RETRY_SECONDS = {"SERVICE_UNAVAILABLE": 1, "IN_PROGRESS": 1, "PICTURES_PENDING": 1}
_RETRY_SECONDS["PROVIDER_PENDING"] = 1


class Problem(Exception):
    """What a client is told instead of an answer."""

    def __init__(
        self,
        code: str,
        *,
        fields: Mapping[str, str] | None = None,
        values: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code if code in PROBLEMS else "INTERNAL"
        self.fields = fields or {}
        self.values = dict(values or {})
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        return PROBLEMS[self.code][0]


def write(problem: Problem, resp: falcon.asgi.Response, language: str) -> None:
    """This function will make `problem` the response."""
    resp.status = problem.status
    resp.content_type = "application/problem+json"
    resp.set_header("Content-Language", language)
    for name, value in problem.headers.items():
        resp.set_header(name, value)
    if problem.status == 401:
        resp.set_header("WWW-Authenticate", "Bearer")
    retry_after = problem.values.get("retry_after") or _RETRY_SECONDS.get(problem.code)
    if problem.status == 429 or retry_after:
        resp.set_header("Retry-After", str(retry_after or 60))
    resp.data = msgspec.json.encode(_body(problem, language))


def _body(problem: Problem, language: str) -> dict[str, Any]:
    status, korean, english = PROBLEMS[problem.code]
    template = english if language == "en" else korean
    values = {name: _number(value) for name, value in problem.values.items()}
    return {
        "type": f"/docs/errors#{problem.code}",
        "title": re.split(r"(?<=\.) ", template)[0],
        "status": status,
        "detail": _filled(template, values),
        "code": problem.code,
        **({"errors": _named(problem.fields)} if problem.fields else {}),
        **{name: value for name, value in values.items() if name != "retry_after"},
    }


def _filled(template: str, values: Mapping[str, Any]) -> str:
    try:
        return template.format(**values)
    except KeyError:
        return template


def _named(fields: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"field": field, "message": message} for field, message in fields.items()]


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def of_rpc(error: grpc.aio.AioRpcError) -> Problem:
    """This function will tell a client what a service refused."""
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    if status is not None and status.details and status.details[0].Unpack(info):
        return of_reason(info.reason, info.metadata)
    code = error.code()
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED or HTTP_STATUS.get(code) == 503:
        return Problem("SERVICE_UNAVAILABLE")
    log.error("rpc failed", grpc_code=code.name, error=error.details())
    return Problem("INTERNAL")


def of_reason(reason: str, details: Mapping[str, str]) -> Problem:
    """This function will tell a refusal by its code; of bad input the details are the fields."""
    if reason not in PROBLEMS:
        log.error("unknown refusal", reason=reason)
    if PROBLEMS.get(reason, (0,))[0] == 422:
        return Problem(reason, fields=details)
    return Problem(reason, values=details)


def of_http(error: falcon.HTTPError) -> Problem:
    """This function will tell what Falcon itself refused."""
    code = {404: "ROUTE_NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "BODY_TOO_LARGE"}.get(
        error.status_code, "BAD_REQUEST"
    )
    allowed = dict(error.headers or {}).get("Allow")
    return Problem(code, headers={"Allow": allowed} if allowed else {})
