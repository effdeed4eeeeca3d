"""
What can a tester have happen at PortOne? Each is a route below `/_sandbox/`, of one JSON object.

`POST pay {merchant_uid, amount?, currency?, outcome?, again?, imp_uid?, paid_at?, webhook?}`: a
    buyer pays, gives up (`"failed"`) or is given a virtual account (`"ready"`) in the window;
    `amount` forges another than was prepared, `again` pays what was paid before, which the window
    refuses otherwise; `imp_uid` and `paid_at` are of what is to have been paid in the past.
`GET window`: a page for people, who choose the same there (`sandbox/window.py`).
`POST deposit {imp_uid, webhook?}`: the money for a virtual account comes.
`POST cancel {imp_uid, amount?, webhook?}`: somebody cancels at the console, all or a part.
`PUT refusals {times, because?}`: so many cancels are refused next, whoever asks the API for them;
    because the gateway will not (`"refused"`), or as long as a bank is looked after (`"bank"`).
`PUT trouble {seconds?, status?, done?, path?, times?}`: the API answers so late, or with this
    status; with `done` after it has done what was asked. It concerns the next `times` requests,
    or all until `{}` is put; with `path` only those whose path begins so.
`PUT token {expires_in}`: the access token ends so soon.
`PUT secrets {secrets}`: V2's webhooks are signed by these, two while one replaces the other.

`webhook` is `"now"`, `"late"` (by three seconds: one that is sent now overtakes it), `"twice"` or
`"never"`. Everybody may send a forged one.
"""

import json
import re
from typing import Any

import falcon

from sandbox import inputs, payments, tokens, troubles
from sandbox.store import Store, keep_setting
from sandbox.webhooks import Webhooks
from sandbox.window import PayWindow

_DAY = 24 * 3600
#: Longer than anybody waits for an answer.
_LONGEST_HANG = 600

_LATE_SECONDS = 3.0
_DELAYS: dict[str, tuple[float, ...]] = {
    "now": (0.0,),
    "late": (_LATE_SECONDS,),
    "twice": (0.0, 0.0),
    "never": (),
}

_MOST_SECRETS = 2
_SECRET = re.compile(r"whsec_(?:[A-Za-z0-9+/]{4}){6,16}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")

_CURRENCIES = ("KRW", "USD", "EUR", "JPY")


def add_routes(app: falcon.App[Any, Any], store: Store, webhooks: Webhooks) -> None:
    app.add_route("/_sandbox/pay", _Window(store, webhooks))
    app.add_route("/_sandbox/window", PayWindow(store, webhooks))
    app.add_route("/_sandbox/deposit", _Deposit(store, webhooks))
    app.add_route("/_sandbox/cancel", _Console(store, webhooks))
    app.add_route("/_sandbox/refusals", _Refusals(store))
    app.add_route("/_sandbox/trouble", _Trouble(store))
    app.add_route("/_sandbox/token", _TokenLife(store))
    app.add_route("/_sandbox/secrets", _Secrets(store))


class _Telling:
    """What happens without the shop's doing, so that a webhook tells it."""

    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store = store
        self._webhooks = webhooks

    def _due(self, given: inputs.Fields) -> list[float]:
        delays = _DELAYS[inputs.one_of(given, "webhook", tuple(_DELAYS), "now")]
        return [self._store.now() + delay for delay in delays]


class _Window(_Telling):
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        merchant_uid = inputs.text(given, "merchant_uid")
        due = self._due(given)
        try:
            with self._store.transaction() as db:
                payment = payments.make_payment(
                    db,
                    merchant_uid=merchant_uid,
                    amount=inputs.optional_number(given, "amount"),
                    currency=inputs.one_of(given, "currency", _CURRENCIES, "KRW"),
                    outcome=inputs.one_of(given, "outcome", payments.OUTCOMES, "paid"),
                    is_again=given.get("again") is True,
                    imp_uid=inputs.optional_text(given, "imp_uid"),
                    now=inputs.optional_number(given, "paid_at") or int(self._store.now()),
                )
                self._webhooks.queue_payment(db, payment, due=due)
        except payments.NotPrepared as refusal:
            raise falcon.HTTPNotFound(
                description=f"merchant_uid {merchant_uid} was not prepared, and no amount is given."
            ) from refusal
        except payments.AlreadyPaid as refusal:
            raise falcon.HTTPConflict(
                description=f"merchant_uid {merchant_uid} is paid already."
            ) from refusal
        self._webhooks.wake()
        resp.media = {"imp_uid": payment.imp_uid}


class _Deposit(_Telling):
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        imp_uid, due = inputs.text(given, "imp_uid"), self._due(given)
        try:
            with self._store.transaction() as db:
                payment = payments.deposit(db, imp_uid=imp_uid, now=int(self._store.now()))
                self._webhooks.queue_payment(db, payment, due=due)
        except payments.NothingToDeposit as refusal:
            raise falcon.HTTPConflict(description=str(refusal)) from refusal
        self._webhooks.wake()
        resp.media = {"imp_uid": imp_uid}


class _Console(_Telling):
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        imp_uid, due = inputs.text(given, "imp_uid"), self._due(given)
        try:
            with self._store.transaction() as db:
                payment = payments.cancel_payment(
                    db,
                    payment=payments.payment_by_imp_uid(db, imp_uid),
                    amount=inputs.optional_number(given, "amount"),
                    believed_balance=None,
                    reason="관리자 콘솔 취소",
                    now=int(self._store.now()),
                )
                self._webhooks.queue_cancellation(db, payment, due=due)
        except payments.Refusal as refusal:
            raise falcon.HTTPConflict(description=str(refusal)) from refusal
        self._webhooks.wake()
        resp.media = {"cancellation_id": payment.cancellations[-1].cancellation_id}


class _Refusals:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        times = inputs.number(given, "times", at_least=0)
        because = inputs.one_of(given, "because", tuple(troubles.REFUSALS), "refused")
        troubles.keep_refusals(self._store, times, because)
        resp.media = {"times": times}


class _Trouble:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        trouble = troubles.Trouble(
            path=inputs.optional_text(given, "path") or "/",
            seconds=inputs.optional_number(given, "seconds", at_most=_LONGEST_HANG) or 0,
            status=inputs.optional_number(given, "status", at_least=400, at_most=599),
            is_done=given.get("done") is True,
        )
        is_any = bool(trouble.seconds or trouble.status)
        times = inputs.optional_number(given, "times")
        troubles.keep_trouble(self._store, trouble if is_any else None, times)
        resp.media = {"is_trouble": is_any}


class _TokenLife:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        seconds = inputs.number(inputs.fields(req), "expires_in", at_least=0, at_most=_DAY)
        with self._store.transaction() as db:
            token = tokens.limit_token(db, expires_in=seconds, now=int(self._store.now()))
        resp.media = {"access_token": token.access_token, "expired_at": token.expired_at}


class _Secrets:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        secrets = inputs.fields(req).get("secrets")
        if not isinstance(secrets, list) or not 1 <= len(secrets) <= _MOST_SECRETS:
            raise inputs.bad(f"secrets must be a list of 1 to {_MOST_SECRETS}.")
        if not all(isinstance(one, str) and _SECRET.fullmatch(one) for one in secrets):
            raise inputs.bad("A secret is whsec_ and the base64 of a key.")
        with self._store.transaction() as db:
            keep_setting(db, "v2_secrets", json.dumps(secrets))
        resp.media = {"secrets": len(secrets)}
