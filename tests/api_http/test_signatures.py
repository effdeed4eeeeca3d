"""Is PortOne V2 believed, and nobody else?"""

import base64
import hmac
import json
import time

import pytest

from api_http.signatures import Signatures, Signed
from tests.api_http.conftest import WEBHOOK_SECRET

OTHER = "whsec_" + base64.b64encode(b"the key that is to replace it...").decode()
NOTICE = {
    "type": "Transaction.Paid",
    "timestamp": "2026-05-04T12:00:00.000Z",
    "data": {"storeId": "store-1", "paymentId": "pikcur-1", "transactionId": "tx-1"},
}


def headers(content, *, secrets=(WEBHOOK_SECRET,), at=None, webhook_id="msg_1"):
    at = str(int(time.time()) if at is None else at)
    told = f"{webhook_id}.{at}.".encode() + content
    keys = [base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets]
    signatures = [base64.b64encode(hmac.digest(key, told, "sha256")).decode() for key in keys]
    return {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


@pytest.fixture
def send(edge):
    def send(notice=NOTICE, changed=None, **how):
        content = json.dumps(notice).encode()
        given = headers(content, **how) | (changed or {})
        return edge.client.simulate_post("/v1/webhooks/portone-v2", body=content, headers=given)

    return send


class TestANotice:
    def test_that_is_signed_is_passed_on(self, send):
        assert send().json["code"] == "SERVICE_UNAVAILABLE"

    def test_is_believed_by_any_of_its_signatures(self, send):
        assert send(secrets=(OTHER, WEBHOOK_SECRET)).json["code"] == "SERVICE_UNAVAILABLE"

    @pytest.mark.parametrize("kind", ["BillingKey.Issued", "Something.New"])
    def test_of_other_things_is_taken_and_changes_nothing(self, send, kind):
        assert send(NOTICE | {"type": kind, "data": {"billingKey": "b-1"}}).status_code == 204

    @pytest.mark.parametrize("seconds", [-400, 400])
    def test_that_is_stale_or_from_the_future_is_refused(self, send, seconds):
        assert send(at=int(time.time()) + seconds).json["code"] == "SIGNATURE_INVALID"

    @pytest.mark.parametrize(
        "changed",
        [
            {"webhook-signature": ""},
            {"webhook-signature": "v1,"},
            {"webhook-signature": "v1,서명"},
            {"webhook-id": "msg_2"},
            {"webhook-id": ""},
            {"webhook-timestamp": ""},
            {"webhook-timestamp": "now"},
            {"webhook-timestamp": "9" * 400},
        ],
        ids=str,
    )
    def test_with_other_headers_is_refused(self, send, changed):
        changed = {name: value.encode().decode("latin-1") for name, value in changed.items()}
        answer = send(changed=changed)

        assert (answer.status_code, answer.json["code"]) == (401, "SIGNATURE_INVALID")

    def test_signed_by_somebody_else_is_refused(self, send):
        assert send(secrets=(OTHER,)).json["code"] == "SIGNATURE_INVALID"

    def test_is_refused_where_no_secret_is_set(self):
        content = b"{}"
        given = headers(content)
        signed = Signed("msg_1", given["webhook-timestamp"], [given["webhook-signature"]], content)

        with pytest.raises(Exception, match="SIGNATURE_INVALID"):
            Signatures(()).check(signed)


class TestASecret:
    def test_that_is_none_is_refused_at_the_start(self):
        with pytest.raises(ValueError, match="whsec_"):
            Signatures(["whsec_not base64"])
