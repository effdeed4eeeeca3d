"""Trade over HTTP: orders, payments, settlements."""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.operations import Call, Key, Resource, operation
from api_http.shapes import Shape
from protos import trade_pb2 as pb


class ChosenAddress(Shape, frozen=True, kw_only=True):
    address_id: shapes.Id


class PaymentReport(Shape, frozen=True, kw_only=True):
    imp_uid: shapes.Opaque


class PortOneHint(Shape, frozen=True, kw_only=True, rename=None, forbid_unknown_fields=False):
    """PortOne V1's own words; it may add others."""

    imp_uid: shapes.Opaque
    merchant_uid: Annotated[str, Meta(min_length=1, max_length=40)]
    status: str = ""


class _Orders(Resource):
    role: int

    async def list_orders(self, call: Call) -> Message:
        request = pb.ListOrdersRequest(
            member_id=call.member_id,
            role=self.role,  # type: ignore[arg-type]
            limit=call.query.limit,
            cursor=call.query.cursor,
        )
        return await call.ask(self.stubs.trade.ListOrders, request)


class BuyNow(Resource):
    @operation(
        "Buy at once: the goods are kept for you until you have paid",
        body=ChosenAddress,
        answer=pb.Order,
        status=201,
        key=Key.REQUIRED,
        location="/v1/orders/{order_id}",
        refuses=(
            "GOODS_NOT_FOUND",
            "ADDRESS_NOT_FOUND",
            "AUCTION_NOT_OPEN",
            "OWN_GOODS",
            "BLOCKED",
            "MEMBER_SUSPENDED",
            "EMAIL_NOT_VERIFIED",
            "UNPAID_WIN",
            "BUY_NOW_UNAVAILABLE",
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        request = pb.ReserveGoodsRequest(
            member_id=call.member_id, goods_id=goods_id, address_id=call.body.address_id
        )
        return await call.ask(self.stubs.trade.ReserveGoods, request)


class Purchases(_Orders):
    role = pb.ORDER_ROLE_BUYER

    @operation(
        "What you bought, newest first",
        query=shapes.Page,
        answer=pb.ListOrdersResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        return await self.list_orders(call)


class Sales(_Orders):
    role = pb.ORDER_ROLE_SELLER

    @operation(
        "What you sold, newest first",
        query=shapes.Page,
        answer=pb.ListOrdersResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        return await self.list_orders(call)


class Order(Resource):
    @operation("An order of yours", answer=pb.Order, refuses=("ORDER_NOT_FOUND",))
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.GetOrderRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.trade.GetOrder, request)


class OrderAddress(Resource):
    @operation(
        "Say where the parcel shall go",
        body=ChosenAddress,
        answer=pb.Order,
        refuses=("ORDER_NOT_FOUND", "ADDRESS_NOT_FOUND", "ALREADY_SHIPPED", "ORDER_CLOSED"),
    )
    async def on_put(self, call: Call, order_id: int) -> Message:
        request = pb.SetOrderAddressRequest(
            member_id=call.member_id, order_id=order_id, address_id=call.body.address_id
        )
        return await call.ask(self.stubs.trade.SetOrderAddress, request)


class Payments(Resource):
    @operation(
        "Begin to pay: what the provider's browser SDK needs",
        answer=pb.Payment,
        status=201,
        key=Key.REQUIRED,
        refuses=("ORDER_NOT_FOUND", "ORDER_NOT_PAYABLE", "PROVIDER_PENDING"),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        begun = await call.ask(
            self.stubs.trade.CreatePayment,
            pb.CreatePaymentRequest(member_id=call.member_id, order_id=order_id),
        )
        request = pb.GetPaymentRequest(member_id=call.member_id, merchant_uid=begun.merchant_uid)
        return await call.ask_until_ready(self.stubs.trade.GetPayment, request)


class PaymentVerification(Resource):
    @operation(
        "Say that you paid; the provider is asked",
        body=PaymentReport,
        status=202,
        key=Key.ACCEPTED,
        refuses=("PAYMENT_NOT_FOUND",),
    )
    async def on_post(self, call: Call, merchant_uid: str) -> None:
        request = pb.ReportPaymentRequest(
            merchant_uid=merchant_uid, imp_uid=call.body.imp_uid, member_id=call.member_id
        )
        await call.ask(self.stubs.trade.ReportPayment, request)


class PortOneWebhook(Resource):
    @operation(
        "PortOne V1 says that a payment changed; the provider is asked",
        body=PortOneHint,
        status=204,
        public=True,
        accepts_form=True,
        refuses=("PAYMENT_NOT_FOUND",),
    )
    async def on_post(self, call: Call) -> None:
        request = pb.ReportPaymentRequest(
            merchant_uid=call.body.merchant_uid, imp_uid=call.body.imp_uid
        )
        await call.ask(self.stubs.trade.ReportPayment, request)


class Confirmation(Resource):
    @operation(
        "All is well: the seller may have the money",
        answer=pb.Order,
        key=Key.ACCEPTED,
        refuses=("ORDER_NOT_FOUND", "ORDER_NOT_DELIVERED"),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.ConfirmOrderRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.trade.ConfirmOrder, request)


class Settlements(Resource):
    @operation(
        "What you were credited, newest first",
        query=shapes.Page,
        answer=pb.ListSettlementsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSettlementsRequest(
            member_id=call.member_id, limit=call.query.limit, cursor=call.query.cursor
        )
        return await call.ask(self.stubs.trade.ListSettlements, request)


class Balance(Resource):
    @operation("What you are owed", answer=pb.Balance)
    async def on_get(self, call: Call) -> Message:
        request = pb.GetBalanceRequest(member_id=call.member_id)
        return await call.ask(self.stubs.trade.GetBalance, request)
