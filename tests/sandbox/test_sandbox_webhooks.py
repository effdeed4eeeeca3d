"""Is the shop told what PortOne would tell it, and when?"""

import base64
import hashlib
import hmac
import time

import pytest

from tests.support.waiting import wait_until

SECRET = "whsec_c2FuZGJveC13ZWJob29rLXNlY3JldC1vZi0zMi1ieXRl"


class TestWebhook:
    def test_comes_at_once(self, sandbox, shop, uid):
        imp_uid = sandbox.pay(uid)
        told = wait_until("the webhook", lambda: shop.received[uid])
        assert told[0]["body"] == {"imp_uid": imp_uid, "merchant_uid": uid, "status": "paid"}
        assert told[0]["headers"]["Content-Type"] == "application/json"

    def test_comes_twice(self, sandbox, shop, uid):
        sandbox.pay(uid, webhook="twice")
        wait_until("both webhooks", lambda: len(shop.received[uid]) == 2)
        first, second = shop.received[uid]
        assert first["body"] == second["body"]

    def test_comes_late(self, sandbox, shop, uid):
        asked_at = time.monotonic()
        sandbox.pay(uid, webhook="late")
        wait_until("the webhook", lambda: shop.received[uid])
        assert time.monotonic() - asked_at >= 2.9

    def test_can_be_lost(self, sandbox, shop, uid):
        sandbox.pay(uid, webhook="never")
        heard_of = sandbox.pay(uid, again=True)
        wait_until("the webhook", lambda: shop.received[uid])
        assert [told["body"]["imp_uid"] for told in shop.received[uid]] == [heard_of]

    def test_never_tells_a_failure(self, sandbox, shop, uid):
        sandbox.pay(uid, outcome="failed")
        heard_of = sandbox.pay(uid)
        wait_until("the webhook", lambda: shop.received[uid])
        assert [told["body"]["imp_uid"] for told in shop.received[uid]] == [heard_of]

    def test_tells_of_an_issued_virtual_account(self, sandbox, shop, uid):
        sandbox.pay(uid, outcome="ready")
        assert wait_until("the webhook", lambda: shop.received[uid])[0]["body"]["status"] == "ready"

    def test_is_tried_again_when_the_shop_fails(self, sandbox, shop, uid):
        shop.failures[uid] = 2
        sandbox.pay(uid)
        wait_until("the webhook", lambda: shop.received[uid])
        assert shop.failures[uid] == 0

    def test_of_a_cancellation_comes_only_when_asked_for(self, sandbox, shop, uid):
        imp_uid = sandbox.pay(uid, webhook="never")
        sandbox.cancel(imp_uid=imp_uid, amount=1_000)
        sandbox.cancel(imp_uid=imp_uid, amount=1_000, enable_webhook=True)
        told = wait_until("the webhook", lambda: shop.received[uid])
        assert len(told) == 1
        assert told[0]["body"]["status"] == "cancelled"
        second = sandbox.payment(imp_uid)["cancel_history"][1]
        assert told[0]["body"]["cancellation_id"] == second["cancellation_id"]

    @pytest.mark.parametrize(
        ("amount", "kind"),
        [(None, "Transaction.Cancelled"), (1_000, "Transaction.PartialCancelled")],
    )
    def test_of_the_console_comes_always(self, sandbox, shop, uid, amount, kind):
        imp_uid = sandbox.pay(uid, webhook="never")
        sandbox.cancel_at_console(imp_uid, amount=amount)
        (told,) = wait_until("the webhook", lambda: shop.received[uid])
        (step,) = sandbox.payment(imp_uid)["cancel_history"]
        assert told["body"] == {
            "imp_uid": imp_uid,
            "merchant_uid": uid,
            "status": "cancelled",
            "cancellation_id": step["cancellation_id"],
        }
        (signed,) = wait_until("the signed one", lambda: shop.received[f"v2 {uid}"])
        assert signed["body"]["type"] == kind

    def test_of_what_came_first_may_come_last(self, sandbox, shop, uid):
        sandbox.cancel_at_console(sandbox.pay(uid, webhook="late"))
        wait_until("both webhooks", lambda: len(shop.received[uid]) == 2)
        assert [told["body"]["status"] for told in shop.received[uid]] == ["cancelled", "paid"]

    def test_tells_that_the_money_for_a_virtual_account_came(self, sandbox, shop, uid):
        imp_uid = sandbox.pay(uid, outcome="ready", webhook="never")
        sandbox.deposit(imp_uid)
        (told,) = wait_until("the webhook", lambda: shop.received[uid])
        assert told["body"] == {"imp_uid": imp_uid, "merchant_uid": uid, "status": "paid"}

    def test_still_comes_after_a_kill(self, own_sandbox, shop, uid):
        own_sandbox.pay(uid, webhook="late")
        own_sandbox.kill()
        assert not shop.received[uid]
        own_sandbox.start()
        wait_until("the webhook", lambda: shop.received[uid])


class TestWebhookOfV2:
    def test_is_signed(self, sandbox, shop, uid):
        sandbox.pay(uid)
        told = wait_until("the webhook", lambda: shop.received[f"v2 {uid}"])[0]
        headers = {name.lower(): value for name, value in told["headers"].items()}
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + told["raw"]
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{signature}"
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
        assert told["body"]["type"] == "Transaction.Paid"

    def test_is_signed_now_whatever_the_test_clock_says(self, sandbox_ahead, shop, uid):
        sandbox_ahead.pay(uid)
        told = wait_until("the webhook", lambda: shop.received[f"v2 {uid}"])[0]
        headers = {name.lower(): value for name, value in told["headers"].items()}
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300

    def test_has_the_same_id_when_it_comes_twice(self, sandbox, shop, uid):
        sandbox.pay(uid, webhook="twice")
        wait_until("both webhooks", lambda: len(shop.received[f"v2 {uid}"]) == 2)
        first, second = (told["headers"]["webhook-id"] for told in shop.received[f"v2 {uid}"])
        assert first == second

    def test_tells_failures_and_cancellations(self, sandbox, shop, uid):
        sandbox.pay(uid, outcome="failed")
        sandbox.pay(uid, webhook="never")
        sandbox.v2("POST", f"/payments/{uid}/cancel", json={"reason": "변심"})
        wait_until("both webhooks", lambda: len(shop.received[f"v2 {uid}"]) == 2)
        kinds = {told["body"]["type"] for told in shop.received[f"v2 {uid}"]}
        assert kinds == {"Transaction.Failed", "Transaction.Cancelled"}

    def test_is_signed_by_both_secrets_while_one_replaces_the_other(self, own_sandbox, shop, uid):
        new = "whsec_" + base64.b64encode(b"another key of just thirty-two b").decode()
        own_sandbox.sign_with(SECRET, new)
        own_sandbox.pay(uid)
        told = wait_until("the webhook", lambda: shop.received[f"v2 {uid}"])[0]
        headers = {name.lower(): value for name, value in told["headers"].items()}
        signatures = headers["webhook-signature"].split(" ")
        assert len(signatures) == 2
        assert all(signature.startswith("v1,") for signature in signatures)

    def test_comes_again_when_it_is_asked_for(self, sandbox, shop, uid):
        sandbox.pay(uid)
        wait_until("the webhook", lambda: shop.received[f"v2 {uid}"])
        again = sandbox.v2("POST", f"/payments/{uid}/resend-webhook").json()["webhook"]["id"]
        wait_until("both webhooks", lambda: len(shop.received[f"v2 {uid}"]) == 2)
        assert {told["headers"]["webhook-id"] for told in shop.received[f"v2 {uid}"]} == {again}
        assert sandbox.v2("POST", "/payments/unknown/resend-webhook").status_code == 404
