"""Do buying at once, taking back, taking off and putting up again work over HTTP?"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from demo.client import Client
from tests.support.lots import ends_in, put_up
from tests.support.markets import RunningMarket
from tests.support.servers import ROOT
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

ADDRESS = {"name": "밥", "phone": "010-1111-2222", "postcode": "06236", "address": "서울"}


@pytest.fixture(scope="module")
def people(market: RunningMarket) -> list[Client]:
    people = [Client(market.market, f"{role}_buying") for role in ("seller", "ann", "bob", "carl")]
    for client in people:
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    return people


def _buy(bob: Client, goods_id: int, **options: Any) -> Any:
    (mine,) = bob.get("/v1/me/addresses")["items"]
    return bob.post(f"/v1/goods/{goods_id}/buy-now", {"addressId": mine["addressId"]}, **options)


def _code(client: Client, method: str, path: str, **options: Any) -> tuple[int, str]:
    answer = client.send(method, path, **options)
    return answer.status_code, answer.json()["code"]


def _my_bids(client: Client, state: str) -> list[tuple[int, int, int]]:
    items = client.get(f"/v1/me/bids?state={state}")["items"]
    assert {item["bidState"] for item in items} <= {state}
    return [(item["goodsId"], item["yourAmount"], item["yourMaximum"]) for item in items]


class TestBuyingAtOnce:
    def test_ends_in_a_paid_order(self, market: RunningMarket, people: list[Client]) -> None:
        seller, ann, bob, _ = people
        goods_id = put_up(seller, buyNowPrice=80_000)
        ann.bid(goods_id, amount=10_000)

        order = _buy(bob, goods_id, key="once")
        again = _buy(bob, goods_id, key="once")

        assert (again["orderId"], order["state"]) == (order["orderId"], "AWAITING_PAYMENT")
        assert (order["price"], order["address"]["postcode"]) == (80_000, "06236")
        auction = ann.get(f"/v1/goods/{goods_id}/auction")
        assert (auction["state"], auction["reservedUntil"]) == ("OPEN", order["dueAt"])
        refused = ann.bid(goods_id, amount=20_000, expect=409)
        assert (refused["code"], refused["opensAt"]) == ("AUCTION_NOT_OPEN", order["dueAt"])
        wait_until("PAYMENT_DUE", lambda: bob.alarms("PAYMENT_DUE"))

        payment = bob.post(f"/v1/orders/{order['orderId']}/payments")
        verify = f"/v1/payments/{payment['merchantUid']}/verify"
        paid = {"impUid": market.market.pay(payment["merchantUid"])}
        for _ in range(2):
            bob.post(verify, paid, key="paid", expect=202)
        reused = bob.post(verify, {"impUid": "imp_other"}, key="paid", expect=422)
        assert reused["code"] == "IDEMPOTENCY_KEY_REUSED"
        wait_until("PAID", lambda: bob.get(f"/v1/orders/{order['orderId']}")["state"] == "PAID")

        assert ann.get(f"/v1/goods/{goods_id}")["state"] == "SOLD"
        assert ann.get(f"/v1/goods/{goods_id}/auction")["reservedUntil"] is None
        wait_until("AUCTION_LOST", lambda: ann.alarms("AUCTION_LOST"))
        assert (goods_id, 10_000, 10_000) in _my_bids(ann, "LOST")
        assert len(bob.get("/v1/me/purchases")["items"]) == 1

    def test_that_nobody_pays_opens_the_goods_again(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, ann, _, carl = people
        goods_id = put_up(seller, buyNowPrice=80_000)
        order_id = _buy(carl, goods_id)["orderId"]
        past = "2026-01-01 00:00:00.000000"
        market.rows(
            f"UPDATE orders SET due_at = '{past}', act_at = '{past}' WHERE order_id = {order_id}"
        )
        market.rows(f"UPDATE auction SET reserved_until = '{past}' WHERE goods_id = {goods_id}")

        state = f"/v1/orders/{order_id}"
        wait_until("the lapse", lambda: carl.get(state)["state"] == "CANCELLED")

        wait_until("the word", lambda: carl.alarms("PAYMENT_FAILED"))
        assert ann.bid(goods_id, amount=10_000)["seq"] == 2
        answer = _code(carl, "POST", f"{state}/payments", headers={"Idempotency-Key": "late"})
        assert answer == (409, "ORDER_NOT_PAYABLE")


class TestABid:
    def test_is_taken_back_once(self, market: RunningMarket, people: list[Client]) -> None:
        seller, ann, bob, _ = people
        goods_id = put_up(seller)
        ann.bid(goods_id, amount=10_000)
        bid = bob.bid(goods_id, amount=90_000)
        assert (goods_id, 90_000, 90_000) in _my_bids(bob, "LEADING")
        path, body = f"/v1/goods/{goods_id}/bids/{bid['bidId']}", {"reason": "MISTYPED"}

        assert _code(ann, "DELETE", path, json=body) == (404, "BID_NOT_FOUND")
        auction = bob.ask("DELETE", path, json=body)

        assert (auction["currentPrice"], auction["leading"], auction["seq"]) == (10_000, False, 3)
        assert _code(bob, "DELETE", path, json=body) == (409, "ALREADY_RETRACTED")
        history = ann.get(f"/v1/goods/{goods_id}/bids")["items"]
        assert [(line["kind"], line["retracts"]) for line in history] == [
            ("RETRACTION", 2),
            ("BID", None),
            ("BID", None),
        ]
        assert (goods_id, 10_000, 10_000) in _my_bids(ann, "LEADING")
        _verify(market, goods_id)

    def test_of_a_flood_is_refused_and_no_other(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, ann, bob, _ = people
        goods_id = put_up(seller)

        def flood(number: int) -> int:
            url = f"{market.market.api}/v1/goods/{goods_id}/bids"
            headers = {"Authorization": f"Bearer {ann.token}", "Idempotency-Key": f"flood-{number}"}
            with requests.Session() as session:
                return _first_429(session, url, headers)

        with ThreadPoolExecutor(4) as threads:
            waits = list(threads.map(flood, range(4)))

        assert all(1 <= wait <= 60 for wait in waits)
        assert bob.bid(goods_id, amount=10_000)["leading"]


def _first_429(session: requests.Session, url: str, headers: dict[str, str]) -> int:
    for _ in range(2_000):
        answer = session.post(url, json={"amount": 1}, headers=headers, timeout=60)
        if answer.status_code == 429:
            assert answer.json()["code"] == "TOO_MANY_BIDS"
            return int(answer.headers["Retry-After"])
        assert answer.status_code == 409, answer.text
    raise AssertionError("the flood was never refused")


class TestGoods:
    def test_are_taken_off_while_nobody_has_bid(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, _, bob, _ = people
        goods_id = put_up(seller)
        other = put_up(seller)
        bob.bid(other, amount=10_000)

        assert _code(bob, "DELETE", f"/v1/goods/{goods_id}") == (404, "GOODS_NOT_FOUND")
        assert _code(seller, "DELETE", f"/v1/goods/{other}") == (409, "HAS_BIDS")
        seller.ask("DELETE", f"/v1/goods/{goods_id}", expect=204)

        assert seller.get(f"/v1/goods/{goods_id}")["state"] == "CANCELLED"
        assert _code(seller, "DELETE", f"/v1/goods/{goods_id}") == (409, "AUCTION_NOT_OPEN")

    def test_are_put_up_again_when_they_failed(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, _, bob, _ = people
        goods_id = put_up(seller, seconds=3)
        path = f"/v1/goods/{goods_id}"
        early = _code(seller, "POST", f"{path}/relist", json={"endsAt": ends_in(60)})
        assert early == (409, "AUCTION_NOT_FAILED")
        wait_until("the end", lambda: seller.get(path)["state"] == "FAILED")

        bad = _code(seller, "POST", f"{path}/relist", json={"endsAt": ends_in(-60)})
        again = seller.post(
            f"{path}/relist", {"endsAt": ends_in(60), "startPrice": 5_000}, expect=200
        )

        assert bad == (422, "AUCTION_TOO_SHORT")
        assert (again["goodsId"], again["state"], again["startPrice"]) == (goods_id, "OPEN", 5_000)
        assert bob.bid(goods_id, amount=5_000)["seq"] == 2
        _verify(market, goods_id)


def _verify(market: RunningMarket, goods_id: int) -> None:
    url = f"{market.market.api}/v1/goods/{goods_id}/bid-log"
    found = subprocess.run(
        [sys.executable, ROOT / "bin" / "verify-bid-log", url],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert found.returncode == 0, found.stdout + found.stderr
