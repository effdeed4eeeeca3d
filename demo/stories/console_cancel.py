"""What if somebody cancels a payment at the provider's console? Nothing is sent, all are told."""

from demo.plot import check
from demo.stories.sale import order
from demo.stories.sale.sale import TOTAL, Sale
from demo.stories.tale import BIDDING, OPENING, end_auction, hears, list_again, told


def cancel(sale: Sale) -> None:
    sale.market.play("POST", "cancel", imp_uid=sale.imp_uid)
    sale.story.say("guest", f"{sale.imp_uid} is cancelled at the console, all {TOTAL:,} won of it")
    sale.follow_order("CANCELLED")


def tell(sale: Sale) -> None:
    for name in ("bob", "seller"):
        alarm = hears(sale, name, "PAYMENT_FAILED")
        check(f"the amount in {name}'s alarm", int(alarm["data"]["amount"]), TOTAL)


def refuse_shipment(sale: Sale) -> None:
    shipment = {"carrier": order.CARRIER, "invoice": "640123456789"}
    path = f"/v1/orders/{sale.order_id}/shipment"
    problem = sale.seller.put(path, shipment, expect=409)
    check("the refusal's code", problem["code"], "ORDER_NOT_PAID")
    held = {"payable": 0, "inEscrow": 0, "frozen": 0, "receivable": 0}
    check("the seller's balance", sale.seller.get("/v1/me/balance"), held)


PLOT = told(
    OPENING,
    BIDDING,
    {
        "The auction ends, and Bob has won": end_auction,
        "Bob gives his address": order.give_address,
        "Bob pays, only the webhook tells": order.pay,
        "The payment is cancelled at the console": cancel,
        "Both sides hear of it": tell,
        "The seller cannot ship what nobody holds money for": refuse_shipment,
        "The seller puts the goods up again": list_again,
    },
)
