"""What is refused about auctions and bids?"""

from api_http.problems.words import Told

PROBLEMS = {
    "AUCTION_NOT_OPEN": Told(
        409,
        "입찰할 수 없는 경매입니다.",
        "The auction takes no bids now.",
    ),
    "AUCTION_NOT_WON": Told(409, "낙찰되지 않은 상품입니다.", "Nobody has won these goods."),
    "AUCTION_NOT_SOLD": Told(409, "판매되지 않은 상품입니다.", "The goods are not sold."),
    "AUCTION_NOT_OVER": Told(409, "아직 끝나지 않은 경매입니다.", "The auction is not over."),
    "OWN_GOODS": Told(403, "본인의 상품입니다.", "These are your own goods."),
    "BLOCKED": Told(
        403,
        "이 회원과는 거래하거나 이야기할 수 없습니다.",
        "You cannot deal with this member.",
    ),
    "BIDDING_BARRED": Told(
        409,
        "낙찰 후 미결제가 반복되어 입찰이 제한되었습니다.",
        "You have not paid for what you won too often; until then you may neither bid nor buy.",
    ),
    "UNPAID_WIN": Told(
        409,
        "결제하지 않은 낙찰이 있습니다. 먼저 결제해 주세요.",
        "You have won goods that are not paid. Pay for them first.",
    ),
    "BID_TOO_LOW": Told(
        409,
        "입찰가가 낮습니다. {minimumBid:,}원부터 입찰할 수 있습니다.",
        "The bid is too low. Bids are accepted from {minimumBid:,} won.",
    ),
    "TOO_MANY_BIDS": Told(
        429,
        "입찰이 너무 잦습니다. {retryAfter:,}초 후 다시 시도해 주세요.",
        "You bid too often. Come back in {retryAfter:,} seconds.",
    ),
    "BID_NOT_FOUND": Told(
        404,
        "이 상품에 한 본인의 입찰이 아닙니다.",
        "You have made no such bid on these goods.",
    ),
    "BID_AUTOMATIC": Told(
        409,
        "자동 입찰은 취소할 수 없습니다. 그 바탕이 된 최대 금액 입찰을 취소해 주세요.",
        "A proxy made this bid. Take back the maximum behind it.",
    ),
    "ALREADY_RETRACTED": Told(409, "이미 취소된 입찰입니다.", "The bid was taken back before."),
    "RETRACTION_TOO_LATE": Told(
        409,
        "취소할 수 있는 시간이 지났습니다. {until}까지 취소할 수 있었습니다.",
        "The bid is binding. It could be taken back until {until}.",
    ),
    "BUY_NOW_UNAVAILABLE": Told(
        409,
        "즉시 구매가 없는 상품입니다. 입찰해 주세요.",
        "The goods have no buy-now price. Bids are accepted.",
    ),
    "RESERVED_BEFORE": Told(
        409,
        "즉시 구매 시간을 한 번 넘긴 상품입니다. 입찰은 할 수 있습니다.",
        "You have let a reservation of these goods lapse. Bids are accepted.",
    ),
    "RESERVATION_LAPSED": Told(
        409,
        "즉시 구매 시간이 지났습니다.",
        "The goods are not, or no longer, kept for you.",
    ),
    "NO_BIDS": Told(
        409,
        "아직 입찰한 회원이 없어 바로 팔 수 없습니다.",
        "Nobody leads yet, so that there is nobody to sell to.",
    ),
    "HAS_BIDS": Told(
        409,
        "입찰이 있는 상품은 내릴 수 없습니다.",
        "There are bids. Goods can be taken off while no bid stands.",
    ),
    "HAS_FORBIDDEN_WORD": Told(
        409,
        "입찰이 있는 상품에는 금지어가 든 설명을 덧붙일 수 없습니다.",
        "There are bids: nothing with a forbidden word can be added.",
    ),
    "NOT_WAITING": Told(
        409, "검토를 기다리는 상품이 아닙니다.", "The goods do not wait for review."
    ),
    "GOODS_RESERVED": Told(
        409,
        "다른 회원이 결제하고 있는 상품입니다.",
        "A buyer is paying for the goods at this moment.",
    ),
    "OFFER_NOT_FOUND": Told(404, "없는 제안입니다.", "You were offered no such thing."),
    "OFFER_OVER": Told(
        409,
        "이미 답했거나 시간이 지난 제안입니다.",
        "The offer was answered, or its time is up.",
    ),
    "AUCTION_NOT_FAILED": Told(
        409,
        "유찰된 상품만 다시 등록할 수 있습니다.",
        "Only goods whose auction has failed can be listed again.",
    ),
}
