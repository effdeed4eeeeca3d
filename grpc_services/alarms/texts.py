"""In which words is an alarm told? A title and a text each, in Korean and English."""

from collections.abc import Mapping

#: template: {language: (title, text)}. The values come from the alarm; prices are in won.
TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "BID_RECEIVED": {
        "ko": ("새 입찰", "'{goods}'에 새 입찰 {count}건이 들어왔습니다. 현재가 {price}원."),
        "en": ("New bids", "{count} new bid(s) on '{goods}'. The price is now {price} won."),
    },
    "OUTBID": {
        "ko": ("상위 입찰 발생", "'{goods}'에 더 높은 입찰이 들어왔습니다. 현재가 {price}원."),
        "en": ("You were outbid", "Somebody bids more for '{goods}': {price} won."),
    },
    "BID_RETRACTED": {
        "ko": ("입찰 취소", "'{goods}'의 입찰 1건이 취소되었습니다. 남은 입찰 {count}건."),
        "en": ("Bid taken back", "A bid on '{goods}' was taken back; bids that stand: {count}."),
    },
    "LEADING_AGAIN": {
        "ko": ("다시 최고 입찰", "'{goods}'의 최고 입찰자가 되었습니다. 현재가 {price}원."),
        "en": ("You lead again", "You lead for '{goods}' again, at {price} won."),
    },
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
    "ORDER_CONFIRMED": {
        "ko": ("구매 확정", "구매자가 '{goods}'의 구매를 확정했습니다."),
        "en": ("Order confirmed", "The buyer has confirmed '{goods}'."),
    },
    "SETTLED": {
        "ko": ("정산 완료", "'{goods}' 판매 대금이 정산되었습니다."),
        "en": ("Settled", "You were credited for '{goods}'."),
    },
}


#: How a mail speaks to its reader.
LETTERS = {
    "ko": ("[PIKCUR] {title}", "{name}님,\n\n{text}\n"),
    "en": ("[PIKCUR] {title}", "Hello {name},\n\n{text}\n"),
}


def told(template: str, language: str, values: Mapping[str, int | str]) -> tuple[str, str]:
    """
    This function will fill in title and text; numbers get thousands separators.

    Only what is a number is: goods may be named "1984".

    :raises KeyError: if the template names a value that there is not
    """
    words = TEXTS[template]
    title, text = words.get(language, words["ko"])
    shown = {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()
    }
    return title, text.format(**shown)


def letter(language: str, *, name: str, title: str, text: str) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that brings an alarm."""
    subject, body = LETTERS.get(language, LETTERS["ko"])
    return subject.format(title=title), body.format(name=name, text=text)
