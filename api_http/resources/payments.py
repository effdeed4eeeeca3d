"""How is an order paid, and who says that it was?"""

import math
import time

from google.protobuf.message import Message

from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.networks import network
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.problems import Problem
from api_http.shapes import Id, Shape
from protos import money_pb2 as pb


class PaymentReport(Shape, frozen=True, kw_only=True):
    imp_uid: texts.ProviderId


class PortOneHint(Shape, frozen=True, kw_only=True, rename=None, forbid_unknown_fields=False):
    """PortOne V1's own words; it may add others."""

    imp_uid: texts.ProviderId
    merchant_uid: texts.MerchantUid


class Method(Choice, of=pb.PaymentMethod):
    """By what a buyer pays."""


class NewPayment(Shape, frozen=True, kw_only=True):
    method: Method | None = None
    refund_account_id: Id | None = None


class Payments(Resource):
    @operation(
        "beginPayment",
        "Begin to pay: what the provider's browser SDK needs",
        sides=(Side.BUYER,),
        answer=pb.Payment,
        status=201,
        key=Key.REQUIRED,
        body=NewPayment,
        body_optional=True,
        refuses=(
            "ORDER_NOT_FOUND",
            "ORDER_NOT_PAYABLE",
            "ADDRESS_MISSING",
            "VIRTUAL_ACCOUNT_TOO_SLOW",
            "REFUND_ACCOUNT_MISSING",
            "ACCOUNT_NOT_FOUND",
            "PROVIDER_PENDING",
        ),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        begun = await call.ask(
            self.stubs.money.CreatePayment,
            pb.CreatePaymentRequest(
                member_id=call.member_id,
                order_id=order_id,
                method=number(call.body.method),
                refund_account_id=call.body.refund_account_id,
            ),
        )
        request = pb.GetPaymentRequest(member_id=call.member_id, merchant_uid=begun.merchant_uid)
        return await call.ask_until_ready(self.stubs.money.GetPayment, request)


class PaymentVerification(Resource):
    @operation(
        "reportPayment",
        "Say that you paid; the provider is asked",
        sides=(Side.BUYER,),
        body=PaymentReport,
        status=202,
        key=Key.ACCEPTED,
        refuses=("PAYMENT_NOT_FOUND",),
    )
    async def on_post(self, call: Call, merchant_uid: texts.MerchantUid) -> None:
        request = pb.ReportPaymentRequest(
            merchant_uid=merchant_uid, member_id=call.member_id, imp_uid=call.body.imp_uid
        )
        await call.ask(self.stubs.money.ReportPayment, request)


class PortOneWebhook(Resource):
    @operation(
        "receivePortOneWebhook",
        "PortOne V1 says that a payment changed; the provider is asked",
        body=PortOneHint,
        status=204,
        public=True,
        accepts_form=True,
        refuses=("PAYMENT_NOT_FOUND", "TOO_MANY_REQUESTS"),
    )
    async def on_post(self, call: Call) -> None:
        wait = self.edge.hints.wait(network(call.address), time.monotonic())
        if wait:
            raise Problem("TOO_MANY_REQUESTS", values={"retryAfter": math.ceil(wait)})
        request = pb.ReportPaymentRequest(merchant_uid=call.body.merchant_uid)
        await call.ask(self.stubs.money.ReportPayment, request)


class PaymentNotice(Shape, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """What PortOne V2 tells of; of other things it tells as well."""

    payment_id: texts.ProviderId | None = None


class PortOneNotice(Shape, frozen=True, kw_only=True, rename=None, forbid_unknown_fields=False):
    """PortOne V2's own words; it may add others, also other types."""

    type: texts.NoticeType
    data: PaymentNotice


class PortOneV2Webhook(Resource):
    @operation(
        "receiveSignedPortOneWebhook",
        "PortOne V2 says, with its signature, that a payment changed; the provider is asked",
        body=PortOneNotice,
        status=204,
        public=True,
        is_signed=True,
        refuses=("SIGNATURE_INVALID", "PAYMENT_NOT_FOUND"),
    )
    async def on_post(self, call: Call) -> None:
        if call.signed is None:
            raise AssertionError("its promise says that it is signed")
        self.edge.signatures.check(call.signed)
        if call.body.type.startswith("Transaction.") and call.body.data.payment_id:
            request = pb.ReportPaymentRequest(merchant_uid=call.body.data.payment_id)
            await call.ask(self.stubs.money.ReportPayment, request)


ROUTES: Routes = (
    ("/v1/orders/{order_id:id}/payments", Payments),
    ("/v1/payments/{merchant_uid}/verify", PaymentVerification),
    ("/v1/webhooks/portone", PortOneWebhook),
    ("/v1/webhooks/portone-v2", PortOneV2Webhook),
)
