"""Is the provider followed whatever it does, by the webhooks that it really sends?"""

import pytest

from demo.client import Client
from tests.support.lots import ADDRESS, buy, put_up
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

ACCOUNT = {"bankCode": "088", "accountNumber": "110123456789", "holder": "밥"}


@pytest.fixture(scope="module")
def people(market: RunningMarket) -> list[Client]:
    people = [Client(market.market, f"{role}_paying") for role in ("seller", "bob")]
    for client in people:
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    return people


def _reach(client: Client, order_id: int, state: str) -> None:
    wait_until(state, lambda: client.get(f"/v1/orders/{order_id}")["state"] == state)


class TestAPayment:
    def test_that_is_given_back_at_the_console_calls_the_sale_off(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob = people
        order_id = buy(bob, put_up(seller, buyNowPrice=80_000))
        payment = bob.post(f"/v1/orders/{order_id}/payments")
        imp_uid = market.market.pay(payment["merchantUid"])
        _reach(bob, order_id, "PAID")

        market.market.play("POST", "cancel", imp_uid=imp_uid, amount=3_000)

        _reach(bob, order_id, "CANCELLED")
        wait_until("the rest", lambda: bob.alarms("REFUNDED"))
        for client in people:
            wait_until("the word", lambda c=client: c.alarms("PAYMENT_FAILED"))

    def test_by_virtual_account_is_made_when_its_money_comes(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob = people
        goods_id = put_up(seller, seconds=3, softClose=False)
        bob.bid(goods_id, amount=10_000)

        def won() -> int | None:
            bought = bob.get("/v1/me/purchases")["items"]
            return next((one["orderId"] for one in bought if one["goodsId"] == goods_id), None)

        order_id = wait_until("the order", won)
        (mine,) = bob.get("/v1/me/addresses")["items"]
        bob.put(f"/v1/orders/{order_id}/address", {"addressId": mine["addressId"]})
        path, chosen = f"/v1/orders/{order_id}/payments", {"method": "VIRTUAL_ACCOUNT"}

        assert bob.post(path, chosen, expect=409)["code"] == "REFUND_ACCOUNT_MISSING"
        account = bob.post("/v1/me/accounts", ACCOUNT)
        payment = bob.post(path, chosen | {"refundAccountId": account["accountId"]})
        assert (payment["method"], payment["amount"]) == ("VIRTUAL_ACCOUNT", 13_000)

        imp_uid = market.market.pay(payment["merchantUid"], outcome="ready")
        market.market.play("POST", "deposit", imp_uid=imp_uid)
        _reach(bob, order_id, "PAID")


class TestAWebhook:
    def test_that_is_forged_or_of_another_shop_changes_nothing(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob = people
        order_id = buy(bob, put_up(seller, buyNowPrice=80_000))
        path = f"/v1/orders/{order_id}/payments"
        assert bob.post(path, {"method": "VIRTUAL_ACCOUNT"}, expect=409)["code"] == (
            "VIRTUAL_ACCOUNT_TOO_SLOW"
        )
        payment = bob.post(path)
        forged = {"imp_uid": "imp_1", "merchant_uid": payment["merchantUid"], "status": "paid"}
        webhook = "/v1/webhooks/portone"

        def is_answered() -> bool:
            uid = payment["merchantUid"]
            sql = f"SELECT 1 FROM payment WHERE merchant_uid = '{uid}' AND seen_at IS NOT NULL"
            return bool(market.rows(sql))

        bob.post(webhook, forged, expect=204)
        refused = bob.post(webhook, forged | {"merchant_uid": "another-shop-1"}, expect=404)

        wait_until("the provider's word", is_answered)
        assert refused["code"] == "PAYMENT_NOT_FOUND"
        assert bob.get(f"/v1/orders/{order_id}")["state"] == "AWAITING_PAYMENT"
