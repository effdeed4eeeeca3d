"""What becomes of a case? A pure function of the case, what somebody does, and the time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from grpc_services.cases.pure.commands import (
    Accept,
    Command,
    Decide,
    Escalate,
    Message,
    Offer,
    ParcelArrived,
    Reject,
    ReturnArrived,
    ShipBack,
    Wait,
    Withdraw,
)
from grpc_services.cases.pure.endings import LAPSES, agree, close, to_operator, withdrawn
from grpc_services.cases.pure.state import (
    ENDED,
    NEVER_ARRIVED,
    ON_ITS_WAY_BACK,
    OTHER,
    TALKING,
    Case,
    CaseClosed,
    CaseEscalated,
    CaseNotEscalated,
    Kind,
    NothingToReturn,
    NotYourTurn,
    OfferTooLarge,
    Proposal,
    ReturnNeeded,
    ReturnNotDue,
    ReturnUnderWay,
    Side,
    State,
    Terms,
    TooManyOffers,
)


def opened(*, kind: Kind, wish: Proposal, frozen: int, now: datetime, terms: Terms) -> Case:
    """
    This function will open a case: what the buyer wants is offered to the seller.

    :raises OfferTooLarge: if the buyer wants more than there is
    :raises NothingToReturn, ReturnNeeded: if the wish does not go with the kind
    """
    if kind is Kind.CHANGED_MIND and not wish.with_return:
        raise ReturnNeeded
    _require_possible(kind, wish, frozen)
    return Case(
        kind=kind,
        frozen=frozen,
        state=State.OFFERED,
        offer=wish,
        asked=wish,
        turn=Side.SELLER,
        due_at=now + terms.answer,
    )


def opened_by_nobody(*, kind: Kind, frozen: int, now: datetime, terms: Terms) -> Case:
    """
    This function will have the operator share out what is held; unless they do, it is the buyer's.

    What is left after a reversal is the seller's, whose goods are gone.
    """
    unless_decided = Proposal(0 if kind is Kind.REVERSED else frozen)
    return Case(
        kind=kind,
        frozen=frozen,
        state=State.ESCALATED,
        offer=unless_decided,
        asked=unless_decided,
        turn=Side.OPERATOR,
        due_at=now + terms.decide,
    )


def after(case: Case, command: Command, *, now: datetime, terms: Terms) -> Case:
    """
    This function will say how a case stands after a command; what is overdue happens before it.

    :raises CaseClosed: if it is over
    :raises CaseEscalated, CaseNotEscalated: if it is, or is not, for the operator to decide
    :raises NotYourTurn: if the other side is waited for
    :raises OfferTooLarge, NothingToReturn, TooManyOffers: if this cannot be offered
    :raises ReturnNotDue, ReturnUnderWay: if nothing is to be sent back, or it is too late for that
    """
    while case.due_at is not None and case.due_at <= now:
        case = LAPSES[case.state](case, now, terms)
    if isinstance(command, Wait):
        return case
    if case.state in ENDED:
        raise CaseClosed
    return _RULES[type(command)](case, command, now, terms)


def _require_possible(kind: Kind, proposal: Proposal, frozen: int) -> None:
    if proposal.with_return and kind in NEVER_ARRIVED:
        raise NothingToReturn
    if proposal.amount > frozen:
        raise OfferTooLarge(most=frozen)


def _require_talks(case: Case) -> None:
    if case.state is State.ESCALATED:
        raise CaseEscalated
    if case.state not in TALKING:
        raise ReturnUnderWay


def _require_turn(case: Case, by: Side) -> None:
    if case.turn is not by:
        raise NotYourTurn


def _offer(case: Case, command: Offer, now: datetime, terms: Terms) -> Case:
    _require_talks(case)
    _require_turn(case, command.by)
    _require_possible(case.kind, command.proposal, case.frozen)
    if case.rounds >= terms.rounds:
        raise TooManyOffers
    return replace(
        case,
        state=State.OFFERED,
        offer=command.proposal,
        asked=command.proposal if command.by is Side.BUYER else case.asked,
        turn=OTHER[command.by],
        rounds=case.rounds + 1,
        due_at=now + terms.answer,
    )


def _accept(case: Case, command: Accept, now: datetime, terms: Terms) -> Case:
    if case.state is State.ESCALATED:
        raise CaseEscalated
    if case.state in (State.REJECTED, State.RETURNING):
        raise NotYourTurn
    _require_turn(case, command.by)
    if case.state in ON_ITS_WAY_BACK:
        return close(case, case.offer.amount)
    return agree(case, case.offer, now, terms)


def _reject(case: Case, command: Reject, now: datetime, terms: Terms) -> Case:
    if case.state is State.ESCALATED:
        raise CaseEscalated
    if case.state in (State.REJECTED, State.RETURNING):
        raise NotYourTurn
    _require_turn(case, command.by)
    if case.state in ON_ITS_WAY_BACK or case.rounds >= terms.rounds:
        return to_operator(case, now, terms)
    return replace(
        case,
        state=State.REJECTED,
        turn=OTHER[command.by],
        rounds=case.rounds + 1,
        due_at=now + terms.answer,
    )


def _say(case: Case, command: Message, now: datetime, terms: Terms) -> Case:
    return case


def _ship_back(case: Case, command: ShipBack, now: datetime, terms: Terms) -> Case:
    if case.state is not State.RETURNING:
        raise ReturnNotDue
    _require_turn(case, command.by)
    return replace(
        case,
        state=State.RETURN_SENT,
        turn=Side.SELLER,
        is_sent_back=True,
        due_at=now + terms.arrive,
    )


def _arrive(case: Case, command: ReturnArrived, now: datetime, terms: Terms) -> Case:
    if case.state is not State.RETURN_SENT:
        return case
    return replace(case, state=State.RETURNED, due_at=now + terms.inspect)


def _escalate(case: Case, command: Escalate, now: datetime, terms: Terms) -> Case:
    if case.state is State.ESCALATED:
        raise CaseEscalated
    if case.state is State.RETURNING and case.is_decided:
        raise ReturnUnderWay
    if case.rounds == 0 and case.state is State.OFFERED:
        # The seller is asked first.
        _require_turn(case, command.by)
    return to_operator(case, now, terms)


def _withdraw(case: Case, command: Withdraw, now: datetime, terms: Terms) -> Case:
    if command.by is not Side.BUYER or case.kind is Kind.REVERSED:
        raise NotYourTurn
    if case.is_sent_back:
        raise ReturnUnderWay
    return withdrawn(case)


def _end_waiting(case: Case, command: ParcelArrived, now: datetime, terms: Terms) -> Case:
    return withdrawn(case) if case.kind is Kind.STALLED else case


def _decide(case: Case, command: Decide, now: datetime, terms: Terms) -> Case:
    if case.state is not State.ESCALATED:
        raise CaseNotEscalated
    has_return = command.return_paid_by is not None and not case.is_sent_back
    proposal = Proposal(command.buyer_gets, with_return=has_return)
    _require_possible(case.kind, proposal, case.frozen)
    decided = replace(
        case, is_decided=True, return_paid_by=command.return_paid_by or case.return_paid_by
    )
    return agree(decided, proposal, now, terms)


_RULES: dict[type, Callable[[Case, Any, datetime, Terms], Case]] = {
    Offer: _offer,
    Accept: _accept,
    Reject: _reject,
    Message: _say,
    ShipBack: _ship_back,
    ReturnArrived: _arrive,
    ParcelArrived: _end_waiting,
    Escalate: _escalate,
    Withdraw: _withdraw,
    Decide: _decide,
}
