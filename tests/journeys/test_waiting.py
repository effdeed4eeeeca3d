"""Is a story of days lived through in seconds, each thing at its time and in its order?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from demo.client import Client
from demo.stories.sale.listing import put_goods_up
from demo.stories.sale.sale import Sale
from demo.story import Story
from tests.support.lots import picture, put_up
from tests.support.markets import RunningMarket, running_market
from tests.support.servers import make_database
from tests.support.waiting import wait_until

_DAY = 86_400
ADDRESS = {"name": "앤", "phone": "010-1111-2222", "postcode": "06236", "address": "서울"}


@pytest.fixture(scope="module", params=["mariadb", "sqlite"])
def ahead(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningMarket]:
    """A market of our own, where only what we do becomes due: the others' time stays what it is."""
    url = None
    if request.param == "mariadb":
        url = make_database(request.getfixturevalue("mariadb_url"), "waiting")
    with running_market(tmp_path_factory.mktemp("waiting"), url, past=False) as market:
        yield market


def advance(market: RunningMarket, wait: str) -> Any:
    answer = requests.put(
        f"{market.market.api}/_sandbox/clock", json={"advance": wait}, timeout=120
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["settled"]
    return answer.json()


def signed_in(client: Client) -> Client:
    client.sign_up()
    client.post("/v1/me/addresses", ADDRESS)
    return client


class TestDaysOfAnAuction:
    def test_pass_in_their_order(self, ahead: RunningMarket) -> None:
        seller, ann, bob = (
            signed_in(Client(ahead.market, f"{role}_waiting")) for role in ("seller", "ann", "bob")
        )
        goods_id = put_up(seller, seconds=3 * _DAY)
        bob.bid(goods_id, amount=10_000)
        ann.bid(goods_id, amount=20_000)
        ends_at = ann.get(f"/v1/goods/{goods_id}/auction")["endsAt"]

        passed = advance(ahead, "3d")

        auction = ann.get(f"/v1/goods/{goods_id}/auction")
        assert (auction["state"], auction["endsAt"]) == ("WON", ends_at)
        assert auction["serverTime"] > ends_at
        facts = [one["fact"] for one in passed["facts"]]
        assert facts.index("AuctionWon") < facts.index("OrderOpened")
        moments = [datetime.fromisoformat(one["at"]) for one in passed["facts"]]
        assert min(moments) > datetime.now(UTC)
        assert ann.alarms("ENDING_SOON")
        assert ann.alarms("AUCTION_WON")
        assert bob.alarms("AUCTION_LOST")
        mails = ahead.market.mails_to(ann.email)
        assert mails[0]["receivedAt"] < ends_at < mails[-1]["receivedAt"]

        self._nobody_pays(ahead, ann, bob, seller)

    def _nobody_pays(self, market: RunningMarket, ann: Client, bob: Client, seller: Client) -> None:
        (order,) = ann.get("/v1/me/purchases")["items"]
        path = f"/v1/orders/{order['orderId']}"
        payment = ann.post(f"{path}/payments", key="in time")
        assert payment["amount"] == order["total"]

        advance(market, "72h")
        advance(market, "1m")

        late = ann.post(f"{path}/payments", key="too late", expect=409)
        assert late["code"] == "ORDER_NOT_PAYABLE"
        wait_until("the end", lambda: ann.get(path)["state"] == "UNPAID")
        assert len(ann.alarms("PAYMENT_DUE")) == 2
        (strike,) = wait_until("the strike", lambda: ann.get("/v1/me/strikes")["items"])
        assert (strike["side"], strike["reason"]) == ("BUYER", "NOT_PAID")
        goods = f"/v1/goods/{order['goodsId']}"
        assert ann.get(goods)["state"] == "WON"
        assert bob.get("/v1/me/second-chances")["items"][0]["state"] == "OPEN"

        advance(market, "24h")

        wait_until("the end of the offer", lambda: ann.get(goods)["state"] == "FAILED")
        assert len(bob.alarms("SECOND_CHANCE")) == 2
        other = put_up(seller, seconds=15 * _DAY)
        ann.bid(other, amount=10_000)


class TestTheSandboxes:
    def test_live_in_the_same_time(self, ahead: RunningMarket) -> None:
        before = ahead.market.now()
        advance(ahead, "1d")

        ahead.market.move_parcel("04", "123456789012", 2)

        answer = requests.post(
            ahead.market.url(62) + "/api/v1/trackingInfo",
            json={"t_key": "sandbox-key", "t_code": "04", "t_invoice": "123456789012"},
            timeout=60,
        ).json()
        moment = datetime.fromtimestamp(answer["lastDetail"]["time"] / 1000, UTC)
        assert moment - before > timedelta(days=1)


class TestTheOperatorsCommand:
    def test_tells_what_has_happened(self, ahead: RunningMarket) -> None:
        done = ahead.pikcur("clock", "advance", "1h")

        assert done.returncode == 0, done.stdout + done.stderr
        assert "It is " in done.stdout.splitlines()[-1]

    def test_finds_right_what_came_of_it(self, ahead: RunningMarket) -> None:
        done = ahead.pikcur("audit")

        assert (done.returncode, done.stderr) == (0, ""), done.stdout

    def test_says_what_no_time_is(self, ahead: RunningMarket) -> None:
        done = ahead.pikcur("clock", "advance", "soon")

        assert done.returncode == 2
        assert "it has to be a time such as 72h or 1d12h" in done.stderr


class TestTheDemo:
    def test_is_for_sale_in_a_market_that_is_ahead(self, ahead: RunningMarket) -> None:
        advance(ahead, "1h")
        sale = Sale(ahead.market, Story([]))
        sale.seller.sign_up()
        sale.upload_ids.append(sale.seller.upload(picture()))

        put_goods_up(sale)

        assert sale.goods["state"] == "OPEN"
