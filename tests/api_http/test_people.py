"""Is what concerns somebody there for them, and for nobody else? From what every route declares."""

from dataclasses import dataclass
from typing import Any

import pytest
import requests

from api_http.promises import Side
from demo.client import Client
from tests.support.lots import ADDRESS, buy, confirmed, delivered, ends_in, put_up
from tests.support.markets import RunningMarket
from tests.support.routes import BIG, OPERATIONS, Route
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

QUESTION = {"text": "밑창이 닳았나요?"}
REVIEW = {"rating": 5, "content": "좋아요"}
INQUIRY = {"category": "PAYMENT", "title": "결제", "text": "안 됩니다."}
CASE = {"kind": "DAMAGED", "wanted": "REFUND", "text": "깨져서 왔습니다."}
ACCOUNT = {"bankCode": "090", "accountNumber": "3333012345678", "holder": "앤"}

#: What is in a path and belongs to one member, to two, or is everybody's to do something with.
WITH_THINGS = [
    route
    for route in OPERATIONS
    if route.fields and not route.promise.public and not route.template.startswith("/v1/admin/")
]
READINGS = [
    route
    for route in OPERATIONS
    if route.method == "GET" and not route.template.startswith("/v1/admin/")
    # Names, which no thing of the town has.
    if not {"login_id", "kind", "token"}.intersection(route.fields)
]
_METHODS = ["GET", "PATCH", "PUT", "POST", "DELETE"]


def _sides(route: Route) -> tuple[Side, ...]:
    return (Side.AUTHOR,) if route.template.startswith("/v1/me/") else route.promise.sides


@dataclass(frozen=True)
class Town:
    """A seller, a buyer, a stranger, and everything that is between the first two."""

    seller: Client
    buyer: Client
    stranger: Client
    things: dict[str, object]

    def send(self, who: Client, route: Route) -> requests.Response:
        body = route.example() if route.shape else None
        if body:
            body.pop("uploadIds", None)
            body |= {"addressId": _address(who)} if "addressId" in body else {}
            body.pop("startsAt", None)
            body |= {"refundAccountId": _account(who)} if "refundAccountId" in body else {}
            body |= {"endsAt": ends_in(3600)} if "endsAt" in body else {}
        headers = {"Idempotency-Key": f"{who.name}:{route.promise.name}"}
        return who.send(route.method, route.path_of(self.things), json=body, headers=headers)

    def around(self, route: Route) -> list[Client]:
        people = {Side.SELLER: self.seller, Side.BUYER: self.buyer, Side.AUTHOR: self.buyer}
        return [people[side] for side in _sides(route)]


@pytest.fixture(scope="module")
def town(market: RunningMarket) -> Town:
    seller, buyer, stranger = (
        Client(market.market, f"{role}_people", patience=0)
        for role in ("seller", "buyer", "stranger")
    )
    for client in (seller, buyer, stranger):
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    return Town(seller, buyer, stranger, _things(market, seller, buyer))


def _things(market: RunningMarket, seller: Client, buyer: Client) -> dict[str, object]:
    """One of everything that a path can name."""
    sold = confirmed(market.market, seller, buyer, "323456789012")
    arrived = delivered(market.market, seller, buyer, "423456789012")
    goods = put_up(seller, name="검색할 물건")
    order = buy(buyer, put_up(seller, buyNowPrice=80_000))
    buyer.get("/v1/goods?query=물건")
    buyer.sign_in()
    return {
        "account_id": buyer.post("/v1/me/accounts", ACCOUNT)["accountId"],
        "address_id": _address(buyer),
        "alarm_id": buyer.alarms()[0]["alarmId"],
        "bid_id": buyer.bid(goods, amount=10_000)["bidId"],
        "case_id": buyer.post(f"/v1/orders/{arrived}/cases", CASE)["caseId"],
        "brand_id": buyer.get("/v1/brands")["items"][0]["brandId"],
        "goods_id": goods,
        "inquiry_id": buyer.post("/v1/me/inquiries", INQUIRY)["inquiryId"],
        "merchant_uid": buyer.post(f"/v1/orders/{order}/payments")["merchantUid"],
        "offer_id": _declined(market, buyer, goods),
        "order_id": order,
        "question_id": buyer.post(f"/v1/goods/{goods}/questions", QUESTION)["questionId"],
        "review_id": buyer.post(f"/v1/orders/{sold}/review", REVIEW)["reviewId"],
        "search_id": wait_until("the search", lambda: _first(buyer, "searches"))["searchId"],
        "session_id": _other_session(buyer),
        "store_id": seller.member["storeId"],
    }


def _declined(market: RunningMarket, buyer: Client, goods: int) -> int:
    """An offer as a second chance makes them, three days after an auction at the soonest."""
    market.rows(
        "INSERT INTO second_chance (goods_id, seq, member_id, price, state, expires_at, created_at)"
        f" VALUES ({goods}, 1, {buyer.member_id}, 10000, 'DECLINED', now(), now())"
    )
    return int(_first(buyer, "second-chances")["offerId"])


def _address(client: Client) -> int:
    return int(client.get("/v1/me/addresses")["items"][0]["addressId"])


def _account(client: Client) -> int:
    accounts = client.get("/v1/me/accounts")["items"]
    return int(accounts[0]["accountId"]) if accounts else BIG


def _first(client: Client, of: str) -> Any:
    items = client.get(f"/v1/me/{of}")["items"]
    return items[0] if items else None


def _other_session(client: Client) -> int:
    sessions = client.get("/v1/me/sessions")["items"]
    return next(one["sessionId"] for one in sessions if not one["current"])


@pytest.mark.parametrize("route", [route for route in WITH_THINGS if _sides(route)], ids=str)
class TestWhatIsBetweenTwo:
    def test_is_not_there_for_a_stranger(
        self, market: RunningMarket, town: Town, route: Route
    ) -> None:
        answer = town.send(town.stranger, route)

        assert answer.status_code in (403, 404), f"{route}: {answer.text}"
        assert answer.json()["code"] in route.promise.refuses

    def test_is_not_there_for_the_other_of_the_two(
        self, market: RunningMarket, town: Town, route: Route
    ) -> None:
        for other in {town.seller.name: town.seller, town.buyer.name: town.buyer}.values():
            if other not in town.around(route):
                assert town.send(other, route).status_code in (403, 404), str(route)


def _what_is_lost_last(route: Route) -> tuple[bool, int, str, int]:
    depth = -route.template.count("/")
    own = route.template.startswith("/v1/me/")
    return own, depth, route.template, _METHODS.index(route.method)


class TestThings:
    def test_are_there_for_those_around_them(self, market: RunningMarket, town: Town) -> None:
        for route in sorted(WITH_THINGS, key=_what_is_lost_last):
            for who in town.around(route) or [town.stranger]:
                answer = town.send(who, route)

                told = f"{route} by {who.name}: {answer.status_code} {answer.text}"
                assert answer.status_code not in (401, 403, 422, 500), told
                assert "_NOT_FOUND" not in answer.text, told
                route.is_answered_by(answer)


@pytest.mark.parametrize("route", READINGS, ids=str)
class TestWhatIsRead:
    def test_is_what_the_document_describes(
        self, market: RunningMarket, town: Town, route: Route
    ) -> None:
        for who in (town.seller, town.buyer):
            route.is_answered_by(town.send(who, route))
