"""In which words is told what happens to orders?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "PAYMENT_DUE": {
        "ko": (
            "결제 대기",
            "'{goods}'을(를) {minutes}분 동안 맡아 둡니다. {total}원을 결제해 주세요.",
        ),
        "en": (
            "Please pay",
            "'{goods}' is kept for you for {minutes} min. Please pay {total} won.",
        ),
    },
    "RESERVATION_LAPSED": {
        "ko": ("구매 취소", "'{goods}' 결제 시간이 지나 즉시 구매가 취소되었습니다."),
        "en": ("Not bought", "'{goods}' was not paid for in time and is up for auction again."),
    },
    "ORDER_CONFIRMED": {
        "ko": ("구매 확정", "구매자가 '{goods}'의 구매를 확정했습니다."),
        "en": ("Order confirmed", "The buyer has confirmed '{goods}'."),
    },
    "PAYMENT_STILL_DUE": {
        "ko": (
            "결제 기한 안내",
            "'{goods}' 결제 기한이 {hours}시간 남았습니다. {total}원을 결제해 주세요.",
        ),
        "en": ("Please pay", "'{goods}' is yours for {total} won; {hours} h are left to pay."),
    },
    "WIN_UNPAID": {
        "ko": ("낙찰 취소", "'{goods}'을(를) 기한 내에 결제하지 않아 낙찰이 취소되었습니다."),
        "en": (
            "Win cancelled",
            "'{goods}' was not paid for in time; the win is void.",
        ),
    },
    "SALE_UNPAID": {
        "ko": ("낙찰 취소", "낙찰자가 '{goods}'을(를) 결제하지 않았습니다."),
        "en": ("Not paid", "'{goods}' was not paid for."),
    },
    "SHIP_DUE": {
        "ko": (
            "발송 기한 안내",
            "'{goods}' 발송 기한이 하루 남았습니다. 보내지 않으면 거래가 취소됩니다.",
        ),
        "en": ("Please ship", "A day is left to send '{goods}'; then the sale is called off."),
    },
    "EXTENSION_ASKED": {
        "ko": (
            "발송 기한 연장 요청",
            "판매자가 '{goods}' 발송 기한을 영업일 {days}일 늘려 달라고 합니다.",
        ),
        "en": (
            "More time to ship",
            "The seller of '{goods}' asks for {days} business day(s) more. Do you agree?",
        ),
    },
    "EXTENSION_ACCEPTED": {
        "ko": ("발송 기한 연장", "'{goods}' 발송 기한이 {day}까지로 늘었습니다."),
        "en": ("More time to ship", "The buyer agrees: '{goods}' is to be sent by {day}."),
    },
    "CONFIRM_DUE": {
        "ko": (
            "구매 확정 안내",
            "'{goods}' 구매가 이틀 뒤 자동으로 확정됩니다. 문제가 있으면 알려 주세요.",
        ),
        "en": ("Is all well?", "'{goods}' is taken for right in two days. Say so if it is not."),
    },
    "CALLED_OFF_BY_BUYER": {
        "ko": ("거래 취소", "구매자가 '{goods}' 거래를 취소했습니다. {total}원은 환불됩니다."),
        "en": ("Cancelled", "The buyer has cancelled '{goods}'; {total} won go back."),
    },
    "CALLED_OFF_BY_SELLER": {
        "ko": ("거래 취소", "판매자가 '{goods}' 거래를 취소했습니다. {total}원은 환불됩니다."),
        "en": ("Cancelled", "The seller has cancelled '{goods}'; {total} won go back."),
    },
    "CALLED_OFF_BY_TIME": {
        "ko": (
            "거래 취소",
            "'{goods}'이(가) 기한 내에 발송되지 않아 취소되었습니다. {total}원은 환불됩니다.",
        ),
        "en": ("Cancelled", "'{goods}' was not sent in time; {total} won go back."),
    },
    "STRIKE_NOT_PAID": {
        "ko": ("경고", "'{goods}' 미결제로 경고를 받았습니다. 90일 안에 3회면 입찰이 제한됩니다."),
        "en": ("Strike", "You did not pay for '{goods}'. Three in 90 days bar you from bidding."),
    },
    "STRIKE_NOT_SHIPPED": {
        "ko": ("경고", "'{goods}'을(를) 기한 내에 발송하지 않아 경고를 받았습니다."),
        "en": ("Strike", "You did not send '{goods}' in time."),
    },
    "STRIKE_CANCELLED": {
        "ko": ("경고", "결제된 '{goods}' 거래를 취소하여 경고를 받았습니다."),
        "en": ("Strike", "You cancelled '{goods}' after it was paid."),
    },
}
