"""In which words is told what happens in an auction?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "BID_RECEIVED": {
        "ko": ("새 입찰", "'{goods}'에 새 입찰 {count}건이 들어왔습니다. 현재가 {price}원."),
        "en": ("New bids", "{count} new bid(s) on '{goods}'. The price is now {price} won."),
    },
    "OUTBID": {
        "ko": ("상위 입찰 발생", "'{goods}'에 더 높은 입찰이 들어왔습니다. 현재가 {price}원."),
        "en": ("You were outbid", "Somebody bids more for '{goods}': {price} won."),
    },
    "ENDING_SOON": {
        "ko": ("마감 임박", "'{goods}' 경매가 {minutes}분 안에 끝납니다."),
        "en": ("Ending soon", "The auction of '{goods}' ends within {minutes} minutes."),
    },
    "BID_RETRACTED": {
        "ko": ("입찰 취소", "'{goods}'의 입찰 1건이 취소되었습니다. 남은 입찰 {count}건."),
        "en": ("Bid taken back", "A bid on '{goods}' was taken back; bids that stand: {count}."),
    },
    "LEADING_AGAIN": {
        "ko": ("다시 최고 입찰", "'{goods}'의 최고 입찰자가 되었습니다. 현재가 {price}원."),
        "en": ("You lead again", "You lead for '{goods}' again, at {price} won."),
    },
    "AUCTION_WON": {
        "ko": ("낙찰", "'{goods}'을(를) {price}원에 낙찰받았습니다. 결제해 주세요."),
        "en": ("You won", "'{goods}' is yours for {price} won. Please pay for it."),
    },
    "GOODS_WON": {
        "ko": ("상품 낙찰", "'{goods}'이(가) {price}원에 낙찰되었습니다."),
        "en": ("Your goods were won", "'{goods}' was won for {price} won."),
    },
    "AUCTION_LOST": {
        "ko": ("경매 종료", "'{goods}'이(가) {price}원에 다른 회원에게 낙찰되었습니다."),
        "en": ("Auction over", "'{goods}' went to somebody else for {price} won."),
    },
    "AUCTION_FAILED": {
        "ko": ("유찰", "'{goods}'이(가) 낙찰자 없이 끝났습니다. 다시 등록할 수 있습니다."),
        "en": ("Auction failed", "'{goods}' ended without a buyer. You may list it again."),
    },
    "AUCTION_UNSOLD": {
        "ko": ("경매 종료", "'{goods}'이(가) 최저 낙찰가에 이르지 못하고 끝났습니다."),
        "en": ("Auction over", "'{goods}' ended below the seller's reserve."),
    },
    "SECOND_CHANCE": {
        "ko": (
            "차순위 기회",
            "미결제된 '{goods}'을(를) {price}원에 살 수 있습니다. {until}까지 답해 주세요.",
        ),
        "en": (
            "Second chance",
            "'{goods}' was not paid for: it can be yours for {price} won. Say so by {until}.",
        ),
    },
    "CHANCE_OFFERED": {
        "ko": (
            "차순위 제안",
            "'{goods}'을(를) 다음 입찰자에게 {price}원에 제안했습니다. {until}까지 기다립니다.",
        ),
        "en": (
            "Offered to the next",
            "'{goods}' is offered to who bid next, for {price} won, until {until}.",
        ),
    },
    "CHANCE_STILL_OPEN": {
        "ko": (
            "차순위 기회 마감 임박",
            "'{goods}'을(를) {price}원에 살 수 있는 기회가 {until}에 끝납니다.",
        ),
        "en": ("Second chance", "'{goods}' can be yours for {price} won, until {until} only."),
    },
}
