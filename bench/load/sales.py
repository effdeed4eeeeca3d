"""What may become of a sale? Whatever its people, the provider and the carrier come to do.

Each step is one thing that somebody may try, whether or not it fits; the market has to know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from bench.load.outside import Outside

_CARRIER = "04"
_HOME = {
    "name": "Home",
    "phone": "010-0000-0000",
    "postcode": "06236",
    "address": "서울",
    "addressDetail": "1층",
}
_ACCOUNT = {"bankCode": "088", "accountNumber": "110123456789", "holder": "Buyer"}
#: How the provider tells what has happened.
_WEBHOOKS = ("now", "late", "twice", "never")


class People(NamedTuple):
    """Who takes part in a sale, by their numbers, and who decides when they quarrel."""

    seller_id: int
    buyer_ids: Sequence[int]
    admin_id: int


@dataclass
class Sale:
    """One thing that is sold, and all that has been tried about it."""

    goods_id: int
    people: People
    chance: Random
    outside: Outside
    #: Their numbers, buyers and states, the latest last.
    orders: list[dict[str, Any]] = field(default_factory=list)
    #: Our numbers of payments, and the provider's.
    merchant_uids: list[str] = field(default_factory=list)
    imp_uids: list[str] = field(default_factory=list)
    #: Those of ours that were paid, and of the provider's that were not, for which of ours.
    paid_uids: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)
    #: Under one number of ours, as V1 lets it be.
    may_pay_twice: bool = True
    #: What was done, to be told if it led to something wrong.
    story: list[str] = field(default_factory=list)

    def step(self) -> None:
        """This function will have somebody do something, as its orders stand."""
        order = self.orders[-1] if self.orders else None
        state = order["state"] if order else "AUCTION"
        # Now and then what does not fit.
        fitting = self.chance.choice(list(_STEPS)) if self.chance.random() < 0.05 else state
        step = self.chance.choice(_STEPS.get(fitting, _ANYTIME))
        if order is not None or step in _STEPS["AUCTION"]:
            self.story.append(f"{self.outside.now():%d %b %H:%M} {state}: {step.__name__}")
            step(self, order)

    def names(self) -> list[str]:
        """This function will give the numbers by which others know its payments."""
        return [*self.imp_uids, *self.merchant_uids]

    def _ask(self, method: str, path: str, by: int, body: Any = None) -> dict[str, Any]:
        answer = self.outside.ask(method, path, by=by, body=body)
        if "code" in answer:
            self.story.append(f"  refused: {answer['code']}")
        return answer

    def _buyer(self) -> int:
        return self.chance.choice(self.people.buyer_ids)

    def _either(self, order: dict[str, Any]) -> int:
        return self.chance.choice((order["buyerId"], self.people.seller_id))


def bid(sale: Sale, _order: Any) -> None:
    for _ in range(sale.chance.randint(1, 3)):
        kind = sale.chance.choice(("amount", "maximum"))
        body = {kind: sale.chance.randrange(10, 60) * 1_000}
        sale._ask("POST", f"/v1/goods/{sale.goods_id}/bids", sale._buyer(), body)


def buy_now(sale: Sale, _order: Any) -> None:
    buyer_id = sale._buyer()
    address = sale._ask("POST", "/v1/me/addresses", buyer_id, _HOME)
    body = {"addressId": address.get("addressId", 1)}
    sale._ask("POST", f"/v1/goods/{sale.goods_id}/buy-now", buyer_id, body)


def give_address(sale: Sale, order: Any) -> None:
    address = sale._ask("POST", "/v1/me/addresses", order["buyerId"], _HOME)
    body = {"addressId": address.get("addressId", 1)}
    sale._ask("PUT", f"/v1/orders/{order['orderId']}/address", order["buyerId"], body)


def begin_payment(sale: Sale, order: Any) -> None:
    buyer_id, method = order["buyerId"], sale.chance.choice(("CARD", "TRANSFER", "VIRTUAL_ACCOUNT"))
    body: dict[str, Any] = {"method": method}
    if method == "VIRTUAL_ACCOUNT" and sale.chance.random() < 0.8:
        if buyer_id not in sale.accounts:
            account = sale._ask("POST", "/v1/me/accounts", buyer_id, _ACCOUNT)
            sale.accounts[buyer_id] = account.get("accountId", 1)
        body["refundAccountId"] = sale.accounts[buyer_id]
    payment = sale._ask("POST", f"/v1/orders/{order['orderId']}/payments", buyer_id, body)
    if "merchantUid" in payment and payment["merchantUid"] not in sale.merchant_uids:
        sale.merchant_uids.append(payment["merchantUid"])


def pay(sale: Sale, order: Any) -> None:
    """In the provider's window: mostly as asked, sometimes again, too little, or foreign money."""
    if not sale.merchant_uids:
        give_address(sale, order)
        begin_payment(sale, order)
    if not sale.merchant_uids:
        return
    how: dict[str, Any] = {
        "merchant_uid": sale.chance.choice(sale.merchant_uids[-2:]),
        "outcome": sale.chance.choices(("paid", "failed", "ready"), (7, 1, 2))[0],
        "webhook": sale.chance.choice(_WEBHOOKS),
    }
    odd = sale.chance.random()
    if odd < 0.1:
        how["amount"] = sale.chance.randrange(1_000, 50_000)
    elif odd < 0.15 and sale.may_pay_twice:
        how["again"] = True
    elif odd < 0.18:
        how |= {"currency": "USD", "amount": 24}
    paid = sale.outside.play("POST", "pay", **how)
    if "imp_uid" in paid:
        sale.imp_uids.append(paid["imp_uid"])
        if how["outcome"] == "paid":
            sale.paid_uids.add(how["merchant_uid"])
        else:
            sale.waiting[paid["imp_uid"]] = how["merchant_uid"]
    sale.story.append(f"  {how} {paid}")


def deposit(sale: Sale, _order: Any) -> None:
    """Into any account, also of what was paid otherwise since, if the provider lets that be."""
    if sale.imp_uids:
        imp_uid, webhook = sale.chance.choice(sale.imp_uids), sale.chance.choice(_WEBHOOKS)
        merchant_uid = sale.waiting.get(imp_uid, "")
        if merchant_uid in sale.paid_uids and not sale.may_pay_twice:
            return
        sale.paid_uids.add(merchant_uid)
        told = sale.outside.play("POST", "deposit", imp_uid=imp_uid, webhook=webhook)
        sale.story.append(f"  {imp_uid} {webhook} {told}")


def cancel_at_console(sale: Sale, _order: Any) -> None:
    if sale.imp_uids:
        how: dict[str, Any] = {
            "imp_uid": sale.chance.choice(sale.imp_uids),
            "webhook": sale.chance.choice(_WEBHOOKS),
        }
        if sale.chance.random() < 0.5:
            how["amount"] = sale.chance.randrange(1, 30_000)
        sale.story.append(f"  {how} {sale.outside.play('POST', 'cancel', **how)}")


def verify(sale: Sale, order: Any) -> None:
    if sale.merchant_uids:
        merchant_uid = sale.chance.choice(sale.merchant_uids)
        body = {"impUid": sale.chance.choice([*sale.imp_uids, "imp_000000000000"])}
        sale._ask("POST", f"/v1/payments/{merchant_uid}/verify", order["buyerId"], body)


def send_forged_webhook(sale: Sale, _order: Any) -> None:
    if sale.merchant_uids:
        merchant_uid = sale.chance.choice(sale.merchant_uids)
        body = {"imp_uid": "imp_1", "merchant_uid": merchant_uid, "status": "paid"}
        sale._ask("POST", "/v1/webhooks/portone", 0, body)


def cancel(sale: Sale, order: Any) -> None:
    body = {"reason": "Somebody has changed their mind."}
    sale._ask("POST", f"/v1/orders/{order['orderId']}/cancel", sale._either(order), body)


def pack(sale: Sale, order: Any) -> None:
    sale._ask("PUT", f"/v1/orders/{order['orderId']}/packed", sale.people.seller_id)


def ship(sale: Sale, order: Any) -> None:
    body = {"carrier": _CARRIER, "invoice": _invoice(order)}
    sale._ask("PUT", f"/v1/orders/{order['orderId']}/shipment", sale.people.seller_id, body)


def _invoice(order: Any) -> str:
    return f"9{order['orderId']:011d}"


def carry(sale: Sale, order: Any) -> None:
    sale.outside.move_parcel(_CARRIER, _invoice(order), sale.chance.choice((1, 3, 5, 6, 6)))


def confirm(sale: Sale, order: Any) -> None:
    sale._ask("POST", f"/v1/orders/{order['orderId']}/confirm", order["buyerId"])


def ask_for_time(sale: Sale, order: Any) -> None:
    body = {"days": sale.chance.randint(1, 5)}
    path = f"/v1/orders/{order['orderId']}/ship-extension"
    sale._ask("POST", path, sale.people.seller_id, body)
    if sale.chance.random() < 0.5:
        sale._ask("POST", f"{path}/accept", order["buyerId"])


def answer_second_chance(sale: Sale, _order: Any) -> None:
    for buyer_id in sale.people.buyer_ids:
        for offer in sale._ask("GET", "/v1/me/second-chances", buyer_id).get("items", []):
            answer = sale.chance.choice(("accept", "accept", "decline"))
            sale._ask("POST", f"/v1/me/second-chances/{offer['offerId']}/{answer}", buyer_id)


def open_case(sale: Sale, order: Any) -> None:
    wanted = sale.chance.choice(("REFUND", "PARTIAL", "RETURN"))
    body: dict[str, Any] = {
        "kind": sale.chance.choice(("NOT_RECEIVED", "NOT_AS_DESCRIBED", "DAMAGED", "CHANGED_MIND")),
        "wanted": wanted,
        "text": "It is not as it was said to be.",
    }
    if wanted == "PARTIAL":
        body["amount"] = sale.chance.randrange(1, 60_000)
    sale._ask("POST", f"/v1/orders/{order['orderId']}/cases", order["buyerId"], body)


def go_on_with_case(sale: Sale, order: Any) -> None:
    """Either side, or the operator, does any of what can be done with a case."""
    path = f"/v1/orders/{order['orderId']}/cases"
    cases = sale._ask("GET", path, order["buyerId"]).get("items", [])
    if not cases:
        return
    case_id, act = cases[0]["caseId"], sale.chance.choice(_ACTS_OF_CASES)
    if act == "decide":
        body = {"buyerGets": sale.chance.randrange(60_000), "note": "Decided."}
        body["returnPaidBy"] = sale.chance.choice(("BUYER", "SELLER"))
        sale._ask("PUT", f"/v1/admin/cases/{case_id}", sale.people.admin_id, body)
        return
    bodies: dict[str, Any] = {
        "offers": {"amount": sale.chance.randrange(1, 60_000)},
        "messages": {"text": "What is said is kept."},
        "return-shipment": {"carrier": _CARRIER, "invoice": f"8{case_id:011d}"},
    }
    sale._ask("POST", f"/v1/cases/{case_id}/{act}", sale._either(order), bodies.get(act))
    if act == "return-shipment" and sale.chance.random() < 0.7:
        sale.outside.move_parcel(_CARRIER, f"8{case_id:011d}", 6)


_ACTS_OF_CASES = (
    *("offers", "messages", "accept", "reject", "return-shipment"),
    *("escalate", "withdraw", "decide", "decide"),
)


def wait(sale: Sale, order: Any) -> None:
    """Nobody does anything."""


_Step = Callable[[Sale, Any], None]
_ANYTIME: tuple[_Step, ...] = (verify, send_forged_webhook, cancel_at_console, deposit, pay)
#: What people do in each state of an order, and how many times as often as anything else.
_STEPS: dict[str, tuple[_Step, ...]] = {
    "AUCTION": (*3 * [bid], buy_now),
    "AWAITING_PAYMENT": (*8 * [pay], *3 * [begin_payment], give_address, wait, *_ANYTIME),
    "PAID": (*10 * [ship], pack, cancel, ask_for_time, give_address, wait, *_ANYTIME),
    "SHIPPED": (*12 * [carry], confirm, open_case, ship, cancel, *_ANYTIME),
    "DELIVERED": (*3 * [confirm], *4 * [open_case], *3 * [wait], cancel, carry, *_ANYTIME),
    "DISPUTED": (*12 * [go_on_with_case], confirm, wait, carry, *_ANYTIME),
    "UNPAID": (*6 * [answer_second_chance], pay),
}
