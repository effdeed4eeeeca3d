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
}
