"""Does the sandbox answer as PortOne V1 does?"""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest


class TestTokens:
    def test_live_half_an_hour(self, own_sandbox):
        token = own_sandbox.token()
        assert token["expired_at"] - token["now"] == 1800
        assert abs(token["now"] - time.time()) < 5

    def test_stay_the_same_while_they_live(self, own_sandbox):
        first, second = own_sandbox.token(), own_sandbox.token()
        assert first["access_token"] == second["access_token"]
        assert first["expired_at"] == second["expired_at"]

    def test_are_extended_by_five_minutes_in_their_last_minute(self, own_sandbox):
        before = own_sandbox.token()
        limited = own_sandbox.portone("PUT", "/_sandbox/token", json={"expires_in": 40}).json()
        after = own_sandbox.token()
        assert after["access_token"] == before["access_token"]
        assert after["expired_at"] == limited["expired_at"] + 300

    def test_are_refused_once_expired_and_then_replaced(self, own_sandbox):
        old = own_sandbox.token()["access_token"]
        own_sandbox.portone("PUT", "/_sandbox/token", json={"expires_in": 0})
        answer = own_sandbox.portone("GET", "/payments/x", headers={"Authorization": old})
        assert answer.status_code == 401
        assert own_sandbox.token()["access_token"] != old

    def test_are_not_given_for_wrong_keys(self, sandbox):
        keys = {"imp_key": "sandbox-key", "imp_secret": "guessed"}
        answer = sandbox.portone("POST", "/users/getToken", json=keys)
        assert answer.status_code == 401
        assert answer.json()["code"] == -1
        assert answer.json()["response"] is None

    def test_are_given_for_a_form_too(self, sandbox):
        keys = {"imp_key": "sandbox-key", "imp_secret": "sandbox-secret"}
        assert sandbox.portone("POST", "/users/getToken", data=keys).json()["code"] == 0

    @pytest.mark.parametrize("prefix", ["", "Bearer "])
    def test_are_accepted_bare_and_as_bearer(self, sandbox, uid, prefix):
        imp_uid = sandbox.pay(uid)
        headers = {"Authorization": prefix + sandbox.token()["access_token"]}
        answer = sandbox.portone("GET", f"/payments/{imp_uid}", headers=headers)
        assert answer.json()["response"]["imp_uid"] == imp_uid

    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}])
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/payments/x"),
            ("GET", "/payments"),
            ("GET", "/payments/find/x"),
            ("GET", "/payments/findAll/x/paid"),
            ("GET", "/payments/status/all"),
            ("POST", "/payments/cancel"),
            ("POST", "/payments/prepare"),
            ("PUT", "/payments/prepare"),
            ("GET", "/payments/prepare/x"),
        ],
    )
    def test_are_needed_everywhere(self, sandbox, method, path, headers):
        answer = sandbox.portone(method, path, headers=headers)
        assert answer.status_code == 401
        assert answer.json() == {"code": -1, "message": "Unauthorized", "response": None}


class TestPreparing:
    def test_registers_an_amount(self, sandbox, uid):
        prepared = {"merchant_uid": uid, "amount": 12_000}
        answer = sandbox.v1("POST", "/payments/prepare", json=prepared).json()
        assert answer == {"code": 0, "message": None, "response": prepared}
        assert sandbox.v1("GET", f"/payments/prepare/{uid}").json()["response"] == prepared

    def test_takes_forms(self, sandbox, uid):
        form = {"merchant_uid": uid, "amount": "12000"}
        answer = sandbox.v1("POST", "/payments/prepare", data=form).json()
        assert answer["response"]["amount"] == 12_000

    def test_twice_is_refused_with_http_200(self, sandbox, uid):
        prepared = {"merchant_uid": uid, "amount": 12_000}
        sandbox.v1("POST", "/payments/prepare", json=prepared)
        answer = sandbox.v1("POST", "/payments/prepare", json=prepared)
        assert answer.status_code == 200
        assert answer.json()["code"] == 1
        assert "이미 등록된" in answer.json()["message"]

    def test_can_be_changed(self, sandbox, uid):
        sandbox.v1("POST", "/payments/prepare", json={"merchant_uid": uid, "amount": 1})
        sandbox.v1("PUT", "/payments/prepare", json={"merchant_uid": uid, "amount": 2})
        answer = sandbox.v1("GET", f"/payments/prepare/{uid}").json()
        assert answer["response"]["amount"] == 2

    def test_cannot_be_changed_or_read_before_it_is_there(self, sandbox, uid):
        changed = sandbox.v1("PUT", "/payments/prepare", json={"merchant_uid": uid, "amount": 2})
        read = sandbox.v1("GET", f"/payments/prepare/{uid}")
        assert (changed.status_code, read.status_code) == (404, 404)


class TestPaying:
    def test_pays_the_prepared_amount(self, sandbox, uid):
        sandbox.v1("POST", "/payments/prepare", json={"merchant_uid": uid, "amount": 33_000})
        payment = sandbox.payment(sandbox.pay(uid, None))
        assert (payment["amount"], payment["status"]) == (33_000, "paid")
        assert payment["merchant_uid"] == uid

    def test_can_forge_another_amount(self, sandbox, uid):
        sandbox.v1("POST", "/payments/prepare", json={"merchant_uid": uid, "amount": 33_000})
        assert sandbox.payment(sandbox.pay(uid, 100))["amount"] == 100

    def test_of_the_unknown_without_an_amount_is_told_so(self, sandbox, uid):
        answer = sandbox.portone("POST", "/_sandbox/pay", json={"merchant_uid": uid})
        assert answer.status_code == 404
        assert uid in answer.json()["error"]

    def test_makes_a_new_payment_each_time(self, sandbox, uid):
        assert sandbox.pay(uid) != sandbox.pay(uid, again=True)

    def test_leaves_times_that_never_came_at_zero(self, sandbox, uid):
        payment = sandbox.payment(sandbox.pay(uid))
        assert payment["paid_at"] == payment["started_at"] > 0
        assert payment["failed_at"] == payment["cancelled_at"] == 0
        assert payment["cancel_history"] == []

    def test_can_fail(self, sandbox, uid):
        payment = sandbox.payment(sandbox.pay(uid, outcome="failed"))
        assert payment["status"] == "failed"
        assert payment["paid_at"] == 0 < payment["failed_at"]
        assert payment["fail_reason"]

    def test_can_wait_for_a_virtual_account(self, sandbox, uid):
        payment = sandbox.payment(sandbox.pay(uid, outcome="ready"))
        assert (payment["status"], payment["pay_method"]) == ("ready", "vbank")
        assert payment["vbank_num"]
        assert payment["paid_at"] == 0

    def test_of_what_is_paid_is_refused(self, sandbox, uid):
        sandbox.cancel(imp_uid=sandbox.pay(uid))
        answer = sandbox.portone("POST", "/_sandbox/pay", json={"merchant_uid": uid, "amount": 1})
        assert (answer.status_code, list(answer.json())) == (409, ["error"])

    def test_can_be_in_foreign_money(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 20, currency="USD")
        assert sandbox.payment(imp_uid)["currency"] == "USD"
        assert sandbox.v2("GET", f"/payments/{uid}").json()["currency"] == "USD"

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"{",
            b"\xff",
            b'{"merchant_uid": ""}',
            b'{"merchant_uid": 5}',
            b'{"merchant_uid": "\\ud800", "amount": 1}',
            b'{"merchant_uid": "x", "amount": -1}',
            b'{"merchant_uid": "x", "amount": 1.5}',
            b'{"merchant_uid": "x", "amount": true}',
            b'{"merchant_uid": "x", "amount": NaN}',
            b'{"merchant_uid": "x", "amount": 1e400}',
            b'{"merchant_uid": "x", "amount": 99999999999999999999999}',
            b'{"merchant_uid": "x", "amount": {"a": 1}}',
            b'{"merchant_uid": "x", "amount": 1, "outcome": "lost"}',
            b'{"merchant_uid": "x", "amount": 1, "webhook": ["now"]}',
            b'{"merchant_uid": "x", "amount": 1, "currency": "won"}',
            b"[" * 100_000,
        ],
    )
    def test_explains_what_is_wrong(self, sandbox, body):
        answer = sandbox.portone("POST", "/_sandbox/pay", data=body)
        assert answer.status_code == 400
        assert answer.json()["error"]


class TestLookingUp:
    def test_an_unknown_payment_is_404(self, sandbox):
        answer = sandbox.v1("GET", "/payments/imp_nobody")
        assert answer.status_code == 404
        assert answer.json()["message"] == "존재하지 않는 결제정보입니다."

    def test_several_at_once_is_partial_when_one_is_unknown(self, sandbox, uid):
        first, second = sandbox.pay(uid), sandbox.pay(uid, again=True)
        whole = sandbox.v1("GET", "/payments", params={"imp_uid[]": [first, second]})
        part = sandbox.v1("GET", "/payments", params={"imp_uid[]": [first, "imp_nobody"]})
        assert (whole.status_code, part.status_code) == (200, 207)
        assert [found["imp_uid"] for found in whole.json()["response"]] == [first, second]
        assert [found["imp_uid"] for found in part.json()["response"]] == [first]

    def test_more_than_a_hundred_at_once_is_refused(self, sandbox):
        answer = sandbox.v1("GET", "/payments", params={"imp_uid[]": ["x"] * 101})
        assert answer.status_code == 400

    def test_by_merchant_uid_finds_the_newest_or_the_oldest(self, sandbox, uid):
        old, new = sandbox.pay(uid, outcome="failed"), sandbox.pay(uid)
        newest = sandbox.v1("GET", f"/payments/find/{uid}").json()
        oldest = sandbox.v1("GET", f"/payments/find/{uid}", params={"sorting": "started"}).json()
        assert newest["response"]["imp_uid"] == new
        assert oldest["response"]["imp_uid"] == old

    def test_by_merchant_uid_and_status_finds_only_that_status(self, sandbox, uid):
        failed = sandbox.pay(uid, outcome="failed")
        sandbox.pay(uid)
        found = sandbox.v1("GET", f"/payments/find/{uid}/failed").json()["response"]
        assert found["imp_uid"] == failed
        assert sandbox.v1("GET", f"/payments/find/{uid}/cancelled").status_code == 404

    def test_all_of_a_merchant_uid_come_in_pages(self, sandbox, uid):
        for _ in range(21):
            sandbox.pay(uid, again=True, webhook="never")
        first = sandbox.v1("GET", f"/payments/findAll/{uid}/paid").json()["response"]
        last = sandbox.v1("GET", f"/payments/findAll/{uid}/paid?page=2").json()["response"]
        assert (first["total"], first["previous"], first["next"]) == (21, 0, 2)
        assert (len(first["list"]), len(last["list"]), last["next"]) == (20, 1, 0)

    def test_by_status_covers_the_asked_time(self, sandbox, uid):
        imp_uid, now = sandbox.pay(uid, outcome="failed"), int(time.time())
        near = {"from": now - 60, "to": now + 60, "limit": 100}
        far = {"from": now - 7200, "to": now - 3600}
        found = sandbox.v1("GET", "/payments/status/failed", params=near).json()["response"]
        assert imp_uid in [payment["imp_uid"] for payment in found["list"]]
        found = sandbox.v1("GET", "/payments/status/failed", params=far).json()["response"]
        assert found == {"total": 0, "previous": 0, "next": 0, "list": []}

    @pytest.mark.parametrize(
        "path",
        [
            "/payments/status/lost",
            "/payments/status/all?from=1&to=99999999",
            "/payments/status/all?limit=101",
            "/payments/status/all?page=0",
            "/payments/status/all?page=x",
            "/payments/find/x?sorting=price",
            "/payments/find/x/lost",
            "/payments",
        ],
    )
    def test_badly_is_400(self, sandbox, path):
        answer = sandbox.v1("GET", path)
        assert answer.status_code == 400
        assert answer.json()["code"] != 0


class TestCancelling:
    def test_gives_all_back_when_no_amount_is_named(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        answer = sandbox.cancel(imp_uid=imp_uid, checksum=10_000, reason="단순 변심")
        payment = answer["response"]
        assert (answer["code"], payment["status"]) == (0, "cancelled")
        assert payment["cancel_amount"] == 10_000
        assert payment["cancelled_at"] > 0
        assert payment["cancel_history"][0]["reason"] == "단순 변심"

    def test_in_part_leaves_the_payment_paid_until_nothing_is_left(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        part = sandbox.cancel(imp_uid=imp_uid, amount=4_000, checksum=10_000)["response"]
        rest = sandbox.cancel(imp_uid=imp_uid, amount=6_000, checksum=6_000)["response"]
        assert (part["status"], part["cancel_amount"]) == ("paid", 4_000)
        assert (rest["status"], rest["cancel_amount"]) == ("cancelled", 10_000)
        assert [step["amount"] for step in rest["cancel_history"]] == [4_000, 6_000]

    def test_is_refused_when_the_checksum_is_not_the_balance(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        sandbox.cancel(imp_uid=imp_uid, amount=4_000, checksum=10_000)
        answer = sandbox.cancel(imp_uid=imp_uid, amount=4_000, checksum=10_000)
        assert (answer["code"], answer["response"]) == (1, None)
        assert sandbox.payment(imp_uid)["cancel_amount"] == 4_000

    def test_checks_a_checksum_of_zero_but_not_a_null(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        assert sandbox.cancel(imp_uid=imp_uid, amount=1, checksum=0)["code"] == 1
        assert sandbox.cancel(imp_uid=imp_uid, amount=1, checksum=None)["code"] == 0

    def test_of_more_than_is_left_is_refused(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        sandbox.cancel(imp_uid=imp_uid, amount=4_000)
        answer = sandbox.cancel(imp_uid=imp_uid, amount=6_001)
        assert answer["code"] == 1
        assert sandbox.payment(imp_uid)["cancel_amount"] == 4_000

    def test_of_what_is_cancelled_is_refused(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        sandbox.cancel(imp_uid=imp_uid)
        answer = sandbox.cancel(imp_uid=imp_uid)
        assert answer["code"] == 1
        assert answer["message"] == "이미 전액취소된 주문입니다."
        assert len(sandbox.payment(imp_uid)["cancel_history"]) == 1

    @pytest.mark.parametrize("outcome", ["failed", "ready"])
    def test_of_what_was_never_paid_is_refused(self, sandbox, uid, outcome):
        answer = sandbox.cancel(imp_uid=sandbox.pay(uid, outcome=outcome))
        assert (answer["code"], answer["response"]) == (1, None)

    def test_of_the_unknown_is_refused(self, sandbox):
        assert sandbox.cancel(imp_uid="imp_nobody")["code"] == 1
        assert sandbox.cancel()["code"] == 1

    def test_goes_by_imp_uid_when_both_are_named(self, sandbox, uid):
        first, second = sandbox.pay(uid), sandbox.pay(uid, again=True)
        sandbox.cancel(imp_uid=first, merchant_uid=uid)
        assert sandbox.payment(first)["status"] == "cancelled"
        assert sandbox.payment(second)["status"] == "paid"

    def test_goes_by_merchant_uid_to_what_was_paid(self, sandbox, uid):
        sandbox.pay(uid, outcome="failed")
        paid = sandbox.pay(uid)
        sandbox.pay(uid, outcome="failed", again=True)
        assert sandbox.cancel(merchant_uid=uid)["response"]["imp_uid"] == paid

    def test_takes_forms(self, sandbox, uid):
        form = {"imp_uid": sandbox.pay(uid, 10_000), "amount": "3000", "checksum": "10000"}
        answer = sandbox.v1("POST", "/payments/cancel", data=form).json()
        assert answer["response"]["cancel_amount"] == 3_000

    def test_many_times_at_once_gives_back_once(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 10_000)
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(sandbox.cancel, imp_uid=imp_uid, amount=6_000) for _ in range(8)]
        assert sorted(answer.result()["code"] for answer in asked) == [0] + [1] * 7
        assert sandbox.payment(imp_uid)["cancel_amount"] == 6_000


class TestV2:
    def test_shows_the_same_payment(self, sandbox, uid):
        imp_uid = sandbox.pay(uid, 11_000)
        payment = sandbox.v2("GET", f"/payments/{uid}").json()
        assert (payment["id"], payment["transactionId"]) == (uid, imp_uid)
        assert payment["status"] == "PAID"
        assert (payment["amount"]["total"], payment["amount"]["paid"]) == (11_000, 11_000)

    def test_registers_until_it_is_paid(self, sandbox, uid):
        registered = sandbox.v2("POST", f"/payments/{uid}/pre-register", json={"totalAmount": 500})
        sandbox.pay(uid, None)
        again = sandbox.v2("POST", f"/payments/{uid}/pre-register", json={"totalAmount": 500})
        assert (registered.status_code, again.status_code) == (200, 409)
        assert again.json()["type"] == "ALREADY_PAID"

    def test_cancels_in_part_and_names_what_it_refuses(self, sandbox, uid):
        sandbox.pay(uid, 10_000)
        path, part = f"/payments/{uid}/cancel", {"reason": "변심", "amount": 4_000}
        done = sandbox.v2("POST", path, json=part | {"currentCancellableAmount": 10_000})
        stale = sandbox.v2("POST", path, json=part | {"currentCancellableAmount": 10_000})
        over = sandbox.v2("POST", path, json={"reason": "변심", "amount": 6_001})
        assert done.json()["cancellation"]["status"] == "SUCCEEDED"
        assert stale.json()["type"] == "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN"
        assert over.json()["type"] == "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT"
        assert sandbox.v2("GET", f"/payments/{uid}").json()["status"] == "PARTIAL_CANCELLED"

    def test_needs_its_secret_and_a_known_payment(self, sandbox, uid):
        assert sandbox.portone("GET", f"/v2/payments/{uid}").status_code == 401
        unknown = sandbox.v2("GET", f"/payments/{uid}")
        assert (unknown.status_code, unknown.json()["type"]) == (404, "PAYMENT_NOT_FOUND")

    def test_is_spoken_to_with_a_token_too(self, sandbox, uid):
        sandbox.pay(uid)
        secret = {"apiSecret": "sandbox-v2-secret"}
        token = sandbox.portone("POST", "/v2/login/api-secret", json=secret).json()["accessToken"]
        headers = {"Authorization": f"Bearer {token}"}
        assert sandbox.v2("GET", f"/payments/{uid}", headers=headers).status_code == 200
        wrong = sandbox.portone("POST", "/v2/login/api-secret", json={"apiSecret": "guessed"})
        other = sandbox.v2("GET", f"/payments/{uid}", headers={"Authorization": "Bearer guessed"})
        assert (wrong.status_code, other.status_code) == (401, 401)

    def test_lists_payments_by_pages(self, sandbox, uid):
        for number in range(3):
            sandbox.pay(f"{uid}-{number}")
        found, page = [], 0
        while True:
            asked = json.dumps({"page": {"number": page, "size": 2}})
            told = sandbox.v2("GET", "/payments", params={"requestBody": asked}).json()
            found += [one["id"] for one in told["items"]]
            if not told["items"]:
                break
            page += 1
        assert [one for one in found if one.startswith(uid)] == [f"{uid}-{n}" for n in range(3)]
        assert told["page"]["totalCount"] == len(found)


class TestAKeyOfV2:
    @pytest.fixture
    def cancel(self, sandbox, uid):
        sandbox.pay(uid, 10_000)

        def cancel(key, amount=4_000):
            body = {"reason": "변심", "amount": amount}
            headers = {"Idempotency-Key": key}
            return sandbox.v2("POST", f"/payments/{uid}/cancel", json=body, headers=headers)

        return cancel

    def test_cancels_once(self, sandbox, uid, cancel):
        first, second = (cancel(f'"{uid}-first"') for _ in range(2))
        assert (first.status_code, first.json()) == (second.status_code, second.json())
        assert sandbox.v2("GET", f"/payments/{uid}").json()["amount"]["cancelled"] == 4_000

    def test_gives_a_refusal_again(self, sandbox, uid, cancel):
        key = f'"{uid}-first"'
        sandbox.refuse_cancels(1)
        assert [cancel(key).status_code for _ in range(2)] == [502, 502]
        assert cancel(f'"{uid}-other"').status_code == 200

    def test_is_of_one_request_only(self, uid, cancel):
        cancel(f'"{uid}-first"')
        assert cancel(f'"{uid}-first"', amount=1).status_code == 400

    @pytest.mark.parametrize("key", ["short", '"short"', "no-quotes-but-long-enough"])
    def test_that_is_none_is_refused(self, sandbox, uid, cancel, key):
        assert cancel(key).status_code == 400
        assert sandbox.v2("GET", f"/payments/{uid}").json()["amount"]["cancelled"] == 0

    def test_whose_answer_was_lost_gives_it_afterwards(self, sandbox, uid, cancel):
        sandbox.play_trouble(status=502, path="/v2/payments", done=True, times=1)
        lost, told = (cancel(f'"{uid}-first"') for _ in range(2))
        assert (lost.status_code, told.status_code) == (502, 200)
        assert sandbox.v2("GET", f"/payments/{uid}").json()["amount"]["cancelled"] == 4_000
