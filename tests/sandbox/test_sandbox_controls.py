"""Can a tester have everything happen at PortOne that happens at the real one?"""

import sqlite3
import time

import pytest
import requests

REFUND_ACCOUNT = {"refund_holder": "밥", "refund_bank": "088", "refund_account": "110123456789"}


def _put(sandbox, name, **body):
    return sandbox.portone("PUT", f"/_sandbox/{name}", json=body)


def _post(sandbox, name, **body):
    return sandbox.portone("POST", f"/_sandbox/{name}", json=body)


class TestADeposit:
    def test_pays_a_virtual_account(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, outcome="ready")
        sandbox.deposit(imp_uid)
        payment = sandbox.payment(imp_uid)
        assert (payment["status"], payment["pay_method"]) == ("paid", "vbank")
        assert payment["paid_at"] >= payment["started_at"]

    @pytest.mark.parametrize("outcome", ["paid", "failed"])
    def test_comes_nowhere_else(self, sandbox, uid, outcome):
        imp_uid = sandbox.pay(uid, outcome=outcome)
        assert _post(sandbox, "deposit", imp_uid=imp_uid).status_code == 409

    def test_comes_once(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, outcome="ready")
        sandbox.deposit(imp_uid)
        assert _post(sandbox, "deposit", imp_uid=imp_uid).status_code == 409


class TestARefundOfAVirtualAccount:
    @pytest.fixture
    def imp_uid(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000, outcome="ready")
        sandbox.deposit(imp_uid)
        return imp_uid

    @pytest.mark.parametrize("missing", REFUND_ACCOUNT)
    def test_is_refused_without_an_account(self, sandbox, imp_uid, missing):
        account = {name: value for name, value in REFUND_ACCOUNT.items() if name != missing}
        assert sandbox.cancel(imp_uid=imp_uid, **account)["code"] == 1
        assert sandbox.payment(imp_uid)["status"] == "paid"

    def test_goes_to_an_account(self, sandbox, imp_uid):
        answer = sandbox.cancel(imp_uid=imp_uid, amount=4_000, **REFUND_ACCOUNT)
        assert answer["response"]["cancel_amount"] == 4_000

    def test_goes_to_an_account_in_v2(self, sandbox, uid, imp_uid):
        path, body = f"/payments/{uid}/cancel", {"reason": "변심"}
        refused = sandbox.v2("POST", path, json=body)
        account = {"bank": "SHINHAN", "number": "110123456789", "holderName": "밥"}
        done = sandbox.v2("POST", path, json=body | {"refundAccount": account})
        assert (refused.json()["type"], done.status_code) == ("PG_PROVIDER", 200)

    def test_needs_none_at_the_console(self, sandbox, imp_uid):
        sandbox.cancel_at_console(imp_uid)
        assert sandbox.payment(imp_uid)["status"] == "cancelled"


class TestTheConsole:
    def test_cancels_all_or_a_part(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        sandbox.cancel_at_console(imp_uid, amount=4_000)
        assert sandbox.payment(imp_uid)["cancel_amount"] == 4_000
        sandbox.cancel_at_console(imp_uid)
        assert sandbox.payment(imp_uid)["status"] == "cancelled"

    def test_cancels_no_more_than_there_is(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        assert _post(sandbox, "cancel", imp_uid=imp_uid, amount=10_001).status_code == 409
        assert _post(sandbox, "cancel", imp_uid="imp_nobody").status_code == 409


class TestRefusals:
    def test_are_of_the_next_cancels_only(self, own_sandbox, uid):
        imp_uid = own_sandbox.pay(uid, 10_000)
        own_sandbox.refuse_cancels(2)
        answers = [own_sandbox.cancel(imp_uid=imp_uid, amount=1) for _ in range(3)]
        assert [answer["code"] for answer in answers] == [1, 1, 0]
        assert own_sandbox.payment(imp_uid)["cancel_amount"] == 1

    def test_are_of_v2_as_well(self, own_sandbox, uid):
        own_sandbox.pay(uid)
        own_sandbox.refuse_cancels(1)
        answer = own_sandbox.v2("POST", f"/payments/{uid}/cancel", json={"reason": "변심"})
        assert (answer.status_code, answer.json()["type"]) == (502, "PG_PROVIDER")

    def test_are_taken_back(self, own_sandbox, uid):
        own_sandbox.refuse_cancels(9)
        own_sandbox.refuse_cancels(0)
        assert own_sandbox.cancel(imp_uid=own_sandbox.pay(uid))["code"] == 0


class TestTrouble:
    def test_answers_so_many_requests_with_a_status(self, own_sandbox, uid):
        imp_uid, path = own_sandbox.pay(uid), "/payments/"
        own_sandbox.play_trouble(status=503, times=2, path=path)
        asked = [own_sandbox.v1("GET", path + imp_uid).status_code for _ in range(3)]
        assert asked == [503, 503, 200]

    def test_lasts_until_told_otherwise(self, own_sandbox):
        own_sandbox.play_trouble(status=500)
        asked = [own_sandbox.portone("GET", "/payments/x").status_code for _ in range(5)]
        own_sandbox.play_trouble()
        assert (asked, own_sandbox.v1("GET", "/payments/x").status_code) == ([500] * 5, 404)

    def test_keeps_what_was_asked_from_being_done(self, own_sandbox, uid):
        imp_uid, path = own_sandbox.pay(uid), "/payments/cancel"
        own_sandbox.play_trouble(status=502, times=1, path=path)
        assert own_sandbox.v1("POST", path, json={"imp_uid": imp_uid}).status_code == 502
        assert own_sandbox.payment(imp_uid)["status"] == "paid"

    def test_may_lose_only_the_answer(self, own_sandbox, uid):
        imp_uid, path = own_sandbox.pay(uid), "/payments/cancel"
        own_sandbox.play_trouble(status=502, times=1, path=path, done=True)
        assert own_sandbox.v1("POST", path, json={"imp_uid": imp_uid}).status_code == 502
        assert own_sandbox.payment(imp_uid)["status"] == "cancelled"

    def test_may_be_a_slow_answer(self, own_sandbox, uid):
        imp_uid, begun_at = own_sandbox.pay(uid), time.monotonic()
        own_sandbox.play_trouble(seconds=1, times=1, path="/payments")
        assert own_sandbox.payment(imp_uid)["status"] == "paid"
        assert time.monotonic() - begun_at >= 1

    def test_may_be_none_while_others_are_answered(self, own_sandbox, uid):
        imp_uid = own_sandbox.pay(uid)
        own_sandbox.play_trouble(seconds=60, times=1, path="/payments")
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{own_sandbox.portone_url}/payments/{imp_uid}", timeout=0.5)
        assert own_sandbox.payment(imp_uid)["status"] == "paid"

    @pytest.mark.parametrize(
        "body", [{"status": 200}, {"seconds": 601}, {"seconds": -1}, {"times": 0}, {"path": 7}]
    )
    def test_explains_what_is_wrong(self, sandbox, body):
        answer = _put(sandbox, "trouble", **body)
        assert (answer.status_code, list(answer.json())) == (400, ["error"])


class TestAFileOfBefore:
    def test_is_read_on(self, own_sandbox, uid):
        imp_uid = own_sandbox.pay(uid)
        own_sandbox.kill()
        with sqlite3.connect(own_sandbox.folder / "sandbox.sqlite") as db:
            db.execute("ALTER TABLE payments DROP COLUMN currency")
        own_sandbox.start()
        assert own_sandbox.payment(imp_uid)["currency"] == "KRW"
