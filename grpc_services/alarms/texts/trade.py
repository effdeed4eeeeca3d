"""In which words is told what happens to orders and their money?"""

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
    "PAYMENT_COMPLETED": {
        "ko": ("결제 완료", "'{goods}' {total}원 결제가 완료되었습니다."),
        "en": ("Payment received", "{total} won for '{goods}' was paid and is in escrow."),
    },
    "PAYMENT_FAILED": {
        "ko": ("결제 실패", "'{goods}' 결제가 이루어지지 않았습니다. 다시 시도해 주세요."),
        "en": ("Payment failed", "'{goods}' could not be paid for. Please try again."),
    },
    "PAYMENT_REFUSED": {
        "ko": ("결제 거절", "'{goods}'에 {amount}원이 결제되어 전액 돌려드립니다."),
        "en": ("Payment refused", "{amount} won came in for '{goods}'; all of it goes back."),
    },
    "REFUNDED": {
        "ko": ("환불 완료", "'{goods}' {amount}원이 환불되었습니다."),
        "en": ("Refunded", "{amount} won for '{goods}' was given back."),
    },
    "ORDER_CONFIRMED": {
        "ko": ("구매 확정", "구매자가 '{goods}'의 구매를 확정했습니다."),
        "en": ("Order confirmed", "The buyer has confirmed '{goods}'."),
    },
    "SETTLED": {
        "ko": ("정산 완료", "'{goods}' 판매 대금이 정산되었습니다."),
        "en": ("Settled", "You were credited for '{goods}'."),
    },
}
