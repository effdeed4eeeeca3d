"""How does PortOne V1 (Iamport) answer a shop's server?"""

from typing import Any

import falcon

from sandbox import controls, inputs, once, payments, portone_v2, tokens, troubles
from sandbox.payments import Payment
from sandbox.store import Store
from sandbox.webhooks import Webhooks

_STATUSES = ("all", "ready", "paid", "cancelled", "failed")
_DAY = 24 * 3600
_LONGEST_SEARCH = 90 * _DAY
_PAGE_OF_ONE_MERCHANT_UID = 20
_MOST_AT_ONCE = 100

_REFUND_ACCOUNT = ("refund_holder", "refund_bank", "refund_account")

_FAILURES: dict[type[payments.Refusal], str] = {
    payments.AlreadyPrepared: "결제정보 사전등록에 실패하였습니다(이미 등록된 merchant_uid입니다)",
    payments.NothingToCancel: "취소할 결제건이 존재하지 않습니다.",
    payments.AlreadyCancelled: "이미 전액취소된 주문입니다.",
    payments.BalanceMismatch: "취소가능금액 검증에 실패하였습니다(checksum 불일치).",
    payments.CancelTooMuch: "취소요청금액이 취소가능금액을 초과합니다.",
    payments.NoRefundAccount: "가상계좌 환불은 환불계좌 정보(예금주, 은행, 계좌번호)가 필요합니다.",
    payments.WillNotCancel: "취소요청이 PG사에서 거절되었습니다.",
    payments.BankIsLookedAfter: "은행 점검 시간입니다. 잠시 후 다시 시도해 주세요.",
}


def add_routes(app: falcon.App[Any, Any], store: Store, webhooks: Webhooks) -> None:
    app.add_route("/users/getToken", _Tokens(store))
    app.add_route("/payments", _PaymentsByImpUid(store))
    app.add_route("/payments/prepare", _Preparing(store))
    app.add_route("/payments/prepare/{merchant_uid}", _Prepared(store))
    app.add_route("/payments/find/{merchant_uid}", _PaymentByMerchantUid(store))
    app.add_route("/payments/find/{merchant_uid}/{status}", _PaymentByMerchantUid(store))
    app.add_route("/payments/findAll/{merchant_uid}", _PaymentsByMerchantUid(store))
    app.add_route("/payments/findAll/{merchant_uid}/{status}", _PaymentsByMerchantUid(store))
    app.add_route("/payments/status/{status}", _PaymentsByStatus(store))
    app.add_route("/payments/cancel", _Cancelling(store, webhooks))
    app.add_route("/payments/{imp_uid}", _PaymentByImpUid(store))


def app(store: Store, webhooks: Webhooks) -> falcon.App[Any, Any]:
    """This function will make PortOne: V1 at the root, V2 below `/v2`, `/_sandbox` for testers."""
    made: falcon.App[Any, Any] = falcon.App(middleware=[troubles.Troubled(store), once.Once(store)])
    made.req_options.strip_url_path_trailing_slash = True
    made.add_error_handler(payments.Refusal, _answer_refusal)
    made.set_error_serializer(_answer_error)
    add_routes(made, store, webhooks)
    portone_v2.add_routes(made, store, webhooks)
    controls.add_routes(made, store, webhooks)
    return made


def _answer_refusal(
    req: falcon.Request, resp: falcon.Response, refusal: Exception, _params: object
) -> None:
    """A refusal is HTTP 200 with a code other than 0, which clients tend to overlook."""
    if req.path.startswith("/v2/"):
        portone_v2.answer_refusal(resp, refusal)
        return
    resp.media = _envelope(None, code=1, message=_FAILURES[type(refusal)])  # type: ignore[index]


def _answer_error(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
    message = error.description or error.title or str(error.status)
    if req.path.startswith("/v2/"):
        resp.media = portone_v2.error_body(error)
    elif req.path.startswith("/_sandbox/"):
        resp.media = {"error": message}
    else:
        resp.media = _envelope(None, code=-1, message=message)


def _envelope(response: object, *, code: int = 0, message: str | None = None) -> dict[str, object]:
    return {"code": code, "message": message, "response": response}


def _needs_token(
    req: falcon.Request, _resp: falcon.Response, resource: Any, _params: object
) -> None:
    with resource.store.transaction() as db:
        if not tokens.is_valid(db, req.get_header("Authorization"), now=int(resource.store.now())):
            raise falcon.HTTPUnauthorized(description="Unauthorized")


class _Resource:
    def __init__(self, store: Store) -> None:
        self.store = store


class _Tokens(_Resource):
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        keys = inputs.text(given, "imp_key"), inputs.text(given, "imp_secret")
        if keys != (tokens.IMP_KEY, tokens.IMP_SECRET):
            raise falcon.HTTPUnauthorized(description="등록되지 않은 클라이언트입니다.")
        with self.store.transaction() as db:
            token = tokens.issue_token(db, now=int(self.store.now()))
        resp.media = _envelope(
            {
                "access_token": token.access_token,
                "now": int(self.store.now()),
                "expired_at": token.expired_at,
            }
        )


@falcon.before(_needs_token)
class _Preparing(_Resource):
    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        merchant_uid, amount = _preparation(req)
        with self.store.transaction() as db:
            payments.prepare(db, merchant_uid=merchant_uid, amount=amount)
        resp.media = _envelope({"merchant_uid": merchant_uid, "amount": amount})

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        merchant_uid, amount = _preparation(req)
        try:
            with self.store.transaction() as db:
                payments.change_prepared(db, merchant_uid=merchant_uid, amount=amount)
        except payments.NotPrepared as refusal:
            raise _not_prepared() from refusal
        resp.media = _envelope({"merchant_uid": merchant_uid, "amount": amount})


def _preparation(req: falcon.Request) -> tuple[str, int]:
    given = inputs.fields(req)
    return inputs.text(given, "merchant_uid"), inputs.number(given, "amount")


def _not_prepared() -> falcon.HTTPNotFound:
    return falcon.HTTPNotFound(description="사전등록된 결제정보가 존재하지 않습니다.")


@falcon.before(_needs_token)
class _Prepared(_Resource):
    def on_get(self, _req: falcon.Request, resp: falcon.Response, merchant_uid: str) -> None:
        with self.store.transaction() as db:
            amount = payments.prepared_amount(db, merchant_uid)
        if amount is None:
            raise _not_prepared()
        resp.media = _envelope({"merchant_uid": merchant_uid, "amount": amount})


@falcon.before(_needs_token)
class _PaymentByImpUid(_Resource):
    def on_get(self, _req: falcon.Request, resp: falcon.Response, imp_uid: str) -> None:
        with self.store.transaction() as db:
            payment = payments.payment_by_imp_uid(db, imp_uid)
        if payment is None:
            raise _unknown_payment()
        resp.media = _envelope(payment_body(payment))


def _unknown_payment() -> falcon.HTTPNotFound:
    return falcon.HTTPNotFound(description="존재하지 않는 결제정보입니다.")


@falcon.before(_needs_token)
class _PaymentsByImpUid(_Resource):
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        imp_uids = req.get_param_as_list("imp_uid[]") or []
        merchant_uids = req.get_param_as_list("merchant_uid[]") or []
        asked = len(imp_uids) + len(merchant_uids)
        if not 1 <= asked <= _MOST_AT_ONCE:
            raise inputs.bad(f"imp_uid[] and merchant_uid[]: from 1 to {_MOST_AT_ONCE} of them.")

        with self.store.transaction() as db:
            by_imp_uid = [payments.payment_by_imp_uid(db, uid) for uid in imp_uids]
            by_merchant_uid = [payments.deciding_payment_of(db, uid) for uid in merchant_uids]
        found = [payment for payment in by_imp_uid + by_merchant_uid if payment]
        resp.status = falcon.HTTP_200 if len(found) == asked else falcon.HTTP_207
        resp.media = _envelope([payment_body(payment) for payment in found])


@falcon.before(_needs_token)
class _PaymentByMerchantUid(_Resource):
    def on_get(
        self, req: falcon.Request, resp: falcon.Response, merchant_uid: str, status: str = "all"
    ) -> None:
        found = _of_merchant_uid(self.store, req, merchant_uid, status)
        if not found:
            raise _unknown_payment()
        resp.media = _envelope(payment_body(found[0]))


@falcon.before(_needs_token)
class _PaymentsByMerchantUid(_Resource):
    def on_get(
        self, req: falcon.Request, resp: falcon.Response, merchant_uid: str, status: str = "all"
    ) -> None:
        found = _of_merchant_uid(self.store, req, merchant_uid, status)
        if not found:
            raise _unknown_payment()
        page, limit = _page_number(req), _PAGE_OF_ONE_MERCHANT_UID
        cut = found[(page - 1) * limit : page * limit]
        resp.media = _envelope(_page(cut, len(found), page, limit))


def _of_merchant_uid(
    store: Store, req: falcon.Request, merchant_uid: str, status: str
) -> list[Payment]:
    _check_status(status)
    with store.transaction() as db:
        return payments.payments_of(db, merchant_uid, status=status, sorting=_sorting(req))


def _check_status(status: str) -> None:
    inputs.one_of({"status": status}, "status", _STATUSES, "all")


def _sorting(req: falcon.Request) -> str:
    return inputs.one_of(req.params, "sorting", payments.SORTINGS, "-started")


@falcon.before(_needs_token)
class _PaymentsByStatus(_Resource):
    def on_get(self, req: falcon.Request, resp: falcon.Response, status: str) -> None:
        _check_status(status)
        until = inputs.optional_number(req.params, "to") or int(self.store.now()) + _DAY
        since = inputs.optional_number(req.params, "from") or until - _LONGEST_SEARCH
        if not 0 <= until - since <= _LONGEST_SEARCH:
            raise inputs.bad("from and to must be at most 90 days apart, from first.")

        limit = inputs.optional_number(req.params, "limit", at_most=_MOST_AT_ONCE) or 20
        span, page = payments.Span(status, since, until), _page_number(req)
        with self.store.transaction() as db:
            total = payments.count_between(db, span)
            found = payments.payments_between(
                db, span, sorting=_sorting(req), limit=limit, page=page
            )
        resp.media = _envelope(_page(found, total, page, limit))


def _page_number(req: falcon.Request) -> int:
    return inputs.optional_number(req.params, "page") or 1


def _page(found: list[Payment], total: int, page: int, limit: int) -> dict[str, object]:
    """This function will tell one page; `previous` and `next` are page numbers, 0 for none."""
    return {
        "total": total,
        "previous": page - 1,
        "next": page + 1 if page * limit < total else 0,
        "list": [payment_body(payment) for payment in found],
    }


@falcon.before(_needs_token)
class _Cancelling(_Resource):
    def __init__(self, store: Store, webhooks: Webhooks) -> None:
        super().__init__(store)
        self._webhooks = webhooks

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        imp_uid = inputs.optional_text(given, "imp_uid")
        merchant_uid = inputs.optional_text(given, "merchant_uid")
        account = [inputs.optional_text(given, name) for name in _REFUND_ACCOUNT]
        troubles.refuse_as_told(self.store)
        with self.store.transaction() as db:
            found = (
                payments.payment_by_imp_uid(db, imp_uid)
                if imp_uid
                else payments.deciding_payment_of(db, merchant_uid or "")
            )
            payments.check_refund_account(found, account)
            payment = payments.cancel_payment(
                db,
                payment=found,
                amount=inputs.optional_number(given, "amount", at_least=0),
                believed_balance=inputs.optional_number(given, "checksum", at_least=0),
                reason=inputs.optional_text(given, "reason") or "",
                now=int(self.store.now()),
            )
            if given.get("enable_webhook") in (True, "true", "1"):
                self._webhooks.queue_v1_cancellation(db, payment, due_at=self.store.now())
        self._webhooks.wake()
        resp.media = _envelope(payment_body(payment))


def payment_body(payment: Payment) -> dict[str, object]:
    """This function will show a payment as `response` of V1 does; what is unknown is null."""
    return {
        "imp_uid": payment.imp_uid,
        "merchant_uid": payment.merchant_uid,
        "pay_method": payment.pay_method,
        "channel": "pc",
        "pg_provider": "html5_inicis",
        "emb_pg_provider": None,
        "pg_tid": _pg_tid(payment),
        "pg_id": "INIpayTest",
        "escrow": False,
        **_method_fields(payment),
        "name": f"주문 {payment.merchant_uid}",
        "amount": payment.amount,
        "cancel_amount": payment.cancel_amount,
        "currency": payment.currency,
        "buyer_name": None,
        "buyer_email": None,
        "buyer_tel": None,
        "buyer_addr": None,
        "buyer_postcode": None,
        "custom_data": None,
        "user_agent": "sorry_not_supported_anymore",
        "status": payment.status,
        "started_at": payment.started_at,
        "paid_at": payment.paid_at,
        "failed_at": payment.failed_at,
        "cancelled_at": payment.cancelled_at,
        "fail_reason": payment.fail_reason,
        "cancel_reason": payment.cancel_reason,
        "receipt_url": _receipt_url(payment) if payment.paid_at else None,
        "cancel_history": [
            {
                "pg_tid": _pg_tid(payment),
                "amount": cancellation.amount,
                "cancelled_at": cancellation.cancelled_at,
                "reason": cancellation.reason,
                "cancellation_id": cancellation.cancellation_id,
                "receipt_url": _receipt_url(payment),
            }
            for cancellation in payment.cancellations
        ],
        "cancel_receipt_urls": [_receipt_url(payment) for _ in payment.cancellations],
        "cash_receipt_issued": False,
        "customer_uid": None,
        "customer_uid_usage": None,
    }


def _pg_tid(payment: Payment) -> str:
    return f"StdpayCARDINIpayTest{payment.imp_uid.removeprefix('imp_')}"


def _receipt_url(payment: Payment) -> str:
    return f"https://iniweb.inicis.com/receipt/{_pg_tid(payment)}"


def _method_fields(payment: Payment) -> dict[str, object]:
    by_card = payment.pay_method == "card"
    return {
        "apply_num": "12345678" if by_card and payment.paid_at else None,
        "bank_code": None,
        "bank_name": None,
        "card_code": "361" if by_card else None,
        "card_name": "BC카드" if by_card else None,
        "card_quota": 0,
        "card_number": "910020*********1" if by_card else None,
        "card_type": 0 if by_card else None,
        "vbank_code": None if by_card else "004",
        "vbank_name": None if by_card else "KB국민은행",
        "vbank_num": None if by_card else "79019000000000",
        "vbank_holder": None if by_card else "PIKCUR",
        "vbank_date": 0 if by_card else payments.deposit_ends_at(payment),
        "vbank_issued_at": 0 if by_card else payment.started_at,
    }
