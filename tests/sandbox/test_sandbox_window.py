"""Can a buyer pay by a page that stands in for PortOne's window?"""

from urllib.parse import parse_qs, urlsplit

import pytest

BACK = "http://127.0.0.1:8000/orders/7?from=window"


def window(sandbox, method, uid, back=BACK, **sent):
    params = {"merchant_uid": uid, "name": "<b>신발</b>", "m_redirect_url": back}
    return sandbox.portone(method, "/_sandbox/window", params=params, allow_redirects=False, **sent)


def prepare(sandbox, uid):
    sandbox.v1("POST", "/payments/prepare", json={"merchant_uid": uid, "amount": 12_000})


class TestTheWindow:
    def test_shows_what_was_registered(self, sandbox, uid):
        prepare(sandbox, uid)
        page = window(sandbox, "GET", uid)
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "12,000원" in page.text
        assert "&lt;b&gt;신발" in page.text

    @pytest.mark.parametrize(
        ("outcome", "success"), [("paid", "true"), ("ready", "true"), ("failed", "false")]
    )
    def test_sends_back_with_what_became_of_it(self, sandbox, uid, outcome, success):
        prepare(sandbox, uid)
        answer = window(sandbox, "POST", uid, data={"outcome": outcome})
        assert answer.status_code == 303
        back = urlsplit(answer.headers["Location"])
        told = {name: values[0] for name, values in parse_qs(back.query).items()}
        assert (back.path, told["from"]) == ("/orders/7", "window")
        assert (told["merchant_uid"], told["imp_success"]) == (uid, success)
        assert sandbox.payment(told["imp_uid"])["status"] == outcome
        assert sandbox.payment(told["imp_uid"])["amount"] == 12_000

    def test_is_not_there_for_what_was_not_registered(self, sandbox, uid):
        assert window(sandbox, "GET", uid).status_code == 404
        assert window(sandbox, "POST", uid, data={"outcome": "paid"}).status_code == 409

    def test_takes_money_once(self, sandbox, uid):
        prepare(sandbox, uid)
        for status in (303, 409):
            paid = window(sandbox, "POST", uid, data={"outcome": "paid"})
            assert paid.status_code == status

    @pytest.mark.parametrize("back", ["javascript:alert(1)", "/orders/7", ""])
    def test_goes_back_to_pages_only(self, sandbox, uid, back):
        prepare(sandbox, uid)
        assert window(sandbox, "GET", uid, back=back).status_code == 400
