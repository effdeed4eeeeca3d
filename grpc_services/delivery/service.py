"""How is delivery served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from google.protobuf.message import Message

from grpc_services.catalogue.pictures import Pictures
from grpc_services.delivery import asking, guessing, parcels
from grpc_services.delivery.carriers import CARRIERS
from grpc_services.messages import enum_name, moment, timestamp
from grpc_services.server import rpc
from grpc_services.trade.service import order_message
from grpc_services.trade.views import order_view
from protos import delivery_pb2 as pb
from protos import delivery_pb2_grpc


@dataclass(frozen=True)
class Delivery(delivery_pb2_grpc.DeliveryServicer):
    pace: asking.Pace
    pictures: Pictures
    #: Without a scan for so long, both sides are told.
    stalls_after: timedelta

    @rpc
    def ListCarriers(self, request: pb.ListCarriersRequest, now: datetime) -> Message:
        return pb.ListCarriersResponse(
            items=[pb.Carrier(carrier=code, name=name) for code, name in CARRIERS.items()]
        )

    @rpc
    def ShipOrder(self, request: pb.ShipOrderRequest, now: datetime) -> Message:
        parcels.hand_to_carrier(
            member_id=request.member_id,
            order_id=request.order_id,
            carrier=request.carrier,
            invoice=request.invoice,
            now=now,
        )
        view = order_view(member_id=request.member_id, order_id=request.order_id)
        return order_message(self.pictures, view)

    @rpc
    def GetTracking(self, request: pb.GetTrackingRequest, now: datetime) -> Message:
        parcel, scans = parcels.tracking(member_id=request.member_id, order_id=request.order_id)
        return pb.Tracking(
            order_id=parcel.order_id,
            carrier=parcel.carrier,
            carrier_name=parcel.carrier_name,
            invoice=parcel.invoice,
            level=parcel.level,
            delivered=parcel.delivered_at is not None,
            steps=[
                pb.Scan(at=timestamp(scan.at), where=scan.place, kind=scan.kind, level=scan.level)
                for scan in scans
            ],
        )

    @rpc
    def ListDueParcels(self, request: pb.ListDueParcelsRequest, now: datetime) -> Message:
        due = asking.claim_parcels(pace=self.pace, now=now)
        return pb.ListDueParcelsResponse(
            items=[
                pb.Parcel(order_id=row.order_id, carrier=row.carrier, invoice=row.invoice)
                for row in due
            ]
        )

    @rpc
    def RecordScans(self, request: pb.RecordScansRequest, now: datetime) -> Message:
        look = parcels.Look(
            carrier=request.carrier,
            invoice=request.invoice,
            level=request.level,
            steps=[
                parcels.Step(moment(step.at), step.where, step.kind, step.level)
                for step in request.steps
            ],
        )
        parcels.record_look(
            order_id=request.order_id, look=look, stalls_after=self.stalls_after, now=now
        )
        return pb.RecordScansResponse()

    @rpc
    def RecordLookFailure(self, request: pb.RecordLookFailureRequest, now: datetime) -> Message:
        asking.record_failure(
            order_id=request.order_id,
            carrier=request.carrier,
            invoice=request.invoice,
            failure=asking.Failure(enum_name(pb.LookFailure, request.failure) or "AWAY"),
            now=now,
        )
        return pb.RecordLookFailureResponse()

    @rpc
    def AskForCarriers(self, request: pb.AskForCarriersRequest, now: datetime) -> Message:
        guessing.ask_whose(
            member_id=request.member_id, invoice=request.invoice, pace=self.pace, now=now
        )
        return pb.AskForCarriersResponse()

    @rpc
    def GuessCarriers(self, request: pb.GuessCarriersRequest, now: datetime) -> Message:
        return pb.ListCarriersResponse(
            items=[
                pb.Carrier(carrier=code, name=CARRIERS[code])
                for code in guessing.whose(invoice=request.invoice)
            ]
        )

    @rpc
    def RecordGuess(self, request: pb.RecordGuessRequest, now: datetime) -> Message:
        guessing.record_guess(invoice=request.invoice, carriers=request.carriers)
        return pb.RecordGuessResponse()
