"""How does PortOne V2 answer a shop's server? Looking up, registering and cancelling a payment."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

import falcon

from sandbox import inputs, payments, troubles
from sandbox.payments import Payment
from sandbox.store import Store
from sandbox.webhooks import V2_STORE_ID, Webhooks

API_SECRET = "sandbox-v2-secret"

_REFUSALS: dict[type[payments.Refusal], tuple[str, str]] = {
    payments.NothingToCancel: (falcon.HTTP_409, "PAYMENT_NOT_PAID"),
    payments.AlreadyCancelled: (falcon.HTTP_409, "PAYMENT_ALREADY_CANCELLED"),
    payments.BalanceMismatch: (falcon.HTTP_409, "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN"),
    payments.CancelTooMuch: (falcon.HTTP_409, "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT"),
    payments.NoRefundAccount: (falcon.HTTP_502, "PG_PROVIDER"),
    payments.WillNotCancel: (falcon.HTTP_502, "PG_PROVIDER"),
}

_REFUND_ACCOUNT = ("bank", "number", "holderName")

_ERROR_TYPES = {
    falcon.HTTP_401: "UNAUTHORIZED",
    falcon.HTTP_404: "PAYMENT_NOT_FOUND",
    falcon.HTTP_409: "ALREADY_PAID",
}

_STATUSES = {"ready": "VIRTUAL_ACCOUNT_ISSUED", "failed": "FAILED", "cancelled": "CANCELLED"}


def add_routes(app: falcon.App[Any, Any], store: Store, webhooks: Webhooks) -> None:
    app.add_route("/v2/payments/{payment_id}", _Payment(store))
    app.add_route("/v2/payments/{payment_id}/pre-register", _Registering(store))
    app.add_route("/v2/payments/{payment_id}/cancel", _Cancelling(store, webhooks))


def answer_refusal(resp: falcon.Response, refusal: Exception) -> None:
    resp.status, kind = _REFUSALS[type(refusal)]  # type: ignore[index]
    resp.media = {"type": kind, "message": str(refusal)}


def error_body(error: falcon.HTTPError) -> dict[str, object]:
    return {
        "type": _ERROR_TYPES.get(str(error.status), "INVALID_REQUEST"),
        "message": error.description or error.title,
    }


def _needs_secret(
    req: falcon.Request, _resp: falcon.Response, _resource: object, _params: object
) -> None:
    if req.get_header("Authorization") != f"PortOne {API_SECRET}":
        raise falcon.HTTPUnauthorized(description="The API secret is missing or wrong.")


@falcon.before(_needs_secret)
class _Payment:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_get(self, _req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        with self._store.transaction() as db:
            payment = payments.deciding_payment_of(db, payment_id)
        if payment is None:
            raise falcon.HTTPNotFound(description="There is no such payment.")
        resp.media = payment_body(payment)


@falcon.before(_needs_secret)
class _Registering:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_post(self, req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        amount = inputs.optional_number(inputs.fields(req), "totalAmount")
        with self._store.transaction() as db:
            if any(payment.paid_at for payment in payments.payments_of(db, payment_id)):
                raise falcon.HTTPConflict(description="The payment is already paid.")
            if amount is not None:
                _register(db, payment_id, amount)
        resp.media = {}


def _register(db: sqlite3.Connection, payment_id: str, amount: int) -> None:
    try:
        payments.prepare(db, merchant_uid=payment_id, amount=amount)
    except payments.AlreadyPrepared:
        payments.change_prepared(db, merchant_uid=payment_id, amount=amount)


@falcon.before(_needs_secret)
class _Cancelling:
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        self._store = store
        self._webhooks = webhooks

    def on_post(self, req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        given = inputs.fields(req)
        reason = inputs.text(given, "reason")
        troubles.refuse_as_told(self._store)
        with self._store.transaction() as db:
            found = payments.deciding_payment_of(db, payment_id)
            if found is None:
                raise falcon.HTTPNotFound(description="There is no such payment.")
            payments.check_refund_account(found, _refund_account(given))
            payment = payments.cancel_payment(
                db,
                payment=found,
                amount=inputs.optional_number(given, "amount"),
                believed_balance=inputs.optional_number(
                    given, "currentCancellableAmount", at_least=0
                ),
                reason=reason,
                now=int(self._store.now()),
            )
            if given.get("skipWebhook") is not True:
                self._webhooks.queue_v2_cancellation(db, payment, due_at=self._store.now())
        self._webhooks.wake()
        resp.media = {"cancellation": _cancellation_body(payment.cancellations[-1])}


def _refund_account(given: inputs.Fields) -> list[str | None]:
    account = given.get("refundAccount") or {}
    if not isinstance(account, dict):
        raise inputs.bad("refundAccount must be an object.")
    return [inputs.optional_text(account, name) for name in _REFUND_ACCOUNT]


def payment_body(payment: Payment) -> dict[str, object]:
    """This function will show a payment as V2 does; times that never came are left out."""
    return {
        "status": _status(payment),
        "id": payment.merchant_uid,
        "transactionId": payment.imp_uid,
        "merchantId": "merchant-sandbox",
        "storeId": V2_STORE_ID,
        "method": {
            "type": "PaymentMethodCard"
            if payment.pay_method == "card"
            else "PaymentMethodVirtualAccount"
        },
        "version": "V2",
        "requestedAt": _moment(payment.started_at),
        "updatedAt": _moment(payment.updated_at),
        "statusChangedAt": _moment(payment.updated_at),
        "orderName": f"주문 {payment.merchant_uid}",
        "amount": _amount_body(payment),
        "currency": payment.currency,
        "customer": {},
        **_moments(payment),
        **({"failure": {"reason": payment.fail_reason}} if payment.fail_reason else {}),
        "cancellations": [_cancellation_body(found) for found in payment.cancellations],
    }


def _status(payment: Payment) -> str:
    if payment.status == "paid":
        return "PARTIAL_CANCELLED" if payment.cancel_amount else "PAID"
    return _STATUSES[payment.status]


def _amount_body(payment: Payment) -> dict[str, int]:
    vat = payment.amount // 11
    return {
        "total": payment.amount,
        "taxFree": 0,
        "vat": vat,
        "supply": payment.amount - vat,
        "discount": 0,
        "paid": payment.amount if payment.paid_at else 0,
        "cancelled": payment.cancel_amount,
        "cancelledTaxFree": 0,
    }


def _moments(payment: Payment) -> dict[str, str]:
    times = {
        "paidAt": payment.paid_at,
        "failedAt": payment.failed_at,
        "cancelledAt": payment.cancelled_at,
    }
    return {name: _moment(seconds) for name, seconds in times.items() if seconds}


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _cancellation_body(cancellation: payments.Cancellation) -> dict[str, object]:
    vat = cancellation.amount // 11
    return {
        "status": "SUCCEEDED",
        "id": cancellation.cancellation_id,
        "totalAmount": cancellation.amount,
        "taxFreeAmount": 0,
        "vatAmount": vat,
        "reason": cancellation.reason,
        "cancelledAt": _moment(cancellation.cancelled_at),
        "requestedAt": _moment(cancellation.cancelled_at),
    }
