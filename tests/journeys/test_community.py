"""Do two stores and their customers get along: ask, review, write, report, block, and hear?"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from demo.client import Client, Screen
from demo.past.words import NOTICES
from tests.support.lots import ADDRESS, buy, confirmed, picture, put_up
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)


@pytest.fixture(scope="module")
def people(market: RunningMarket) -> list[Client]:
    """Two who sell, ann and bob who look and buy."""
    people = [Client(market.market, f"{role}_social") for role in ("seller", "rival", "ann", "bob")]
    for client in people:
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    return people


def _put_up(seller: Client) -> int:
    return put_up(seller, buyNowPrice=80_000)


def _code(client: Client, method: str, path: str, **options: Any) -> tuple[int, str]:
    answer = client.send(method, path, **options)
    return answer.status_code, answer.json()["code"]


def _alarm(client: Client, kind: str, **about: Any) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        matches = (one for one in client.alarms(kind) if about.items() <= one.items())
        return next(matches, None)

    alarm: dict[str, Any] = wait_until(kind, found)
    return alarm


def _store(client: Client) -> int:
    return int(client.member["storeId"])


class TestAQuestion:
    def test_is_asked_and_answered_with_pictures(self, people: list[Client]) -> None:
        seller, _, ann, bob = people
        goods_id = _put_up(seller)
        soles = ann.upload(picture(), kind="QUESTION")
        asked = {"text": "밑창이\r\n닳았나요?", "uploadIds": [soles]}
        question = ann.post(f"/v1/goods/{goods_id}/questions", asked)
        path = f"/v1/questions/{question['questionId']}"

        assert (question["text"], len(question["images"])) == ("밑창이\n닳았나요?", 1)
        _alarm(seller, "QUESTION_RECEIVED", goodsId=goods_id, questionId=question["questionId"])
        ann.ask("PATCH", path, json={"text": "밑창은요?"})
        assert _code(bob, "PUT", f"{path}/answer", json={"text": "!"})[0] == 404
        received = seller.get("/v1/me/questions?role=RECEIVED&answered=false")["items"]
        assert question["questionId"] in [one["questionId"] for one in received]

        shown = seller.upload(picture(), kind="ANSWER")
        seller.put(f"{path}/answer", {"text": "새것 같습니다.", "uploadIds": [shown]})

        _alarm(ann, "QUESTION_ANSWERED", questionId=question["questionId"])
        (seen,) = bob.get(f"/v1/goods/{goods_id}/questions")["items"]
        assert (seen["text"], seen["answer"]["text"]) == ("밑창은요?", "새것 같습니다.")
        assert (len(seen["answer"]["images"]), seen["mine"], seen["asker"]) == (1, False, "an***")
        assert _code(ann, "DELETE", path) == (409, "ALREADY_ANSWERED")
        seller.ask("DELETE", f"{path}/answer", expect=204)
        ann.ask("DELETE", path, expect=204)
        assert _code(ann, "GET", path) == (404, "QUESTION_NOT_FOUND")

    def test_that_is_secret_is_seen_by_two(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, _, ann, bob = people
        goods_id = _put_up(seller)
        ann.post(f"/v1/goods/{goods_id}/questions", {"text": "깎아 주세요", "secret": True})
        nobody = Client(market.market, "nobody")

        for reader, text in (
            (ann, "깎아 주세요"),
            (seller, "깎아 주세요"),
            (bob, None),
            (nobody, None),
        ):
            (seen,) = reader.get(f"/v1/goods/{goods_id}/questions")["items"]
            assert (seen["secret"], seen["text"]) == (True, text)
        own = _code(seller, "POST", f"/v1/goods/{goods_id}/questions", json={"text": "?"})
        assert own == (403, "OWN_GOODS")


class TestASaleBetweenThem:
    def test_is_talked_about_and_reviewed(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, rival, ann, bob = people
        order_id = confirmed(market.market, seller, ann, "223456789012")
        path = f"/v1/orders/{order_id}"

        ann.post(f"{path}/messages", {"text": "잘 받았습니다."})
        _alarm(seller, "MESSAGE_RECEIVED", orderId=order_id)
        seller.post(f"{path}/messages", {"text": "고맙습니다."})
        said = ann.get(f"{path}/messages")["items"]
        assert [(one["sender"], one["mine"]) for one in said] == [
            ("SELLER", False),
            ("BUYER", True),
        ]
        assert _code(bob, "GET", f"{path}/messages") == (404, "ORDER_NOT_FOUND")

        review = {"rating": 4, "content": "좋아요", "choices": ["KIND", "FAST_SHIPPING"]}
        pictures = [ann.upload(picture(), kind="REVIEW")]
        written = ann.post(f"{path}/review", review | {"uploadIds": pictures}, key="review")
        again = ann.post(f"{path}/review", review | {"uploadIds": pictures}, key="review")
        assert again == written
        assert _code(ann, "POST", f"{path}/review", json=review) == (409, "ALREADY_REVIEWED")
        assert _code(seller, "POST", f"{path}/review", json=review) == (404, "ORDER_NOT_FOUND")
        _alarm(seller, "REVIEW_RECEIVED", orderId=order_id, storeId=_store(seller))

        answer = f"/v1/reviews/{written['reviewId']}/answer"
        seller.put(answer, {"text": "또 오세요."})
        assert _code(seller, "PUT", answer, json={"text": "!"}) == (409, "ALREADY_ANSWERED")
        (seen,) = bob.get(f"/v1/stores/{_store(seller)}/reviews")["items"]
        assert (seen["rating"], seen["answer"]["text"]) == (4, "또 오세요.")
        rating = bob.get(f"/v1/stores/{_store(seller)}/rating")
        assert (rating["average"], rating["count"], rating["byStars"]["4"]) == (4.0, 1, 1)
        assert {"choice": "KIND", "name": "친절해요", "count": 1} in rating["choices"]
        assert bob.get(f"/v1/stores/{_store(rival)}/rating")["average"] is None


class TestAReport:
    def test_is_taken_once_of_each_thing(self, people: list[Client]) -> None:
        seller, rival, ann, bob = people
        goods_id = _put_up(rival)
        question = ann.post(f"/v1/goods/{goods_id}/questions", {"text": "진품인가요?"})
        body = {"reason": "COUNTERFEIT", "detail": "가짜입니다."}

        for path in (
            f"/v1/goods/{goods_id}",
            f"/v1/stores/{_store(rival)}",
            f"/v1/questions/{question['questionId']}",
        ):
            report = bob.post(f"{path}/reports", body)
            assert report["reason"] == "COUNTERFEIT"
            twice = _code(bob, "POST", f"{path}/reports", json=body)
            assert twice == (409, "ALREADY_REPORTED")
        seller.post(f"/v1/goods/{goods_id}/reports", body)


class TestABlock:
    def test_holds_both_ways(self, people: list[Client]) -> None:
        seller, rival, _, bob = people
        theirs, mine = _put_up(rival), _put_up(bob)
        older = buy(bob, _put_up(rival))
        bob.ask("PUT", f"/v1/stores/{_store(rival)}/block", expect=204)

        for member, goods_id, store in ((bob, theirs, _store(rival)), (rival, mine, _store(bob))):
            assert member.bid(goods_id, amount=10_000, expect=403)["code"] == "BLOCKED"
            (home,) = member.get("/v1/me/addresses")["items"]
            buying = {
                "json": {"addressId": home["addressId"]},
                "headers": {"Idempotency-Key": "blocked"},
            }
            path = f"/v1/goods/{goods_id}"
            assert _code(member, "POST", f"{path}/buy-now", **buying) == (403, "BLOCKED")
            asking = _code(member, "POST", f"{path}/questions", json={"text": "?"})
            assert asking == (403, "BLOCKED")
            assert _code(member, "PUT", f"/v1/stores/{store}/follow") == (403, "BLOCKED")
        # What was begun before has to be brought to its end.
        rival.post(f"/v1/orders/{older}/messages", {"text": "결제해 주세요."})
        seller.ask("PUT", f"/v1/stores/{_store(rival)}/follow", expect=204)

        bob.ask("DELETE", f"/v1/stores/{_store(rival)}/block", expect=204)
        bob.post(f"/v1/goods/{theirs}/questions", {"text": "?"})


class TestNewGoods:
    def test_are_heard_of_by_who_waits_for_them(self, people: list[Client]) -> None:
        _, rival, ann, bob = people
        brand = rival.get("/v1/brands")["items"][0]["brandId"]
        ann.ask("PUT", f"/v1/stores/{_store(rival)}/follow", expect=204)
        bob.ask("PUT", f"/v1/brands/{brand}/like", expect=204)

        goods_id = _put_up(rival)

        _alarm(ann, "STORE_NEW_GOODS", goodsId=goods_id, storeId=_store(rival))
        _alarm(bob, "BRAND_NEW_GOODS", goodsId=goods_id)


class TestTheHelpdesk:
    def test_is_asked(self, people: list[Client]) -> None:
        ann = people[2]
        asked = {"category": "PAYMENT", "title": "결제", "text": "안 됩니다."}
        inquiry = ann.post("/v1/me/inquiries", asked)
        path = f"/v1/me/inquiries/{inquiry['inquiryId']}"
        thread = ann.post(f"{path}/messages", {"text": "아직도요."})

        assert [one["text"] for one in thread["messages"]] == ["안 됩니다.", "아직도요."]
        assert ann.get(path)["state"] == "WAITING"
        assert _code(people[3], "GET", path) == (404, "INQUIRY_NOT_FOUND")
        found = ann.get("/v1/faqs?category=PAYMENT&query=결제")["items"]
        assert found
        assert {one["category"] for one in found} == {"PAYMENT"}
        notices = ann.get("/v1/notices")
        assert {one["title"] for one in notices["items"]} == {one.title for one in NOTICES}
        assert notices["nextCursor"] is None


class TestMail:
    def test_is_ended_with_one_click(self, market: RunningMarket, people: list[Client]) -> None:
        rival, ann = people[1], people[2]
        order_id = buy(ann, _put_up(rival))
        ann.post(f"/v1/orders/{order_id}/messages", {"text": "하나"})

        def mailed() -> list[dict[str, Any]]:
            mails = market.market.mails_to(rival.email)
            return [mail for mail in mails if "메시지" in mail["subject"]]

        first = wait_until("the mail", mailed)[-1]
        count = len(mailed())
        assert first["listUnsubscribePost"] == "List-Unsubscribe=One-Click"
        url = first["listUnsubscribe"].strip("<>")
        assert url in first["text"]
        page = requests.get(url, timeout=20)
        assert (page.status_code, _mails(rival)) == (200, True)
        for _ in range(2):
            answer = requests.post(url, data={"List-Unsubscribe": "One-Click"}, timeout=20)
            assert (answer.status_code, answer.headers["Content-Type"][:9]) == (200, "text/html")
        assert not _mails(rival)
        forged = re.sub(r"unsubscribe/\d+", "unsubscribe/1", url)
        bad = requests.post(forged, data={"List-Unsubscribe": "One-Click"}, timeout=20)
        assert bad.json()["code"] == "UNSUBSCRIBE_LINK_INVALID"

        ann.post(f"/v1/orders/{order_id}/messages", {"text": "둘"})
        wait_until("both alarms", lambda: len(rival.alarms("MESSAGE_RECEIVED")) >= count + 1)
        assert len(mailed()) == count

    def test_of_quiet_hours_comes_at_their_end(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, _, ann, _ = people
        goods_id = _put_up(seller)
        korea = datetime.now(UTC) + timedelta(hours=9)
        hours = {
            "quietFrom": f"{korea - timedelta(hours=1):%H:%M}",
            "quietUntil": f"{korea + timedelta(hours=2):%H:%M}",
        }
        seller.put("/v1/me/alarm-settings", hours)
        screen = Screen(market.market, "/user/queue/alarms", token=seller.token)
        for text in ("하나", "둘"):
            ann.post(f"/v1/goods/{goods_id}/questions", {"text": text})

        def asked() -> int:
            return sum(one["goodsId"] == goods_id for one in seller.alarms("QUESTION_RECEIVED"))

        wait_until("the inbox", lambda: asked() == 2)
        assert screen.messages == []
        seller.put("/v1/me/alarm-settings", {"quietFrom": None, "quietUntil": None})

        pushed = screen.wait("the push", lambda body: body["kind"] == "DIGEST", seconds=60)
        digests = wait_until("the digest", lambda: _digests(market, seller))
        assert digests[0]["text"].count("- 새 문의: ") == 2
        # Other goods of theirs may have ended meanwhile.
        assert pushed["data"]["count"] == str(digests[0]["text"].count("\n- "))
        assert len(digests) == 1
        screen.close()


def _mails(client: Client) -> bool:
    kinds = client.get("/v1/me/alarm-settings")["kinds"]
    return bool(next(by["email"] for by in kinds if by["kind"] == "MESSAGE_RECEIVED"))


def _digests(market: RunningMarket, client: Client) -> list[dict[str, Any]]:
    mails = market.market.mails_to(client.email)
    return [mail for mail in mails if "방해 금지 시간" in mail["subject"]]
