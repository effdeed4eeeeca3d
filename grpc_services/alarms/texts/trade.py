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
}
