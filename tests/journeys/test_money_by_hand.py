"""Does somebody get to see what the payment provider will not do, and two of them end it?"""

from datetime import datetime, timedelta, timezone

import pytest
import requests

from demo.client import Client
from tests.support.lots import ADDRESS, buy, confirmed, paid, put_up
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

KOREA = timezone(timedelta(hours=9))
WHY = {"reason": "결제사가 취소를 거절했습니다."}
DONE = {"reason": "은행에서 보냈습니다.", "evidence": "신한은행 이체 20260504-17"}
OPERATIONS = "/v1/admin/operations"
ACCOUNT = {"bankCode": "090", "accountNumber": "3333012345678", "holder": "김판매"}


@pytest.fixture(scope="module")
def people(market: RunningMarket) -> list[Client]:
    roles = ("seller", "bob", "olga", "otto")
    people = [Client(market.market, f"{role}_hand") for role in roles]
    for client in people:
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    for login_id in ("olga_hand", "otto_hand"):
        assert market.pikcur("admin", "add", login_id, "--scope", "FINANCE").returncode == 0
    return people


class TestARefundThatIsRefused:
    def test_is_ended_by_two_admins_and_the_buyer_is_told(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, olga, otto = people
        order_id = paid(market.market, seller, bob)
        market.market.play("PUT", "refusals", times=9)
        bob.post(f"/v1/orders/{order_id}/cancel", WHY, expect=200)

        wait_until("the notice", lambda: olga.alarms("NOTICE"))
        market.market.play("PUT", "refusals", times=0)
        (stuck,) = olga.get(f"{OPERATIONS}?state=STUCK")["items"]
        assert (stuck["kind"], stuck["orderId"]) == ("CANCEL", order_id)
        assert olga.get("/v1/admin/overview")["stuckOperations"] == 1

        path = f"{OPERATIONS}/{stuck['operationId']}/done"
        proposed = olga.post(path, DONE, expect=200)
        assert (proposed["state"], proposed["proposal"]["adminId"]) == ("STUCK", olga.member_id)
        assert olga.post(path, DONE, expect=409)["code"] == "SECOND_ADMIN_NEEDED"
        assert otto.post(path, DONE, expect=200)["state"] == "DONE"

        wait_until("the word", lambda: bob.alarms("REFUNDED"))
        assert otto.post(path, DONE, expect=409)["code"] == "OPERATION_NOT_STUCK"
        assert bob.send("GET", OPERATIONS).status_code == 403
        file = olga.get(f"/v1/admin/payments/{stuck['merchantUid']}")
        assert [one["booked"] for one in file["readings"]] == [83_000]
        assert (file["refunds"][0]["returned"], file["state"]) == (83_000, "PAID")
        (found,) = olga.get(f"/v1/admin/orders?query={stuck['merchantUid']}")["items"]
        assert (found["orderId"], found["state"]) == (order_id, "CANCELLED")


class TestMoneyOfNobodyKnown:
    def test_is_given_back_by_two_admins_once_the_provider_gives_it(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, olga, otto = people
        order_id = paid(market.market, seller, bob)
        market.market.play("PUT", "refusals", times=9)
        bob.post(f"/v1/orders/{order_id}/cancel", WHY, expect=200)
        stuck = wait_until("it", lambda: olga.get(f"{OPERATIONS}?state=STUCK")["items"])[0]
        market.market.play("PUT", "refusals", times=0)
        for admin in (olga, otto):
            admin.post(f"{OPERATIONS}/{stuck['operationId']}/drop", WHY, expect=200)

        (file,) = olga.get("/v1/admin/suspense")["items"]
        assert (file["orderId"], file["amount"]) == (order_id, 83_000)
        path = f"/v1/admin/suspense/{file['readingId']}/clear"
        back = {"clearing": "RETURN", **WHY}
        assert olga.post(path, back, expect=200)["proposal"]["adminId"] == olga.member_id
        assert olga.post(path, back, expect=409)["code"] == "SECOND_ADMIN_NEEDED"
        assert otto.post(path, back, expect=200)["amount"] == 0

        payment = f"/v1/admin/payments/{file['merchantUid']}"
        wait_until("the money", lambda: olga.get(payment)["refunds"][-1].get("doneAt"))
        assert olga.get("/v1/admin/suspense")["items"] == []
        assert otto.post(path, back, expect=404)["code"] == "SUSPENSE_NOT_FOUND"


class TestWhatTheProviderPaysUs:
    def test_is_booked_when_two_admins_have_seen_it(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, olga, otto = people
        order_id = paid(market.market, seller, bob)
        path = "/v1/admin/remittances"
        told = {"reference": "P-1", "day": str(datetime.now(KOREA).date()), "amount": 80_000}
        told |= {"fee": 3_000, **WHY}

        too_much = told | {"amount": 10**9}
        assert olga.post(path, too_much, expect=409)["code"] == "REMITTANCE_TOO_LARGE"
        assert olga.post(path, told, expect=200)["bookedAt"] is None
        assert otto.post(path, told, expect=200)["agreedBy"] == otto.member_id

        assert [one["reference"] for one in olga.get(path)["items"]] == ["P-1"]
        funds = {
            one["account"]: one["amount"] for one in olga.get("/v1/admin/held-funds")["accounts"]
        }
        assert funds["PROVIDER_FEES"] == -3_000
        bob.post(f"/v1/orders/{order_id}/cancel", WHY, expect=200)


class TestABanksFile:
    def test_says_what_became_of_payouts_when_it_comes_back(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, olga, otto = people
        seller.post("/v1/me/accounts", ACCOUNT)
        confirmed(market.market, seller, bob, "523456789012")
        wait_until("the credit", lambda: seller.get("/v1/me/balance")["payable"])
        run = f"/v1/admin/payouts/{olga.post('/v1/admin/payouts', WHY)['runId']}"
        otto.post(f"{run}/approve", WHY, expect=200)
        file = olga.send("GET", f"{run}/export").content.decode("utf-8-sig")
        columns, line, _ = file.split("\r\n")

        def back(outcome: str) -> requests.Response:
            rows = [f"{columns},결과,사유", f"{line},{outcome}"]
            return olga.send(
                "POST",
                f"{run}/results?reason=은행 결과",
                data="\r\n".join(rows).encode("cp949"),
                headers={"Content-Type": "text/csv"},
            )

        refused = back("몰라요,").json()
        assert [one["field"] for one in refused["errors"]] == ["lines[2]"]
        answer = back("성공,")
        assert (answer.status_code, answer.json()["state"]) == (200, "DONE")
        wait_until("the word", lambda: seller.get("/v1/me/payouts")["items"][0]["state"] == "PAID")


class TestTheBooks:
    def test_are_compared_by_the_command_and_seen(
        self, market: RunningMarket, people: list[Client]
    ) -> None:
        seller, bob, olga, _ = people
        order_id = buy(bob, put_up(seller, buyNowPrice=80_000))
        imp_uid = market.market.pay(bob.post(f"/v1/orders/{order_id}/payments")["merchantUid"])
        wait_until("paid", lambda: bob.get(f"/v1/orders/{order_id}")["state"] == "PAID")
        market.market.play("POST", "cancel", imp_uid=imp_uid, amount=3_000, webhook="never")

        done = market.pikcur("reconcile", "--day", str(datetime.now(KOREA).date()))

        assert (done.returncode, "1 mended, 0 differ" in done.stdout) == (0, True), done
        assert bob.get(f"/v1/orders/{order_id}")["state"] == "CANCELLED"
        run = olga.get("/v1/admin/reconciliations")["items"][0]
        assert (run["differenceCount"], run["mended"]) == (0, 1)
        wait_until("the overview", lambda: "lastReconciliation" in olga.get("/v1/admin/overview"))
        funds = olga.get("/v1/admin/held-funds?account=ESCROW")
        assert sum(one["amount"] for one in funds["accounts"]) == 0
