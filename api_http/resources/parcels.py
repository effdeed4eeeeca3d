"""Who carries a parcel, and where is it?"""

from google.protobuf.message import Message

from api_http.kinds.texts import CarrierCode, Invoice
from api_http.operations import Call, Resource, Routes, Side, operation
from api_http.shapes import Shape
from protos import delivery_pb2 as pb
from protos import trade_pb2


class Shipment(Shape, frozen=True, kw_only=True):
    carrier: CarrierCode
    invoice: Invoice


class Carriers(Resource):
    @operation(
        "listCarriers",
        "The carriers that can be tracked",
        answer=pb.ListCarriersResponse,
        public=True,
    )
    async def on_get(self, call: Call) -> Message:
        return await call.ask(self.stubs.delivery.ListCarriers, pb.ListCarriersRequest())


class Numbered(Shape, frozen=True, kw_only=True):
    """The number of a parcel."""

    invoice: Invoice


class Recommendation(Resource):
    @operation(
        "recommendCarriers",
        "Of which carriers a number may be, the likeliest first",
        query=Numbered,
        answer=pb.ListCarriersResponse,
        refuses=("INVOICE_INVALID", "TOO_MANY_NUMBERS", "CARRIERS_PENDING"),
    )
    async def on_get(self, call: Call) -> Message:
        invoice = call.query.invoice
        await call.ask(
            self.stubs.delivery.AskForCarriers,
            pb.AskForCarriersRequest(member_id=call.member_id, invoice=invoice),
        )
        return await call.ask_until_ready(
            self.stubs.delivery.GuessCarriers, pb.GuessCarriersRequest(invoice=invoice)
        )


class OrderShipment(Resource):
    @operation(
        "shipOrder",
        "The parcel is with a carrier",
        sides=(Side.SELLER,),
        body=Shipment,
        answer=trade_pb2.Order,
        refuses=(
            "ORDER_NOT_FOUND",
            "UNKNOWN_CARRIER",
            "INVOICE_INVALID",
            "ORDER_NOT_PAID",
            "ALREADY_SCANNED",
            "INVOICE_USED",
        ),
    )
    async def on_put(self, call: Call, order_id: int) -> Message:
        request = pb.ShipOrderRequest(
            member_id=call.member_id,
            order_id=order_id,
            carrier=call.body.carrier,
            invoice=call.body.invoice,
        )
        return await call.ask(self.stubs.delivery.ShipOrder, request)


class Tracking(Resource):
    @operation(
        "trackOrder",
        "Where the parcel is",
        sides=(Side.BUYER, Side.SELLER),
        answer=pb.Tracking,
        refuses=("ORDER_NOT_FOUND", "NOT_SHIPPED"),
    )
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.GetTrackingRequest(member_id=call.member_id, order_id=order_id)
        return await call.ask(self.stubs.delivery.GetTracking, request)


ROUTES: Routes = (
    ("/v1/carriers", Carriers),
    ("/v1/carriers/recommend", Recommendation),
    ("/v1/orders/{order_id:id}/shipment", OrderShipment),
    ("/v1/orders/{order_id:id}/tracking", Tracking),
)
