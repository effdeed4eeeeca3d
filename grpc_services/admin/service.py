"""How is the operator served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.access import COMMAND
from grpc_services.admin import (
    cases,
    condition,
    figures,
    goods,
    inquiries,
    operators,
    parked,
    people,
    reports,
    strikes,
    trail,
)
from grpc_services.admin.trail import By
from grpc_services.auction.house import House
from grpc_services.cases.files import case_file
from grpc_services.cases.messages import case_list, case_message
from grpc_services.cases.pure.commands import Decide
from grpc_services.cases.pure.state import Side, Terms
from grpc_services.cases.views import all_cases, case_view
from grpc_services.catalogue.messages import goods_items, goods_list
from grpc_services.catalogue.pictures import Pictures
from grpc_services.helpdesk.inquiries import Words, thread
from grpc_services.helpdesk.messages import inquiry_list, inquiry_message
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from grpc_services.money.messages import reconciliation_message
from grpc_services.server import keyed_rpc, rpc
from grpc_services.trade.service import strike_message
from models.community import Report
from models.members import Member
from models.money import Reconciliation
from protos import (
    access_pb2,
    admin_pb2_grpc,
    cases_pb2,
    catalogue_pb2,
    helpdesk_pb2,
    trade_pb2,
)
from protos import admin_pb2 as pb


@dataclass(frozen=True)
class Admin(admin_pb2_grpc.AdminServicer):
    house: House
    pictures: Pictures
    case_terms: Terms

    @rpc
    def GetOverview(self, request: pb.GetOverviewRequest, now: datetime) -> Message:
        found = figures.figures(now=now)
        return pb.Overview(
            open_auctions=found.open_auctions,
            bids=found.bids,
            sales=found.sales,
            sales_amount=found.sales_amount,
            in_escrow=found.in_escrow,
            open_reports=found.open_reports,
            waiting_inquiries=found.waiting_inquiries,
            suspended_members=found.suspended_members,
            dead_letters=found.dead_letters,
            stuck_operations=found.stuck_operations,
            last_reconciliation=_compared(found.last_reconciliation),
            server_time=timestamp(now),
            cases=pb.CasesByAge(
                under_a_day=found.cases.under_a_day,
                under_a_week=found.cases.under_a_week,
                older=found.cases.older,
                escalated=found.cases.escalated,
            ),
        )

    @rpc
    def ListMembers(self, request: pb.ListMembersRequest, now: datetime) -> Message:
        found, following = people.members(
            query=request.query, state=enum_name(pb.MemberState, request.state), **_page(request)
        )
        return pb.ListMembersResponse(items=map(_member, found), next_cursor=following)

    @rpc
    def GetMemberFile(self, request: pb.GetMemberFileRequest, now: datetime) -> Message:
        return _file(request.member_id)

    @keyed_rpc(pb.MemberFile)
    def SuspendMember(self, request: pb.SuspendMemberRequest, now: datetime) -> pb.MemberFile:
        until = moment(request.until) if request.HasField("until") else None
        people.suspend(member_id=request.member_id, until=until, by=_by(request), now=now)
        return _file(request.member_id)

    @keyed_rpc(pb.MemberFile)
    def ReinstateMember(self, request: pb.ReinstateMemberRequest, now: datetime) -> pb.MemberFile:
        people.reinstate(member_id=request.member_id, by=_by(request), now=now)
        return _file(request.member_id)

    @keyed_rpc(pb.SignMemberOutResponse)
    def SignMemberOut(
        self, request: pb.SignMemberOutRequest, now: datetime
    ) -> pb.SignMemberOutResponse:
        people.sign_out(member_id=request.member_id, by=_by(request), now=now)
        return pb.SignMemberOutResponse()

    @keyed_rpc(pb.LiftStrikeResponse)
    def LiftStrike(self, request: pb.LiftStrikeRequest, now: datetime) -> pb.LiftStrikeResponse:
        strikes.lift(strike_id=request.strike_id, by=_by(request), now=now)
        return pb.LiftStrikeResponse()

    @rpc
    def EndSuspensions(self, request: pb.EndSuspensionsRequest, now: datetime) -> Message:
        people.end_suspensions(now=now)
        return pb.EndSuspensionsResponse()

    @rpc
    def ListReports(self, request: pb.ListReportsRequest, now: datetime) -> Message:
        found, following = reports.reports(
            state=enum_name(pb.ReportState, request.state), **_page(request)
        )
        return pb.ListReportsResponse(items=map(_report, found), next_cursor=following)

    @rpc
    def DecideReport(self, request: pb.DecideReportRequest, now: datetime) -> Message:
        report = reports.decide_report(
            report_id=request.report_id,
            decision=enum_name(pb.ReportDecision, request.decision) or "DISMISS",
            by=_by(request),
            house=self.house,
            now=now,
        )
        return _report(report)

    @rpc
    def ListAnyGoods(self, request: pb.ListAnyGoodsRequest, now: datetime) -> Message:
        asked = {"viewer_id": request.operator_id, **_page(request)}
        if request.review == catalogue_pb2.REVIEW_WAITING:
            found, following = goods.waiting_goods(**asked)
        else:
            state = enum_name(catalogue_pb2.GoodsState, request.state)
            found, following = goods.any_goods(query=request.query, state=state, **asked)
        items = goods_items(self.pictures, found, viewer_id=0, language=request.language)
        return goods_list(items, following)

    @keyed_rpc(pb.ApproveGoodsResponse)
    def ApproveGoods(
        self, request: pb.ApproveGoodsRequest, now: datetime
    ) -> pb.ApproveGoodsResponse:
        goods.approve(goods_id=request.goods_id, by=_by(request), now=now)
        return pb.ApproveGoodsResponse()

    @keyed_rpc(pb.TakeDownGoodsResponse)
    def TakeDownGoods(
        self, request: pb.TakeDownGoodsRequest, now: datetime
    ) -> pb.TakeDownGoodsResponse:
        goods.take_down(goods_id=request.goods_id, by=_by(request), house=self.house, now=now)
        return pb.TakeDownGoodsResponse()

    @rpc
    def ListAllCases(self, request: pb.ListAllCasesRequest, now: datetime) -> Message:
        state = enum_name(trade_pb2.CaseState, request.state)
        is_open = request.open if request.HasField("open") else None
        found = all_cases(state=state, is_open=is_open, **_page(request))
        return case_list(self.pictures, *found)

    @rpc
    def GetAnyCase(self, request: pb.GetAnyCaseRequest, now: datetime) -> Message:
        return case_message(self.pictures, case_view(case_id=request.case_id))

    @rpc
    def GetCaseFile(self, request: pb.GetCaseFileRequest, now: datetime) -> Message:
        found = case_file(case_id=request.case_id, cursor=request.cursor, pictures=self.pictures)
        return pb.CaseFile(name=found.name, content=found.content, next_cursor=found.cursor)

    @rpc
    def DecideCase(self, request: pb.DecideCaseRequest, now: datetime) -> Message:
        payer = enum_name(cases_pb2.ReturnPayer, request.return_paid_by)
        cases.decide(
            case_id=request.case_id,
            decision=Decide(request.buyer_gets, Side(payer) if payer else None),
            by=_by(request),
            terms=self.case_terms,
            house=self.house,
            now=now,
        )
        return case_message(self.pictures, case_view(case_id=request.case_id))

    @rpc
    def ListAllInquiries(self, request: pb.ListAllInquiriesRequest, now: datetime) -> Message:
        state = enum_name(helpdesk_pb2.InquiryState, request.state)
        return inquiry_list(*inquiries.inquiries(state=state, **_page(request)))

    @rpc
    def GetAnyInquiry(self, request: pb.GetAnyInquiryRequest, now: datetime) -> Message:
        return self._thread(request.inquiry_id)

    @keyed_rpc(helpdesk_pb2.Inquiry)
    def AnswerInquiry(
        self, request: pb.AnswerInquiryRequest, now: datetime
    ) -> helpdesk_pb2.Inquiry:
        inquiries.answer(
            inquiry_id=request.inquiry_id,
            words=Words(request.text, request.upload_ids),
            operator_id=request.operator_id,
            client=request.client,
            now=now,
        )
        return self._thread(request.inquiry_id)

    @rpc
    def CloseInquiry(self, request: pb.CloseInquiryRequest, now: datetime) -> Message:
        inquiries.close(inquiry_id=request.inquiry_id, by=_by(request), now=now)
        return self._thread(request.inquiry_id)

    def _thread(self, inquiry_id: int) -> helpdesk_pb2.Inquiry:
        return inquiry_message(self.pictures, thread(inquiry_id=inquiry_id))

    @rpc
    def ListDeadLetters(self, request: pb.ListDeadLettersRequest, now: datetime) -> Message:
        found, following = parked.dead_letters(**_page(request))
        return pb.ListDeadLettersResponse(
            items=[
                pb.DeadLetter(
                    letter_id=row.fact_id,
                    kind=row.kind,
                    payload=row.payload,
                    because=row.parked_because,
                    request_id=row.request_id,
                    created_at=timestamp(row.created_at),
                )
                for row in found
            ],
            next_cursor=following,
        )

    @keyed_rpc(pb.RetryDeadLetterResponse)
    def RetryDeadLetter(
        self, request: pb.RetryDeadLetterRequest, now: datetime
    ) -> pb.RetryDeadLetterResponse:
        parked.retry_dead_letter(fact_id=request.letter_id, by=_by(request), now=now)
        return pb.RetryDeadLetterResponse()

    @keyed_rpc(pb.DropDeadLetterResponse)
    def DropDeadLetter(
        self, request: pb.DropDeadLetterRequest, now: datetime
    ) -> pb.DropDeadLetterResponse:
        parked.drop_dead_letter(fact_id=request.letter_id, by=_by(request), now=now)
        return pb.DropDeadLetterResponse()

    @rpc
    def ListAuditLines(self, request: pb.ListAuditLinesRequest, now: datetime) -> Message:
        def given(name: str) -> Any:
            return getattr(request, name) if request.HasField(name) else None

        found, following = trail.lines(
            actor_id=given("actor_id"),
            target=given("target"),
            target_id=given("target_id"),
            **_page(request),
        )
        return pb.ListAuditLinesResponse(
            items=[
                pb.AuditLine(
                    line_id=row.line_id,
                    actor_id=row.actor_id,
                    act=row.act,
                    target=row.target,
                    target_id=row.target_id,
                    reason=row.reason,
                    before=row.before,
                    after=row.after,
                    client=row.client,
                    at=timestamp(row.at),
                )
                for row in found
            ],
            next_cursor=following,
        )

    @rpc
    def GetCondition(self, request: pb.GetConditionRequest, now: datetime) -> Message:
        return pb.Condition(
            items=[
                pb.Waiting(what=one.what, count=one.count, oldest_seconds=one.oldest_seconds)
                for one in condition.waiting(now=now)
            ]
        )

    @rpc
    def GrantScopes(self, request: pb.GrantScopesRequest, now: datetime) -> Message:
        scopes = [enum_name(access_pb2.Scope, scope) or "" for scope in request.scopes]
        by = By(COMMAND, "bin/pikcur admin", "")
        member = operators.grant(login_id=request.login_id, scopes=scopes, by=by, now=now)
        return pb.GrantScopesResponse(admin_id=member.member_id)


def _compared(run: Reconciliation | None) -> Any:
    return reconciliation_message(run) if run else None


def _by(request: Any) -> By:
    return By(request.operator_id, request.reason, request.client)


def _page(request: Any) -> dict[str, Any]:
    return {"limit": request.limit, "cursor": request.cursor}


def _state(member: Member) -> Any:
    if member.withdrawn_at is not None:
        return pb.MEMBER_STATE_WITHDRAWN
    return pb.MEMBER_STATE_SUSPENDED if member.is_suspended else pb.MEMBER_STATE_ACTIVE


def _member(member: Member) -> pb.MemberItem:
    return pb.MemberItem(
        member_id=member.member_id,
        login_id=member.login_id,
        name=member.name,
        email=member.email,
        state=_state(member),
        created_at=timestamp(member.created_at),
    )


def _file(member_id: int) -> pb.MemberFile:
    found = people.file_of(member_id=member_id)
    member, until = found.member, found.member.suspended_until
    return pb.MemberFile(
        member_id=member.member_id,
        login_id=member.login_id,
        name=member.name,
        email=member.email,
        phone=member.phone,
        state=_state(member),
        created_at=timestamp(member.created_at),
        store_id=found.store.store_id,
        store_name=found.store.name,
        session_count=found.session_count,
        scopes=found.scopes,
        suspended_because=member.suspended_because or None,
        suspended_until=timestamp(until) if until else None,
        strikes=map(strike_message, found.strikes),
    )


def _report(report: Report) -> pb.ReportFile:
    return pb.ReportFile(
        report_id=report.report_id,
        reporter_id=report.reporter_id,
        target=report.target,
        target_id=report.target_id,
        reason=report.reason,
        detail=report.detail,
        state=enum_value(pb.ReportState, report.state),
        created_at=timestamp(report.created_at),
    )
