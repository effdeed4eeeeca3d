"""How do goods and money change hands?"""

import secrets
from typing import Any

from demo.client import wait_for
from demo.plot import check
from demo.stories.sale.sale import COMMISSION, CREDIT, PRICE, SHIPPING_PRICE, TOTAL, Sale

CARRIER = "04"


def give_address(sale: Sale) -> None:
    orders = [order["orderId"] for order in sale.bob.get("/v1/me/purchases")["items"]]
    check("Bob's purchases", orders, [sale.order_id])
    address = sale.bob.post(
        "/v1/me/addresses",
        {
            "name": "밥",
            "phone": "010-1111-2222",
            "postcode": "06236",
            "address": "서울 강남구 테헤란로 1",
            "addressDetail": "3층",
        },
    )
    order = sale.bob.put(f"/v1/orders/{sale.order_id}/address", {"addressId": address["addressId"]})
    check("the order's postcode", order["address"]["postcode"], "06236")
    check("the order's total", order["total"], TOTAL)
    sale.follow_order("AWAITING_PAYMENT")


def refuse_forged_payment(sale: Sale) -> None:
    merchant_uid = _prepared_payment(sale)
    imp_uid = sale.market.pay(merchant_uid, amount=100, webhook="never")
    sale.story.say("bob", f"pays 100 won of {TOTAL:,} as {imp_uid}")
    sale.bob.post(f"/v1/payments/{merchant_uid}/verify", {"impUid": imp_uid}, expect=202)
    sale.told("bob", "PAYMENT_FAILED")
    refund = sale.told("bob", "REFUNDED")
    check("the refunded amount", int(refund["data"]["amount"]), 100)
    sale.follow_order("AWAITING_PAYMENT")


def _prepared_payment(sale: Sale) -> str:
    payment = sale.bob.post(f"/v1/orders/{sale.order_id}/payments")
    check("the amount asked for", payment["amount"], TOTAL)
    return str(payment["merchantUid"])


def pay(sale: Sale) -> None:
    sale.imp_uid = sale.market.pay(_prepared_payment(sale))
    sale.story.say("bob", f"pays {TOTAL:,} won as {sale.imp_uid} and closes the browser")
    for name in ("bob", "seller"):
        alarm = sale.told(name, "PAYMENT_COMPLETED")
        check(f"the total in {name}'s alarm", int(alarm["data"]["total"]), TOTAL)
    sale.follow_order("PAID")


def ship(sale: Sale) -> None:
    sale.invoice = "".join(secrets.choice("0123456789") for _ in range(12))
    carriers = sale.seller.get(f"/v1/carriers/recommend?invoice={sale.invoice}")["items"]
    check("a carrier that the number may be of", carriers[0]["carrier"], CARRIER)
    shipment = {"carrier": CARRIER, "invoice": sale.invoice}
    order = sale.seller.put(f"/v1/orders/{sale.order_id}/shipment", shipment)
    sale.story.say("seller", f"{order['shipment']['carrierName']} {sale.invoice}")
    sale.told("bob", "SHIPPED")
    sale.follow_order("SHIPPED")


def deliver(sale: Sale) -> None:
    for level in (1, 3, 5, 6):
        sale.market.move_parcel(CARRIER, sale.invoice, level)
        tracking = _tracking_at(sale, level)
        levels = [scan["level"] for scan in tracking["steps"]]
        check("the levels of its scans", levels, sorted({*levels, level}))
        last = tracking["steps"][-1]
        sale.story.say("bob", f"level {level}: {last['where']} {last['kind']}")
    check("delivered, by its tracking", tracking["delivered"], True)
    for name in ("bob", "seller"):
        sale.told(name, "DELIVERED")
    sale.follow_order("DELIVERED")


def _tracking_at(sale: Sale, level: int) -> Any:
    def look() -> Any:
        tracking = sale.bob.get(f"/v1/orders/{sale.order_id}/tracking")
        return tracking if tracking["level"] == level else None

    return wait_for(f"level {level} of the parcel", look, 30)


def confirm(sale: Sale) -> None:
    sale.bob.post(f"/v1/orders/{sale.order_id}/confirm", expect=200)
    sale.told("seller", "ORDER_CONFIRMED")


def settle(sale: Sale) -> None:
    sale.told("seller", "SETTLED")
    sale.follow_order("SETTLED")
    [settlement] = sale.seller.get("/v1/me/settlements")["items"]
    came = {name: settlement[name] for name in ("price", "shippingPrice", "commission", "amount")}
    expected = {
        "price": PRICE, "shippingPrice": SHIPPING_PRICE, "commission": COMMISSION, "amount": CREDIT,
    }  # fmt: skip
    check("the settlement", came, expected)
    balance = sale.seller.get("/v1/me/balance")
    owed = {"payable": CREDIT, "inEscrow": 0, "frozen": 0, "receivable": 0}
    check("the seller's balance", balance, owed)
    sale.story.say("seller", f"{PRICE:,} + {SHIPPING_PRICE:,} − {COMMISSION:,} = {CREDIT:,} won")
