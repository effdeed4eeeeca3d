"""Who gets the goods when the winner does not pay? Whoever bid next, for what they bid."""

from demo.client import wait_for
from demo.plot import check
from demo.stories.sale.sale import SHIPPING_PRICE, Sale
from demo.stories.tale import (
    BIDDING,
    OPENING,
    end_auction,
    goods_become,
    hears,
    pass_time,
    relist,
    told,
)

#: The most that Ann has bid.
PRICE = 20_000


def bob_does_not_pay(sale: Sale) -> None:
    pass_time(sale, "72h")
    sale.follow_order("UNPAID")


def offer_to_ann(sale: Sale) -> None:
    hears(sale, "ann", "SECOND_CHANCE")
    hears(sale, "seller", "SECOND_CHANCE")
    [offer] = sale.ann.get("/v1/me/second-chances")["items"]
    came = {name: offer[name] for name in ("goodsId", "state", "price", "total")}
    expected = {
        "goodsId": sale.goods_id, "state": "OPEN", "price": PRICE, "total": PRICE + SHIPPING_PRICE,
    }  # fmt: skip
    check("Ann's offer", came, expected)
    sale.offer_id = offer["offerId"]


def show_in_log(sale: Sale) -> None:
    log = sale.guest.get(f"/v1/goods/{sale.goods_id}/bid-log?limit=100")["items"]
    came = log[-1]["kind"], log[-1]["amount"], log[-1]["bidder"]
    check("the last entry of the log", came, ("SECOND_CHANCE", PRICE, log[0]["bidder"]))
    sale.story.say("guest", f"#{log[-1]['seq']} SECOND_CHANCE {PRICE:,} {log[-1]['hash'][:12]} …")


def refuse_listing(sale: Sale) -> None:
    problem = relist(sale, expect=409)
    check("the refusal's code", problem["code"], "AUCTION_NOT_FAILED")
    sale.story.say("seller", problem["code"])


def accept(sale: Sale) -> None:
    path = f"/v1/me/second-chances/{sale.offer_id}"
    order = sale.ann.post(f"{path}/accept")
    check("the price of Ann's order", order["price"], PRICE)
    sale.order_id = order["orderId"]
    problem = sale.ann.post(f"{path}/decline", expect=409)
    check("the refusal of a second answer", problem["code"], "OFFER_OVER")
    hears(sale, "seller", "AUCTION_WON", times=2)


def pay(sale: Sale) -> None:
    address = {"name": "앤", "phone": "010-1111-2222", "postcode": "06236", "address": "서울"}
    made = sale.ann.post("/v1/me/addresses", address)
    path = f"/v1/orders/{sale.order_id}"
    sale.ann.put(f"{path}/address", {"addressId": made["addressId"]})
    payment = sale.ann.post(f"{path}/payments")
    check("the amount asked for", payment["amount"], PRICE + SHIPPING_PRICE)
    sale.market.pay(payment["merchantUid"])
    wait_for("the payment", lambda: sale.ann.get(path)["state"] == "PAID")
    hears(sale, "ann", "PAYMENT_COMPLETED")
    goods_become(sale, "SOLD")


PLOT = told(
    OPENING,
    BIDDING,
    {
        "The auction ends, and Bob has won": end_auction,
        "Bob does not pay in 72 hours": bob_does_not_pay,
        "Ann may have the goods for what she bid": offer_to_ann,
        "The log of the auction shows it": show_in_log,
        "Nobody can list the goods meanwhile": refuse_listing,
        "Ann accepts, and answers once": accept,
        "Ann pays": pay,
    },
)
