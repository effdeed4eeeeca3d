"""How are cases served? Protobuf in, one call of a rule, protobuf out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from google.protobuf.message import Message

from grpc_services.auction.house import House
from grpc_services.cases import acting, due, opening, returns, views
from grpc_services.cases.messages import case_list, case_message
from grpc_services.cases.opening import Claim, Windows
from grpc_services.cases.pure import commands
from grpc_services.cases.pure.commands import Command
from grpc_services.cases.pure.state import Kind, Proposal, Side, Terms
from grpc_services.cases.rows import Said
from grpc_services.catalogue.pictures import Pictures
from grpc_services.messages import enum_name, moment
from grpc_services.server import keyed_rpc, rpc
from protos import cases_pb2 as pb
from protos import cases_pb2_grpc, trade_pb2


@dataclass(frozen=True)
class Cases(cases_pb2_grpc.CasesServicer):
    house: House
    pictures: Pictures
    windows: Windows
    terms: Terms
    #: Between two looks at a parcel that goes back.
    poll_pause: timedelta

    @keyed_rpc(pb.Case)
    def OpenCase(self, request: pb.OpenCaseRequest, now: datetime) -> pb.Case:
        case, *_ = opening.open_case(
            member_id=request.member_id,
            order_id=request.order_id,
            claim=_claim(request),
            windows=self.windows,
            terms=self.terms,
            now=now,
        )
        return self._case(case.case_id, request.member_id)

    @rpc
    def ListOrderCases(self, request: pb.ListOrderCasesRequest, now: datetime) -> Message:
        found, following = views.cases_of(
            member_id=request.member_id,
            order_id=request.order_id,
            limit=request.limit,
            cursor=request.cursor,
        )
        return case_list(self.pictures, found, following)

    @rpc
    def GetCase(self, request: pb.GetCaseRequest, now: datetime) -> Message:
        return self._case(request.case_id, request.member_id)

    @keyed_rpc(pb.Case)
    def SayInCase(self, request: pb.SayInCaseRequest, now: datetime) -> pb.Case:
        said = Said(
            "MESSAGE",
            member_id=request.member_id,
            text=request.text,
            upload_ids=request.upload_ids,
        )
        acting.say(case_id=request.case_id, said=said, terms=self.terms, now=now)
        return self._case(request.case_id, request.member_id)

    @keyed_rpc(pb.Case)
    def MakeOffer(self, request: pb.MakeOfferRequest, now: datetime) -> pb.Case:
        proposal = Proposal(request.amount, with_return=request.with_return)
        said = Said("OFFER", member_id=request.member_id, proposal=proposal)
        return self._act(request, said, lambda side: commands.Offer(side, proposal), now)

    @keyed_rpc(pb.Case)
    def AcceptOffer(self, request: pb.AcceptOfferRequest, now: datetime) -> pb.Case:
        said = Said("ACCEPT", member_id=request.member_id)
        return self._act(request, said, commands.Accept, now)

    @keyed_rpc(pb.Case)
    def RejectOffer(self, request: pb.RejectOfferRequest, now: datetime) -> pb.Case:
        said = Said("REJECT", member_id=request.member_id)
        return self._act(request, said, commands.Reject, now)

    @keyed_rpc(pb.Case)
    def ShipReturn(self, request: pb.ShipReturnRequest, now: datetime) -> pb.Case:
        returns.ship_back(
            member_id=request.member_id,
            case_id=request.case_id,
            carrier=request.carrier,
            invoice=request.invoice,
            terms=self.terms,
            house=self.house,
            now=now,
        )
        return self._case(request.case_id, request.member_id)

    @keyed_rpc(pb.Case)
    def EscalateCase(self, request: pb.EscalateCaseRequest, now: datetime) -> pb.Case:
        said = Said("ESCALATE", member_id=request.member_id)
        return self._act(request, said, commands.Escalate, now)

    @keyed_rpc(pb.Case)
    def WithdrawCase(self, request: pb.WithdrawCaseRequest, now: datetime) -> pb.Case:
        said = Said("WITHDRAW", member_id=request.member_id)
        return self._act(request, said, commands.Withdraw, now)

    @rpc
    def ActOnDueCases(self, request: pb.ActOnDueCasesRequest, now: datetime) -> Message:
        seen = due.act_on_due_cases(terms=self.terms, house=self.house)
        return pb.ActOnDueCasesResponse(goes_on=seen == due.MOST)

    @rpc
    def ListDueReturns(self, request: pb.ListDueReturnsRequest, now: datetime) -> Message:
        items = [
            pb.DueReturn(
                case_id=row.case_id, carrier=row.return_carrier, invoice=row.return_invoice
            )
            for row in returns.due_returns(pause=self.poll_pause, now=now)
        ]
        return pb.ListDueReturnsResponse(items=items)

    @rpc
    def RecordReturn(self, request: pb.RecordReturnRequest, now: datetime) -> Message:
        returns.record_return(
            case_id=request.case_id,
            level=request.level,
            scanned_at=[moment(at) for at in request.scanned_at],
            terms=self.terms,
            house=self.house,
            now=now,
        )
        return pb.RecordReturnResponse()

    def _act(
        self, request: Any, said: Said, make: Callable[[Side], Command], now: datetime
    ) -> pb.Case:
        acting.act(
            case_id=request.case_id,
            said=said,
            make=make,
            terms=self.terms,
            house=self.house,
            now=now,
        )
        return self._case(request.case_id, request.member_id)

    def _case(self, case_id: int, member_id: int) -> pb.Case:
        return case_message(self.pictures, views.case_view(case_id=case_id, member_id=member_id))


def _claim(request: pb.OpenCaseRequest) -> Claim:
    return Claim(
        kind=Kind(enum_name(trade_pb2.CaseKind, request.kind) or Kind.NOT_RECEIVED),
        wanted=enum_name(pb.CaseWish, request.wanted) or "REFUND",
        amount=request.amount if request.HasField("amount") else None,
        text=request.text,
        upload_ids=request.upload_ids,
    )
