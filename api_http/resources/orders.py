"""What was bought and sold? Orders, from buying at once to confirming."""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.shapes import Shape
from protos import money_pb2
from protos import trade_pb2 as pb


class ChosenAddress(Shape, frozen=True, kw_only=True):
    address_id: shapes.Id


class OrderCancellation(Shape, frozen=True, kw_only=True):
    """Why; the other side reads it as a message."""

    reason: texts.Reason


class Extension(Shape, frozen=True, kw_only=True):
    """Business days, as Korea counts them."""

    days: Annotated[int, Meta(ge=1, le=5)]


class OrderState(Choice, of=pb.OrderState):
    """How far it has come."""


class OrderFilter(shapes.Page, frozen=True, kw_only=True):
    """Which orders."""

    state: OrderState | None = None


class _Orders(Resource):
    role: int

    async def list_orders(self, call: Call) -> Message:
        request = pb.ListOrdersRequest(
            member_id=call.member_id,
            role=self.role,  # type: ignore[arg-type]
            state=number(call.query.state),
            **call.page,
        )
        return await call.ask(self.stubs.trade.ListOrders, request)


class BuyNow(Resource):
    @operation(
        "buyNow",
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
            "UNPAID_WIN",
            "BIDDING_BARRED",
            "BUY_NOW_UNAVAILABLE",
            "RESERVED_BEFORE",
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
        "listPurchases",
        "What you bought, newest first",
        query=OrderFilter,
        answer=pb.ListOrdersResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        return await self.list_orders(call)


class Sales(_Orders):
    role = pb.ORDER_ROLE_SELLER

    @operation(
        "listSales",
        "What you sold, newest first",
        query=OrderFilter,
        answer=pb.ListOrdersResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        return await self.list_orders(call)


class Order(Resource):
    @operation(
        "readOrder",
        "An order of yours",
        sides=(Side.BUYER, Side.SELLER),
        answer=pb.Order,
        refuses=("ORDER_NOT_FOUND",),
    )
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.GetOrderRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.trade.GetOrder, request)


class OrderAddress(Resource):
    @operation(
        "chooseOrderAddress",
        "Say where the parcel shall go",
        sides=(Side.BUYER,),
        body=ChosenAddress,
        answer=pb.Order,
        refuses=("ORDER_NOT_FOUND", "ADDRESS_NOT_FOUND", "ALREADY_SHIPPED", "ORDER_CLOSED"),
    )
    async def on_put(self, call: Call, order_id: int) -> Message:
        request = pb.SetOrderAddressRequest(
            member_id=call.member_id, order_id=order_id, address_id=call.body.address_id
        )
        return await call.ask(self.stubs.trade.SetOrderAddress, request)


class Confirmation(Resource):
    @operation(
        "confirmOrder",
        "All is well: the seller may have the money",
        sides=(Side.BUYER,),
        answer=pb.Order,
        key=Key.ACCEPTED,
        refuses=("ORDER_NOT_FOUND", "ORDER_NOT_SHIPPED"),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.ConfirmOrderRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.trade.ConfirmOrder, request)


class Packing(Resource):
    @operation(
        "packOrder",
        "Say that it is packed; its buyer cannot cancel it any more",
        sides=(Side.SELLER,),
        answer=pb.Order,
        refuses=("ORDER_NOT_FOUND", "ALREADY_SHIPPED", "ORDER_NOT_PAID"),
    )
    async def on_put(self, call: Call, order_id: int) -> Message:
        request = pb.PackOrderRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.trade.PackOrder, request)


class ShipExtension(Resource):
    @operation(
        "askForShipExtension",
        "Ask the buyer, once, for some business days more to ship",
        sides=(Side.SELLER,),
        body=Extension,
        answer=pb.Order,
        key=Key.ACCEPTED,
        refuses=(
            "ORDER_NOT_FOUND",
            "ALREADY_SHIPPED",
            "ORDER_NOT_PAID",
            "EXTENSION_TOO_LATE",
            "EXTENSION_ASKED_BEFORE",
        ),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.AskForExtensionRequest(
            member_id=call.member_id, order_id=order_id, days=call.body.days
        )
        return await call.ask(self.stubs.trade.AskForExtension, request)


class ShipExtensionAcceptance(Resource):
    @operation(
        "acceptShipExtension",
        "Give the seller the time that they have asked for",
        sides=(Side.BUYER,),
        answer=pb.Order,
        key=Key.ACCEPTED,
        refuses=(
            "ORDER_NOT_FOUND",
            "ALREADY_SHIPPED",
            "ORDER_NOT_PAID",
            "EXTENSION_TOO_LATE",
            "EXTENSION_NOT_ASKED",
        ),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.AcceptExtensionRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.trade.AcceptExtension, request)


class Cancellation(Resource):
    @operation(
        "cancelOrder",
        "Call it off before it is shipped; all that was paid goes back",
        sides=(Side.BUYER, Side.SELLER),
        body=OrderCancellation,
        answer=pb.Order,
        key=Key.ACCEPTED,
        refuses=("ORDER_NOT_FOUND", "ALREADY_SHIPPED", "ORDER_CLOSED", "ORDER_PACKED"),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = money_pb2.CancelOrderRequest(
            member_id=call.member_id, order_id=order_id, reason=call.body.reason
        )
        return await call.ask(self.stubs.money.CancelOrder, request)


class Strikes(Resource):
    @operation(
        "listStrikes",
        "When you let somebody down, newest first; object by an inquiry",
        query=shapes.Page,
        answer=pb.ListStrikesResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListStrikesRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.trade.ListStrikes, request)


ROUTES: Routes = (
    ("/v1/goods/{goods_id:id}/buy-now", BuyNow),
    ("/v1/me/purchases", Purchases),
    ("/v1/me/sales", Sales),
    ("/v1/orders/{order_id:id}", Order),
    ("/v1/orders/{order_id:id}/address", OrderAddress),
    ("/v1/orders/{order_id:id}/packed", Packing),
    ("/v1/orders/{order_id:id}/ship-extension", ShipExtension),
    ("/v1/orders/{order_id:id}/ship-extension/accept", ShipExtensionAcceptance),
    ("/v1/orders/{order_id:id}/cancel", Cancellation),
    ("/v1/orders/{order_id:id}/confirm", Confirmation),
    ("/v1/me/strikes", Strikes),
)
