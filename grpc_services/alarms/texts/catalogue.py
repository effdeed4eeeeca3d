"""In which words is told what comes up for sale?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "STORE_NEW_GOODS": {
        "ko": ("팔로우한 스토어의 새 상품", "{store}에 '{goods}'이(가) 올라왔습니다."),
        "en": ("New in a store you follow", "{store} has put up '{goods}'."),
    },
    "BRAND_NEW_GOODS": {
        "ko": ("관심 브랜드의 새 상품", "관심 브랜드의 '{goods}'이(가) 올라왔습니다."),
        "en": ("New of a brand you like", "'{goods}' of a brand you like is up for auction."),
    },
}
