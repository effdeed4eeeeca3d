"""What if a seller does not ship? More time, a number that nobody scans, and the money back."""

from demo.plot import check
from demo.stories.sale import order
from demo.stories.sale.sale import TOTAL, Sale
from demo.stories.tale import (
    BIDDING,
    OPENING,
    end_auction,
    goods_become,
    hears,
    pass_time,
    pass_time_until,
    told,
)


def ask_for_time(sale: Sale) -> None:
    path = f"/v1/orders/{sale.order_id}/ship-extension"
    before = sale.order["shipDueAt"]
    sale.seller.post(path, {"days": 2}, expect=200)
    hears(sale, "bob", "SHIP_DUE")
    after = sale.bob.post(f"{path}/accept", expect=200)
    check("whether there is more time", after["shipDueAt"] > before, True)
    check("the extension's days", after["shipExtension"]["days"], 2)
    hears(sale, "seller", "SHIP_DUE")
    problem = sale.seller.post(path, {"days": 1}, expect=409)
    check("the refusal of more", problem["code"], "EXTENSION_ASKED_BEFORE")


def nobody_scans_it(sale: Sale) -> None:
    pass_time(sale, "72h")
    sale.follow_order("PAID")
    for name in ("seller", "bob"):
        hears(sale, name, "DELIVERY_STALLED")


def call_off(sale: Sale) -> None:
    pass_time_until(sale, sale.order["shipDueAt"])
    sale.follow_order("CANCELLED")
    hears(sale, "seller", "STRIKE")
    [strike] = sale.seller.get("/v1/me/strikes")["items"]
    check("the seller's strike", (strike["side"], strike["reason"]), ("SELLER", "NOT_SHIPPED"))


def refund(sale: Sale) -> None:
    alarm = hears(sale, "bob", "REFUNDED", times=2)
    check("the amount that went back", int(alarm["data"]["amount"]), TOTAL)
    goods_become(sale, "FAILED")


PLOT = told(
    OPENING,
    BIDDING,
    {
        "The auction ends, and Bob has won": end_auction,
        "Bob gives his address": order.give_address,
        "Bob pays, only the webhook tells": order.pay,
        "Seller asks for two days more, and Bob agrees": ask_for_time,
        "Seller names a parcel": order.ship,
        "Nobody scans it in 72 hours: it was not sent": nobody_scans_it,
        "The time to ship is over": call_off,
        "Bob has his money back": refund,
    },
)
