"""How do three people bid for goods, and others not?"""

import secrets
from datetime import datetime
from typing import Any

from demo.client import Unexpected
from demo.plot import check
from demo.stories.sale.sale import PRICE, Sale


def ann_bids(sale: Sale) -> None:
    answer = sale.ann.bid(sale.goods_id, amount=10_000)
    sale.story.offer("ann", "10,000", "leads")
    _check_bid(answer, leading=True, price=10_000, minimum=11_000)
    sale.everybody_sees(10_000)


def bob_bids_secretly(sale: Sale) -> None:
    answer = sale.bob.bid(sale.goods_id, maximum=50_000)
    sale.story.offer("bob", "≤ 50,000", f"leads at {answer['currentPrice']:,}")
    _check_bid(answer, leading=True, price=11_000, minimum=12_000)
    sale.everybody_sees(11_000)
    path = f"/v1/goods/{sale.goods_id}/auction"
    check("the maximum that Bob sees", sale.bob.get(path)["yourMaximum"], 50_000)
    check("the maximum that Ann sees", sale.ann.get(path)["yourMaximum"], None)


def _check_bid(answer: dict[str, Any], *, leading: bool, price: int, minimum: int) -> None:
    came = (answer["leading"], answer["currentPrice"], answer["minimumBid"])
    check("leading, current price and minimum bid", came, (leading, price, minimum))


def ann_hears_that_she_is_outbid(sale: Sale) -> None:
    alarm = sale.told("ann", "OUTBID")
    kept = [alarm["alarmId"] for alarm in sale.ann.alarms("OUTBID")]
    check("OUTBID in Ann's inbox", kept, [alarm["alarmId"]])
    check("Ann's unread count", sale.ann.get("/v1/me/alarms/unread-count"), {"unread": 1})
    sale.story.say("ann", "it is in her inbox; 1 unread")


def refuse_low_bid(sale: Sale) -> None:
    problem = sale.ann.bid(sale.goods_id, expect=409, amount=10_000)
    sale.story.offer("ann", "10,000", problem["code"])
    check("code and minimum", (problem["code"], problem["minimumBid"]), ("BID_TOO_LOW", 12_000))


def refuse_seller(sale: Sale) -> None:
    _check_refusal(sale, "seller", status=403, code="OWN_GOODS")


def refuse_guest(sale: Sale) -> None:
    _check_refusal(sale, "guest", status=401, code="NO_TOKEN")


def _check_refusal(sale: Sale, name: str, *, status: int, code: str) -> None:
    problem = sale.people[name].bid(sale.goods_id, expect=status, amount=30_000)
    sale.story.offer(name, "30,000", problem["code"])
    check("the refusal's code", problem["code"], code)


def proxy_answers_ann(sale: Sale) -> None:
    key = secrets.token_hex(8)
    answer = sale.ann.bid(sale.goods_id, key=key, amount=20_000)
    sale.story.offer("ann", "20,000", "beaten at once")
    sale.story.offer("bob", f"{answer['currentPrice']:,}", "by proxy, leads")
    _check_bid(answer, leading=False, price=PRICE, minimum=22_000)
    sale.everybody_sees(PRICE)
    sale.second_bid = key, answer


def repeat_bid(sale: Sale) -> None:
    key, answer = sale.second_bid
    again = sale.ann.bid(sale.goods_id, key=key, amount=20_000)
    check("the answer to the same bid with the same Idempotency-Key", again, answer)
    sale.story.say("ann", f"the same answer again: bid {again['bidId']}")


def read_history(sale: Sale) -> None:
    entries = sale.guest.get(f"/v1/goods/{sale.goods_id}/bids")["items"]
    came = [(entry["seq"], entry["amount"], entry["automatic"]) for entry in reversed(entries)]
    expected = [
        (1, 10_000, False), (2, 11_000, False), (3, 20_000, False), (4, PRICE, True),
    ]  # fmt: skip
    check("seq, amount and automatic of each bid", came, expected)
    for entry in reversed(entries):
        sale.story.say("guest", f"#{entry['seq']} {entry['bidder']} {entry['amount']:,}")


def wait_for_the_end(sale: Sale) -> None:
    sale.story.say("guest", "waits")
    last = sale.screens["guest"].wait("WON on the guest's screen", _is_won, 30)
    late = _moment(last["serverTime"]) - _moment(sale.goods["endsAt"])
    sale.lateness_ms = round(late.total_seconds() * 1000)
    sale.story.say("guest", f"closed {sale.lateness_ms} ms after its end at {last['endsAt']}")
    if not 0 <= sale.lateness_ms < 1000:
        raise Unexpected(f"lateness: expected less than 1,000 ms, got {sale.lateness_ms:,} ms")


def _is_won(body: dict[str, Any]) -> bool:
    return bool(body.get("state") == "WON")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def refuse_late_bid(sale: Sale) -> None:
    problem = sale.ann.bid(sale.goods_id, expect=409, amount=30_000)
    sale.story.offer("ann", "30,000", problem["code"])
    check("the refusal's code", problem["code"], "AUCTION_NOT_OPEN")


def all_hear_of_the_end(sale: Sale) -> None:
    for name, kind in (("bob", "AUCTION_WON"), ("seller", "AUCTION_WON"), ("ann", "AUCTION_LOST")):
        alarm = sale.told(name, kind)
        check(f"the price in {name}'s alarm", int(alarm["data"]["price"]), PRICE)
        sale.story.say(name, alarm["title"])
    sale.order_id = int(sale.told("bob", "AUCTION_WON")["orderId"])
