"""In which words is told what happens to parcels?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "SHIPPED": {
        "ko": ("발송", "'{goods}'이(가) 발송되었습니다."),
        "en": ("On its way", "'{goods}' is on its way to you."),
    },
    "DELIVERED": {
        "ko": ("배송 완료", "'{goods}'이(가) 도착했습니다. 구매를 확정해 주세요."),
        "en": ("Delivered", "'{goods}' has arrived. Please confirm that all is well."),
    },
    "GOODS_DELIVERED": {
        "ko": ("배송 완료", "'{goods}'이(가) 구매자에게 도착했습니다."),
        "en": ("Delivered", "'{goods}' has reached its buyer."),
    },
    "DELIVERY_STALLED": {
        "ko": ("배송 지연", "'{goods}' 택배가 며칠째 움직이지 않습니다. 택배사에 문의해 주세요."),
        "en": ("Delivery stalled", "The parcel of '{goods}' has not moved for days."),
    },
    "NOT_SCANNED": {
        "ko": (
            "발송 확인 안 됨",
            "'{goods}' 송장이 조회되지 않아 발송 전으로 돌렸습니다. {until}까지 보내 주세요.",
        ),
        "en": (
            "Not sent",
            "No carrier has scanned '{goods}': it counts as not sent. Send it by {until}.",
        ),
    },
    "NOT_SENT": {
        "ko": (
            "발송 확인 안 됨",
            "'{goods}' 송장이 조회되지 않습니다. {until}까지 발송되지 않으면 환불됩니다.",
        ),
        "en": (
            "Not sent",
            "No carrier has scanned '{goods}'. If it is not sent by {until}, your money goes back.",
        ),
    },
    "INVOICE_REFUSED": {
        "ko": (
            "송장 번호 확인",
            "'{goods}'의 송장 번호는 결제 전에 접수된 다른 택배의 것입니다. 번호를 고쳐 주세요.",
        ),
        "en": (
            "Wrong parcel",
            "The parcel named for '{goods}' is older than its payment. Correct the number.",
        ),
    },
    "INVOICE_UNKNOWN": {
        "ko": (
            "송장 번호 확인",
            "'{goods}'의 송장 번호를 택배사가 모릅니다. 번호를 확인해 주세요.",
        ),
        "en": (
            "Check the number",
            "The carrier of '{goods}' does not know its number. Is it the right one?",
        ),
    },
    "NUMBERS_USED_UP": {
        "ko": (
            "배송 조회 한도 소진",
            "{month} 조회 한도를 다 썼습니다. 한도를 늘리지 않으면 새 송장은 다음 달에야 "
            "조회합니다.",
        ),
        "en": (
            "No numbers left",
            "All numbers paid for in {month} are used: new parcels are not tracked until the next "
            "month. Buy more, and raise SWEETTRACKER_NUMBERS_A_MONTH.",
        ),
    },
    "LINE_CLOSED": {
        "ko": ("배송 조회 중단", "{until}까지 택배를 조회하지 않습니다: {because}."),
        "en": ("No tracking", "Carriers are not asked about parcels until {until}: {because}."),
    },
}
