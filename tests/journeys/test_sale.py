"""Does a whole sale work, as a newcomer sees it and as an operator fears it?"""

import subprocess
from collections import Counter

import pytest

from demo.client import Client
from tests.support.lots import picture, put_up
from tests.support.markets import RunningMarket
from tests.support.servers import ROOT
from tests.support.waiting import wait_until

#: What each side of a sale hears when ann bids first, bob wins, and all goes well.
HEARD = {
    "seller": {
        "BID_RECEIVED": 2,
        "AUCTION_WON": 1,
        "PAYMENT_COMPLETED": 1,
        "DELIVERED": 1,
        "ORDER_CONFIRMED": 1,
        "SETTLED": 1,
    },
    "ann": {"OUTBID": 1, "AUCTION_LOST": 1},
    "bob": {"AUCTION_WON": 1, "PAYMENT_COMPLETED": 1, "SHIPPED": 1, "DELIVERED": 1},
}
MAILED = {
    "seller": {"상품 낙찰", "결제 완료", "배송 완료", "정산 완료"},
    "ann": set(),
    "bob": {"낙찰", "결제 완료", "발송", "배송 완료"},
}


def _people(running: RunningMarket, suffix: str) -> dict[str, Client]:
    people = {role: Client(running.market, f"{role}_{suffix}") for role in HEARD}
    for client in people.values():
        client.sign_up()
    return people


def _put_up(seller: Client, seconds: float) -> int:
    large = [seller.upload(picture(2000, 1000)) for _ in range(2)]
    return put_up(seller, seconds=seconds, name="나이키 에어 👟", softClose=False, uploadIds=large)


def _order_of(bob: Client, goods_id: int) -> int:
    def order() -> int | None:
        items = bob.get("/v1/me/purchases")["items"]
        return next((item["orderId"] for item in items if item["goodsId"] == goods_id), None)

    return int(wait_until("the order", order))


def _reach(client: Client, order_id: int, state: str) -> None:
    wait_until(state, lambda: client.get(f"/v1/orders/{order_id}")["state"] == state)


def _subjects(client: Client) -> list[str]:
    mails = client.market.mails_to(client.email)
    return [mail["subject"].removeprefix("[PIKCUR] ") for mail in mails][1:]


class TestTheDemo:
    # On SQLite, as a newcomer runs it; the sale below is on MariaDB.
    @pytest.mark.parametrize("market", ["sqlite"], indirect=True)
    def test_ends_well(self, market: RunningMarket) -> None:
        ended = subprocess.run(
            ["bin/demo", "--port-base", str(market.market.port_base)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )

        assert ended.returncode == 0, ended.stdout + ended.stderr

    @pytest.mark.parametrize("market", ["sqlite"], indirect=True)
    def test_leaves_a_ledger_that_sums_to_zero(self, market: RunningMarket) -> None:
        totals = market.rows("SELECT SUM(amount) FROM ledger_line GROUP BY entry_id")

        assert totals
        assert all(total == 0 for (total,) in totals)


class TestASale:
    @pytest.mark.parametrize("market", ["mariadb"], indirect=True)
    @pytest.mark.timeout(900)
    def test_ends_well_though_each_process_is_killed_once(self, market: RunningMarket) -> None:
        people = _people(market, "kill")
        seller, ann, bob = people.values()
        market.kill("web")
        goods_id = _put_up(seller, seconds=14)
        ann.bid(goods_id, amount=10_000)
        market.kill("relay")
        bob.bid(goods_id, maximum=50_000, key="bob-1")
        market.kill("services")
        bob.bid(goods_id, maximum=50_000, key="bob-1")
        wait_until("OUTBID", lambda: ann.alarms("OUTBID"))
        market.kill("clock")

        order_id = _order_of(bob, goods_id)
        address = {"name": "밥", "phone": "010-1111-2222", "postcode": "06236", "address": "서울"}
        bob.post("/v1/me/addresses", address)
        (mine,) = bob.get("/v1/me/addresses")["items"]
        bob.put(f"/v1/orders/{order_id}/address", {"addressId": mine["addressId"]})
        payment = bob.post(f"/v1/orders/{order_id}/payments")
        # No webhook, and nobody reports it: only polling is left.
        market.market.pay(payment["merchantUid"], webhook="never")
        market.kill("payments")
        market.kill("worker")
        _reach(bob, order_id, "PAID")
        market.kill("redis")
        market.kill("mail")
        parcel = {"carrier": "04", "invoice": "123456789012"}
        seller.put(f"/v1/orders/{order_id}/shipment", parcel)
        market.market.move_parcel(parcel["carrier"], parcel["invoice"], 6)
        market.kill("delivery")
        _reach(bob, order_id, "DELIVERED")
        bob.post(f"/v1/orders/{order_id}/confirm", expect=200)
        _reach(seller, order_id, "SETTLED")

        for role, client in people.items():
            wait_until(f"what {role} hears", lambda c=client, r=role: _heard(c) == HEARD[r])
            wait_until(f"{role}'s mail", lambda c=client, r=role: set(_subjects(c)) == MAILED[r])
            assert len(_subjects(client)) == len(MAILED[role])
        owed = {"inEscrow": 0, "frozen": 0, "payable": 13_450, "receivable": 0}
        assert seller.get("/v1/me/balance") == owed


def _heard(client: Client) -> dict[str, int]:
    return dict(Counter(alarm["kind"] for alarm in client.alarms()))
