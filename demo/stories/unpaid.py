"""What if a winner does not pay? Two reminders, a strike, and the goods are free again."""

from demo.plot import check
from demo.stories.sale.sale import START_PRICE, Sale
from demo.stories.tale import OPENING, end_auction, hears, list_again, pass_time, told


def bob_bids(sale: Sale) -> None:
    sale.bob.bid(sale.goods_id, amount=START_PRICE)
    sale.story.offer("bob", f"{START_PRICE:,}", "leads")


def remind(sale: Sale) -> None:
    pass_time(sale, "24h")
    hears(sale, "bob", "PAYMENT_DUE")
    pass_time(sale, "24h")
    hears(sale, "bob", "PAYMENT_DUE", times=2)


def end_unpaid(sale: Sale) -> None:
    pass_time(sale, "24h")
    sale.follow_order("UNPAID")
    hears(sale, "bob", "PAYMENT_FAILED")
    hears(sale, "seller", "PAYMENT_FAILED")


def give_strike(sale: Sale) -> None:
    hears(sale, "bob", "STRIKE")
    [strike] = sale.bob.get("/v1/me/strikes")["items"]
    came = strike["side"], strike["reason"], strike["orderId"]
    check("Bob's strike", came, ("BUYER", "NOT_PAID", sale.order_id))


def refuse_late_payment(sale: Sale) -> None:
    problem = sale.bob.post(f"/v1/orders/{sale.order_id}/payments", expect=409)
    check("the refusal's code", problem["code"], "ORDER_NOT_PAYABLE")
    sale.story.say("bob", problem["code"])


def tell_seller(sale: Sale) -> None:
    hears(sale, "seller", "AUCTION_FAILED")


PLOT = told(
    OPENING,
    {
        "Bob bids 10,000": bob_bids,
        "The auction ends, and Bob has won": end_auction,
        "Bob is reminded, day after day": remind,
        "After 72 hours the win is void": end_unpaid,
        "Bob has a strike": give_strike,
        "It is too late to pay": refuse_late_payment,
        "Nobody else has bid; the seller hears of it": tell_seller,
        "The seller puts the goods up again": list_again,
    },
)
