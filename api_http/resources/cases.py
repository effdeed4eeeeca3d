"""What if something is wrong with an order? What its two sides do about it, over HTTP."""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.resources.parcels import Shipment
from api_http.resources.uploads import OF_PICTURES
from api_http.shapes import Shape
from protos import cases_pb2 as pb
from protos import trade_pb2

_BOTH = (Side.BUYER, Side.SELLER)
_GONE = ("CASE_NOT_FOUND", "CASE_CLOSED")
_NOT_NOW = (*_GONE, "CASE_ESCALATED", "NOT_YOUR_TURN")


class CaseKind(Choice, of=trade_pb2.CaseKind, without=("REVERSED", "STALLED")):
    """What is wrong; others are opened by nobody."""


class CaseWish(Choice, of=pb.CaseWish):
    """What the buyer wants of the seller."""


class NewCase(Shape, frozen=True, kw_only=True):
    kind: CaseKind
    wanted: CaseWish
    amount: shapes.Price | None = None
    text: texts.Text
    upload_ids: shapes.Uploads = ()


class NewCaseMessage(Shape, frozen=True, kw_only=True):
    text: texts.Text
    upload_ids: shapes.Uploads = ()


class NewOffer(Shape, frozen=True, kw_only=True):
    #: What the buyer would get.
    amount: shapes.Price
    with_return: bool = False


class OrderCases(Resource):
    @operation(
        "listOrderCases",
        "What was wrong with an order of yours, newest first",
        sides=_BOTH,
        query=shapes.Page,
        answer=pb.ListCasesResponse,
        refuses=("ORDER_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.ListOrderCasesRequest(member_id=call.member_id, order_id=order_id, **call.page)
        return await call.ask(self.stubs.cases.ListOrderCases, request)

    @operation(
        "openCase",
        "Say that something is wrong; all that was paid is frozen until it is settled",
        sides=(Side.BUYER,),
        body=NewCase,
        answer=pb.Case,
        status=201,
        key=Key.REQUIRED,
        location="/v1/cases/{case_id}",
        refuses=(
            "ORDER_NOT_FOUND",
            "CASE_OPEN",
            "CASE_TOO_EARLY",
            "CASE_TOO_LATE",
            "SELLER_PRIVATE",
            "AMOUNT_NEEDED",
            "OFFER_TOO_LARGE",
            "RETURN_NEEDED",
            "NOTHING_TO_RETURN",
            *OF_PICTURES,
        ),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.OpenCaseRequest(
            member_id=call.member_id,
            order_id=order_id,
            kind=call.body.kind.number,
            wanted=call.body.wanted.number,
            amount=call.body.amount,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.cases.OpenCase, request)


class Case(Resource):
    @operation(
        "readCase",
        "A case of yours with all that was said and done",
        sides=_BOTH,
        answer=pb.Case,
        refuses=("CASE_NOT_FOUND",),
    )
    async def on_get(self, call: Call, case_id: int) -> Message:
        request = pb.GetCaseRequest(member_id=call.member_id, case_id=case_id)
        return await call.ask(self.stubs.cases.GetCase, request)


class CaseMessages(Resource):
    @operation(
        "sayInCase",
        "Say something about a case; it waits for whom it waited",
        sides=_BOTH,
        body=NewCaseMessage,
        answer=pb.Case,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/cases/{case_id}",
        refuses=(*_GONE, "CASE_TOO_LONG", *OF_PICTURES),
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.SayInCaseRequest(
            member_id=call.member_id,
            case_id=case_id,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.cases.SayInCase, request)


class CaseOffers(Resource):
    @operation(
        "makeOffer",
        "When it is your turn, say what the buyer should get; who is silent agrees",
        sides=_BOTH,
        body=NewOffer,
        answer=pb.Case,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/cases/{case_id}",
        refuses=(
            *_NOT_NOW,
            "OFFER_TOO_LARGE",
            "NOTHING_TO_RETURN",
            "TOO_MANY_OFFERS",
            "RETURN_UNDER_WAY",
        ),
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.MakeOfferRequest(
            member_id=call.member_id,
            case_id=case_id,
            amount=call.body.amount,
            with_return=call.body.with_return,
        )
        return await call.ask(self.stubs.cases.MakeOffer, request)


class CaseAcceptance(Resource):
    @operation(
        "acceptOffer",
        "Agree to what is offered, or to what has come back",
        sides=_BOTH,
        answer=pb.Case,
        key=Key.ACCEPTED,
        refuses=_NOT_NOW,
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.AcceptOfferRequest(member_id=call.member_id, case_id=case_id)
        return await call.ask(self.stubs.cases.AcceptOffer, request)


class CaseRejection(Resource):
    @operation(
        "rejectOffer",
        "Refuse what is offered; what has come back is then the operator's to judge",
        sides=_BOTH,
        answer=pb.Case,
        key=Key.ACCEPTED,
        refuses=_NOT_NOW,
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.RejectOfferRequest(member_id=call.member_id, case_id=case_id)
        return await call.ask(self.stubs.cases.RejectOffer, request)


class ReturnShipment(Resource):
    @operation(
        "shipReturn",
        "Say with which parcel the goods go back",
        sides=_BOTH,
        body=Shipment,
        answer=pb.Case,
        key=Key.ACCEPTED,
        refuses=(
            *_GONE,
            "RETURN_NOT_DUE",
            "NOT_YOUR_TURN",
            "UNKNOWN_CARRIER",
            "INVOICE_INVALID",
            "INVOICE_USED",
        ),
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.ShipReturnRequest(
            member_id=call.member_id,
            case_id=case_id,
            carrier=call.body.carrier,
            invoice=call.body.invoice,
        )
        return await call.ask(self.stubs.cases.ShipReturn, request)


class CaseEscalation(Resource):
    @operation(
        "escalateCase",
        "Have the operator decide; as its buyer once the seller has answered",
        sides=_BOTH,
        answer=pb.Case,
        key=Key.ACCEPTED,
        refuses=(*_NOT_NOW, "RETURN_UNDER_WAY"),
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.EscalateCaseRequest(member_id=call.member_id, case_id=case_id)
        return await call.ask(self.stubs.cases.EscalateCase, request)


class CaseWithdrawal(Resource):
    @operation(
        "withdrawCase",
        "Take it back; the order goes on with the deadlines that it had",
        sides=_BOTH,
        answer=pb.Case,
        key=Key.ACCEPTED,
        refuses=(*_GONE, "NOT_YOUR_TURN", "RETURN_UNDER_WAY"),
    )
    async def on_post(self, call: Call, case_id: int) -> Message:
        request = pb.WithdrawCaseRequest(member_id=call.member_id, case_id=case_id)
        return await call.ask(self.stubs.cases.WithdrawCase, request)


ROUTES: Routes = (
    ("/v1/orders/{order_id:id}/cases", OrderCases),
    ("/v1/cases/{case_id:id}", Case),
    ("/v1/cases/{case_id:id}/messages", CaseMessages),
    ("/v1/cases/{case_id:id}/offers", CaseOffers),
    ("/v1/cases/{case_id:id}/accept", CaseAcceptance),
    ("/v1/cases/{case_id:id}/reject", CaseRejection),
    ("/v1/cases/{case_id:id}/return-shipment", ReturnShipment),
    ("/v1/cases/{case_id:id}/escalate", CaseEscalation),
    ("/v1/cases/{case_id:id}/withdraw", CaseWithdrawal),
)
