"""How does PortOne V2 answer a shop's server? https://developers.portone.io/api/rest-v2"""

import secrets
import sqlite3
from datetime import UTC, datetime
from typing import Any

import falcon

from sandbox import inputs, payments, store, troubles
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
    payments.BankIsLookedAfter: (falcon.HTTP_502, "PG_PROVIDER"),
}

_GATEWAY_SAYS: dict[type[payments.Refusal], str] = {
    payments.NoRefundAccount: "환불계좌 정보가 필요합니다.",
    payments.WillNotCancel: "취소요청이 거절되었습니다.",
    payments.BankIsLookedAfter: "은행 점검 시간입니다. 잠시 후 다시 시도해 주세요.",
}

_TOKEN_SECONDS = 24 * 3600
_PAGE, _LARGEST_PAGE = 10, 1_000

_REFUND_ACCOUNT = ("bank", "number", "holderName")

_ERROR_TYPES = {
    falcon.HTTP_401: "UNAUTHORIZED",
    falcon.HTTP_404: "PAYMENT_NOT_FOUND",
    falcon.HTTP_409: "ALREADY_PAID",
}

_STATUSES = {"ready": "VIRTUAL_ACCOUNT_ISSUED", "failed": "FAILED", "cancelled": "CANCELLED"}


def add_routes(app: falcon.App[Any, Any], kept: Store, webhooks: Webhooks) -> None:
    app.add_route("/v2/login/api-secret", _Login(kept))
    app.add_route("/v2/payments", _Payments(kept))
    app.add_route("/v2/payments/{payment_id}", _Payment(kept))
    app.add_route("/v2/payments/{payment_id}/pre-register", _Registering(kept))
    app.add_route("/v2/payments/{payment_id}/cancel", _Cancelling(kept, webhooks))
    app.add_route("/v2/payments/{payment_id}/resend-webhook", _Resending(kept, webhooks))


def answer_refusal(resp: falcon.Response, refusal: Exception) -> None:
    resp.status, kind = _REFUSALS[type(refusal)]  # type: ignore[index]
    resp.media = {"type": kind, "message": str(refusal)}
    if kind == "PG_PROVIDER":
        resp.media |= {"pgCode": "9999", "pgMessage": _GATEWAY_SAYS[type(refusal)]}  # type: ignore[index]


def error_body(error: falcon.HTTPError) -> dict[str, object]:
    return {
        "type": _ERROR_TYPES.get(str(error.status), "INVALID_REQUEST"),
        "message": error.description or error.title,
    }


class _Resource:
    def __init__(self, kept: Store) -> None:
        self.store = kept


class _Login(_Resource):
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        if inputs.text(inputs.fields(req), "apiSecret") != API_SECRET:
            raise falcon.HTTPUnauthorized(description="The API secret is wrong.")
        token, ends_at = secrets.token_hex(20), int(self.store.now()) + _TOKEN_SECONDS
        with self.store.transaction() as db:
            store.keep_setting(db, "v2_token", f"{token} {ends_at}")
        resp.media = {"accessToken": token, "refreshToken": secrets.token_hex(20)}


def _needs_secret(
    req: falcon.Request, _resp: falcon.Response, resource: Any, _params: object
) -> None:
    kind, _, given = (req.get_header("Authorization") or "").partition(" ")
    if (kind, given) == ("PortOne", API_SECRET):
        return
    with resource.store.transaction() as db:
        token, _, ends_at = (store.setting(db, "v2_token") or "").partition(" ")
    if kind != "Bearer" or not token or given != token or int(ends_at) <= resource.store.now():
        raise falcon.HTTPUnauthorized(description="The API secret is missing or wrong.")


@falcon.before(_needs_secret)
class _Payments(_Resource):
    """What is looked for is JSON, in the query."""

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        asked = inputs.json_fields((req.get_param("requestBody") or "{}").encode())
        page, wanted = asked.get("page") or {}, asked.get("filter") or {}
        number = inputs.optional_number(page, "number", at_least=0) or 0
        size = inputs.optional_number(page, "size", at_most=_LARGEST_PAGE) or _PAGE
        now = int(self.store.now())
        since, until = _seconds(wanted, "from", 0), _seconds(wanted, "until", now)
        with self.store.transaction() as db:
            found = payments.deciding_payments(db, payments.Span("all", since, until))
        resp.media = {
            "items": [payment_body(one) for one in found[number * size : (number + 1) * size]],
            "page": {"number": number, "size": size, "totalCount": len(found)},
        }


def _seconds(given: inputs.Fields, name: str, otherwise: int) -> int:
    text = inputs.optional_text(given, name)
    try:
        return int(datetime.fromisoformat(text).timestamp()) if text else otherwise
    except ValueError as error:
        raise inputs.bad(f"{name} must be a moment of RFC 3339.") from error


@falcon.before(_needs_secret)
class _Payment(_Resource):
    def on_get(self, _req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        with self.store.transaction() as db:
            payment = payments.deciding_payment_of(db, payment_id)
        if payment is None:
            raise falcon.HTTPNotFound(description="There is no such payment.")
        resp.media = payment_body(payment)


@falcon.before(_needs_secret)
class _Registering(_Resource):
    def on_post(self, req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        amount = inputs.optional_number(inputs.fields(req), "totalAmount")
        with self.store.transaction() as db:
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
class _Cancelling(_Resource):
    def __init__(self, kept: Store, webhooks: Webhooks) -> None:
        super().__init__(kept)
        self._webhooks = webhooks

    def on_post(self, req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        given = inputs.fields(req)
        reason = inputs.text(given, "reason")
        troubles.refuse_as_told(self.store)
        with self.store.transaction() as db:
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
                now=int(self.store.now()),
            )
            if given.get("skipWebhook") is not True:
                self._webhooks.queue_v2_cancellation(db, payment, due_at=self.store.now())
        self._webhooks.wake()
        resp.media = {"cancellation": _cancellation_body(payment.cancellations[-1])}


@falcon.before(_needs_secret)
class _Resending(_Resource):
    def __init__(self, kept: Store, webhooks: Webhooks) -> None:
        super().__init__(kept)
        self._webhooks = webhooks

    def on_post(self, _req: falcon.Request, resp: falcon.Response, payment_id: str) -> None:
        with self.store.transaction() as db:
            webhook_id = self._webhooks.queue_again(db, payment_id, due_at=self.store.now())
        if webhook_id is None:
            raise falcon.HTTPNotFound(description="There was no webhook of such a payment.")
        self._webhooks.wake()
        resp.media = {"webhook": {"id": webhook_id}}


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
