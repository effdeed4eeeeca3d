"""What does a buyer see who pays? A page that stands in for PortOne's window, and goes back.

`GET /_sandbox/window?merchant_uid&name&m_redirect_url` asks how it is to end; then the buyer is
sent to `m_redirect_url` with `imp_uid`, `merchant_uid`, `imp_success` and, if it failed,
`error_msg`, as PortOne's window on a phone does.
"""

import html
from typing import Any
from urllib.parse import urlencode, urlsplit

import falcon

from sandbox import inputs, payments
from sandbox.store import Store
from sandbox.webhooks import Webhooks

_PAGE = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>결제 · PortOne sandbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.6 sans-serif; max-width: 26rem; margin: 3rem auto; padding: 0 1rem }}
button {{ display: block; width: 100%; min-height: 48px; margin: .5rem 0; font: inherit }}
</style></head>
<body><main><h1>결제 (sandbox)</h1><p>{name}</p><p><strong>{amount:,}원</strong></p>
<form method="post">{buttons}</form>
<p>실제로 결제되지 않습니다. No money is moved.</p></main></body></html>
"""
_BUTTON = '<button name="outcome" value="{outcome}">{text}</button>'
_WAYS = {
    "paid": "결제하기 · Pay",
    "ready": "가상계좌 받기 · Virtual account",
    "failed": "결제 포기 · Give up",
}


class PayWindow:
    """Asks the buyer, does as they say, and sends them back to the shop."""

    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store = store
        self._webhooks = webhooks

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        merchant_uid = req.get_param("merchant_uid", required=True)
        _way_back(req)
        with self._store.transaction() as db:
            amount = payments.prepared_amount(db, merchant_uid)
        if amount is None:
            raise falcon.HTTPNotFound(description=f"merchant_uid {merchant_uid} was not prepared.")
        buttons = [_BUTTON.format(outcome=way, text=text) for way, text in _WAYS.items()]
        name = html.escape(req.get_param("name", default=""))
        resp.content_type = "text/html; charset=utf-8"
        resp.text = _PAGE.format(name=name, amount=amount, buttons="".join(buttons))

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        merchant_uid = req.get_param("merchant_uid", required=True)
        back = _way_back(req)
        outcome = inputs.one_of(req.get_media(), "outcome", payments.OUTCOMES, "paid")
        try:
            payment = self._paid(merchant_uid, outcome)
        except (payments.AlreadyPaid, payments.NotPrepared) as refusal:
            raise falcon.HTTPConflict(description=f"{merchant_uid} cannot be paid.") from refusal
        self._webhooks.wake()
        told = {"imp_uid": payment.imp_uid, "merchant_uid": merchant_uid}
        told |= (
            {"imp_success": "true"}
            if outcome != "failed"
            else {
                "imp_success": "false",
                "error_msg": str(payment.fail_reason),
            }
        )
        raise falcon.HTTPSeeOther(f"{back}{'&' if urlsplit(back).query else '?'}{urlencode(told)}")

    def _paid(self, merchant_uid: str, outcome: str) -> payments.Payment:
        with self._store.transaction() as db:
            payment = payments.make_payment(
                db,
                merchant_uid=merchant_uid,
                amount=None,
                currency="KRW",
                outcome=outcome,
                is_again=False,
                imp_uid=None,
                now=int(self._store.now()),
            )
            self._webhooks.queue_payment(db, payment, due=[self._store.now()])
        return payment


def _way_back(req: falcon.Request) -> str:
    url: Any = req.get_param("m_redirect_url", required=True)
    if urlsplit(url).scheme not in ("http", "https"):
        raise inputs.bad("m_redirect_url has to be http or https.")
    return str(url)
