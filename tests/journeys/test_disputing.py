"""Does a quarrel about an order end, over HTTP, and is everybody told?"""

import io
import json
import zipfile

import pytest

from demo.client import Client
from tests.support.lots import ADDRESS, delivered, picture, put_up, reach
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

BUSINESS = {
    "name": "앤 상회",
    "representative": "김앤",
    "registrationNumber": "123-45-67891",
    "mailOrderNumber": "제2026-서울강남-01234호",
    "address": "서울특별시 강남구 테헤란로 1",
    "phone": "02-1234-5678",
    "email": "ann@example.com",
}
DAMAGED = {"kind": "DAMAGED", "wanted": "PARTIAL", "amount": 20_000, "text": "찌그러졌습니다."}


@pytest.fixture(scope="module")
def people(market: RunningMarket) -> list[Client]:
    people = [Client(market.market, f"{name}_dispute") for name in ("seller", "bob", "olga")]
    for client in people:
        client.sign_up()
    people[1].post("/v1/me/addresses", ADDRESS)
    granted = market.pikcur("admin", "add", "olga_dispute", "--scope", "FINANCE")
    assert granted.returncode == 0, granted.stderr
    people[2].sign_in()
    return people


def _told(client: Client, kind: str) -> None:
    wait_until(kind, lambda: client.alarms(kind))


def _code(client: Client, method: str, path: str, **options: object) -> str:
    return str(client.send(method, path, **options).json()["code"])


class TestADispute:
    def test_that_the_two_settle_refunds_a_part_and_credits_the_rest(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, _ = people
        order_id = delivered(market.market, seller, bob, "222200000001")
        shown = {"uploadIds": [bob.upload(picture(), kind="CASE")]}
        case = bob.post(f"/v1/orders/{order_id}/cases", DAMAGED | shown)
        _told(seller, "CASE_OPENED")
        assert len(case["steps"][0]["images"]) == 1
        assert bob.get(f"/v1/orders/{order_id}")["case"]["state"] == "OFFERED"
        assert seller.get("/v1/me/balance")["frozen"] == 83_000
        path = f"/v1/cases/{case['caseId']}"
        assert _code(bob, "POST", f"{path}/accept") == "NOT_YOUR_TURN"

        seller.post(f"{path}/offers", {"amount": 10_000})
        _told(bob, "CASE_CHANGED")
        bob.post(f"{path}/messages", {"text": "그렇게 해 주세요."})
        ended = bob.post(f"{path}/accept", expect=200)

        assert ended["outcome"] == {"buyerGets": 10_000, "sellerGets": 73_000}
        acts = [step["act"] for step in ended["steps"]]
        assert acts == ["OPEN", "OFFER", "MESSAGE", "ACCEPT"]
        reach(bob, order_id, "SETTLED")
        wait_until("the refund", lambda: bob.alarms("REFUNDED"))
        found = seller.get("/v1/me/settlements?from=2020-01-01&to=2100-12-31")
        settled, totals = found["items"][0], found["totals"]
        commission = 4_000 * 73_000 // 83_000
        assert (totals["count"], totals["amount"]) == (1, 73_000 - commission)
        assert seller.get("/v1/me/settlements?to=2020-01-01")["items"] == []
        assert (settled["refunded"], settled["commission"]) == (10_000, commission)
        assert seller.get("/v1/me/balance")["payable"] == 73_000 - commission
        _told(seller, "CASE_CLOSED")

    def test_that_the_two_do_not_settle_is_the_operators(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, olga = people
        order_id = delivered(market.market, seller, bob, "222200000002")
        case = bob.post(f"/v1/orders/{order_id}/cases", DAMAGED)
        path, admin = f"/v1/cases/{case['caseId']}", f"/v1/admin/cases/{case['caseId']}"
        seller.post(f"{path}/reject", expect=200)
        bob.post(f"{path}/escalate", expect=200)
        _told(olga, "NOTICE")
        assert olga.get("/v1/admin/overview")["cases"]["escalated"] == 1
        listed = olga.get("/v1/admin/cases?state=ESCALATED")["items"]
        assert [one["caseId"] for one in listed] == [case["caseId"]]

        decided = olga.put(admin, {"buyerGets": 83_000, "note": "사진으로 확인했습니다."})

        assert decided["outcome"] == {"buyerGets": 83_000, "sellerGets": 0}
        reach(bob, order_id, "REFUNDED")
        assert _code(bob, "POST", f"{path}/withdraw") == "CASE_CLOSED"
        answer = olga.send("GET", f"{admin}/file")
        assert answer.headers["Content-Type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
            acts = [step["act"] for step in json.loads(file.read("steps.json"))]
            assert acts == ["OPEN", "REJECT", "ESCALATE", "DECIDE"]
            assert file.read("pictures/goods-0.webp").startswith(b"RIFF")
        assert _code(seller, "GET", f"{admin}/file") == "ADMINS_ONLY"

    def test_with_a_business_sends_back_what_is_not_wanted_any_more(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, _ = people
        unwanted = {"kind": "CHANGED_MIND", "wanted": "RETURN", "text": "마음이 바뀌었습니다."}
        store = seller.put("/v1/me/store/business", BUSINESS)
        page = bob.get(f"/v1/stores/{store['storeId']}")
        assert (page["kind"], page["business"]["registrationNumber"]) == ("BUSINESS", "1234567891")
        order_id = delivered(market.market, seller, bob, "222200000003")
        assert bob.get(f"/v1/orders/{order_id}")["sellerKind"] == "BUSINESS"
        case = bob.post(f"/v1/orders/{order_id}/cases", unwanted)
        path = f"/v1/cases/{case['caseId']}"
        seller.post(f"{path}/accept", expect=200)

        parcel = {"carrier": "04", "invoice": "222200000004"}
        sent = bob.post(f"{path}/return-shipment", parcel, expect=200)
        assert (sent["state"], sent["returnShipment"]["paidBy"]) == ("RETURN_SENT", "BUYER")
        market.market.move_parcel("04", "222200000004", 6)
        wait_until("it to be back", lambda: bob.get(path)["state"] == "RETURNED")
        seller.post(f"{path}/accept", expect=200)

        reach(bob, order_id, "REFUNDED")

    def test_leaves_books_that_agree(self, market: RunningMarket, people: list[Client]) -> None:
        put_up(people[0])
        audited = market.pikcur("audit")

        assert audited.returncode == 0, audited.stdout + audited.stderr
