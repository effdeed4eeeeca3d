"""What do members sell in journeys? Goods that are put up over HTTP."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from demo.client import Client, Market
from tests.support.waiting import wait_until

ADDRESS = {"name": "앤", "phone": "010-1111-2222", "postcode": "06236", "address": "서울"}


def picture(width: int = 40, height: int = 20) -> bytes:
    """This function will draw a PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


def put_up(seller: Client, *, seconds: float = 3600, **changes: Any) -> int:
    """This function will put goods up for auction for so long, and give their id."""
    goods = {
        "name": "나이키 에어",
        "info": "한 번 신었습니다.",
        "categoryId": seller.get("/v1/categories")["items"][0]["children"][0]["categoryId"],
        "brandId": seller.get("/v1/brands")["items"][0]["brandId"],
        "quality": "LIKE_NEW",
        "startPrice": 10_000,
        "shippingPrice": 3_000,
        "endsAt": (seller.market.now() + timedelta(seconds=seconds)).isoformat(),
        "uploadIds": [seller.upload(picture())],
    }
    return int(seller.post("/v1/goods", goods | changes)["goodsId"])


def ends_in(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def buy(buyer: Client, goods_id: int) -> int:
    """This function will buy at once, to the only address of the buyer, and give the order."""
    (mine,) = buyer.get("/v1/me/addresses")["items"]
    body = {"addressId": mine["addressId"]}
    return int(buyer.post(f"/v1/goods/{goods_id}/buy-now", body)["orderId"])


def paid(market: Market, seller: Client, buyer: Client) -> int:
    """This function will give an order that was paid, of which the provider has told us."""
    order_id = buy(buyer, put_up(seller, buyNowPrice=80_000))
    market.pay(buyer.post(f"/v1/orders/{order_id}/payments")["merchantUid"])
    reach(buyer, order_id, "PAID")
    return order_id


def delivered(market: Market, seller: Client, buyer: Client, invoice: str) -> int:
    """This function will give an order that was paid and has arrived."""
    order_id = buy(buyer, put_up(seller, buyNowPrice=80_000))
    payment = buyer.post(f"/v1/orders/{order_id}/payments")
    paid = {"impUid": market.pay(payment["merchantUid"])}
    buyer.post(f"/v1/payments/{payment['merchantUid']}/verify", paid, expect=202)
    reach(buyer, order_id, "PAID")
    seller.put(f"/v1/orders/{order_id}/shipment", {"carrier": "04", "invoice": invoice})
    market.move_parcel("04", invoice, 6)
    reach(buyer, order_id, "DELIVERED")
    return order_id


def confirmed(market: Market, seller: Client, buyer: Client, invoice: str) -> int:
    """This function will give an order that was paid, has arrived, is confirmed and settled."""
    order_id = delivered(market, seller, buyer, invoice)
    buyer.post(f"/v1/orders/{order_id}/confirm", expect=200)
    # Whoever counts alarms afterwards counts none that comes late.
    wait_until("the credit", lambda: _is_told(seller, order_id))
    return order_id


def _is_told(seller: Client, order_id: int) -> bool:
    return any(alarm["orderId"] == order_id for alarm in seller.alarms("SETTLED"))


def reach_goods(client: Client, goods_id: int, state: str) -> None:
    path = f"/v1/goods/{goods_id}/auction"
    wait_until(state, lambda: client.get(path)["state"] == state)


def reach(client: Client, order_id: int, state: str) -> None:
    wait_until(state, lambda: client.get(f"/v1/orders/{order_id}")["state"] == state)
