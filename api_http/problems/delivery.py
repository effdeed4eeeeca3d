"""What is refused about parcels?"""

from api_http.problems.words import Told

PROBLEMS = {
    "UNKNOWN_CARRIER": Told(422, "없는 택배사 코드입니다.", "There is no carrier with this code."),
    "INVOICE_INVALID": Told(
        422,
        "운송장 번호를 확인해 주세요.",
        "It cannot be the number of a parcel.",
    ),
    "INVOICE_USED": Told(
        409,
        "다른 주문에 쓰인 송장 번호입니다.",
        "The number is that of another order's parcel.",
    ),
    "ALREADY_SCANNED": Told(
        409,
        "택배사가 접수한 송장은 바꿀 수 없습니다.",
        "The carrier has scanned the parcel. Its number cannot be changed.",
    ),
    "NOT_SHIPPED": Told(404, "아직 발송되지 않았습니다.", "The order has no parcel yet."),
    "CARRIERS_PENDING": Told(
        409,
        "택배사를 찾고 있습니다. 잠시 후 다시 시도해 주세요.",
        "It is being asked whose number it may be. Try again in a moment.",
        retry_after=1,
    ),
    "TOO_MANY_NUMBERS": Told(
        429,
        "오늘은 더 조회할 수 없습니다. 택배사를 직접 골라 주세요.",
        "You have asked about too many numbers today. Choose the carrier yourself.",
    ),
}
