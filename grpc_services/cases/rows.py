"""How is a case kept? Rows to values that the engine knows, and back, with every step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.cases.pure import state as pure
from grpc_services.cases.pure.state import Proposal, Side
from grpc_services.catalogue.attachments import attach
from grpc_services.refusals import NotFound
from grpc_services.trade.orders import lock_order
from models.cases import Case, CaseStep
from models.dialect import locked
from models.trade import Order

_REMIND_BEFORE = timedelta(days=1)


class CaseNotFound(NotFound):
    """There is no such case of yours."""


@dataclass(frozen=True)
class Said:
    """What was done, by whom if by anybody, and with which words and pictures."""

    act: str
    side: Side | None = None
    member_id: int | None = None
    text: str | None = None
    upload_ids: Sequence[int] = ()
    proposal: Proposal | None = None


def lock_case(*, case_id: int, member_id: int | None = None) -> Case:
    """
    This function will lock a case, after its order.

    :raises CaseNotFound: if there is none, or the member is no side of it
    """
    found = Case.get_or_none(Case.case_id == case_id)
    if found is None:
        raise CaseNotFound
    order = lock_order(found.order_id)
    if member_id is not None:
        side_of(order, member_id)
    case: Case = locked(Case.select().where(Case.case_id == case_id)).get()
    case.order = order
    return case


def lock_open_case(*, order_id: int) -> Case:
    """:raises CaseNotFound: if there is no case of the order that is open"""
    found = Case.get_or_none(Case.open_for == order_id)
    if found is None:
        raise CaseNotFound
    return lock_case(case_id=found.case_id)


def side_of(order: Order, member_id: int) -> Side:
    """:raises CaseNotFound: if the member has neither bought nor sold it"""
    if member_id == order.buyer_id:
        return Side.BUYER
    if member_id == order.seller_id:
        return Side.SELLER
    raise CaseNotFound


def pure_case(row: Case) -> pure.Case:
    """This function will give a case as the engine knows it."""
    return pure.Case(
        kind=pure.Kind(row.kind),
        frozen=row.frozen,
        state=pure.State(row.state),
        offer=Proposal(row.offer_amount, with_return=row.offer_with_return),
        asked=Proposal(row.asked_amount, with_return=row.asked_with_return),
        turn=Side(row.turn) if row.turn else None,
        due_at=row.due_at,
        rounds=row.rounds,
        is_decided=row.is_decided,
        is_sent_back=row.is_sent_back,
        return_paid_by=Side(row.return_paid_by) if row.return_paid_by else None,
    )


def write(row: Case, case: pure.Case, *, now: datetime) -> None:
    """This function will keep how a case stands now; each deadline has a reminder, if it can."""
    remind_at = case.due_at and case.due_at - _REMIND_BEFORE
    row.remind_at = remind_at if remind_at and remind_at > now else None
    row.state, row.turn, row.due_at = case.state, case.turn, case.due_at
    row.offer_amount, row.offer_with_return = case.offer.amount, case.offer.with_return
    row.asked_amount, row.asked_with_return = case.asked.amount, case.asked.with_return
    row.rounds = case.rounds
    row.is_decided, row.is_sent_back = case.is_decided, case.is_sent_back
    row.return_paid_by = case.return_paid_by
    if case.outcome is not None:
        row.buyer_gets, row.seller_gets = case.outcome.buyer_gets, case.outcome.seller_gets
    row.save()


def note_step(row: Case, said: Said, *, at: datetime) -> CaseStep:
    """
    This function will keep what was done with a case, for ever.

    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    step: CaseStep = CaseStep.create(
        case=row,
        act=said.act,
        side=said.side,
        member_id=said.member_id,
        text=said.text,
        amount=said.proposal and said.proposal.amount,
        with_return=said.proposal and said.proposal.with_return,
        state=row.state,
        at=at,
    )
    if said.upload_ids and said.member_id is not None:
        attach(
            kind="CASE",
            owner_id=step.step_id,
            member_id=said.member_id,
            upload_ids=said.upload_ids,
        )
    return step
