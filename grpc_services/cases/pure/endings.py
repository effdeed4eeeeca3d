"""What is agreed, and what happens when nobody comes?"""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from grpc_services.cases.pure.state import Case, Kind, Outcome, Proposal, Side, State, Terms


def agree(case: Case, proposal: Proposal, now: datetime, terms: Terms) -> Case:
    """It is said what the buyer gets: now, or once the goods are back."""
    agreed = replace(case, offer=proposal)
    if not proposal.with_return or case.is_sent_back:
        return close(agreed, proposal.amount)
    return replace(
        agreed,
        state=State.RETURNING,
        turn=Side.BUYER,
        return_paid_by=case.return_paid_by or _return_payer(case.kind),
        due_at=now + terms.send_back,
    )


def _return_payer(kind: Kind) -> Side:
    return Side.BUYER if kind is Kind.CHANGED_MIND else Side.SELLER


def to_operator(case: Case, now: datetime, terms: Terms) -> Case:
    return replace(case, state=State.ESCALATED, turn=Side.OPERATOR, due_at=now + terms.decide)


def close(case: Case, buyer_gets: int) -> Case:
    outcome = Outcome(buyer_gets, case.frozen - buyer_gets, case.return_paid_by)
    return replace(case, state=State.CLOSED, turn=None, due_at=None, outcome=outcome)


def withdrawn(case: Case) -> Case:
    """All is as if the case had never been opened."""
    return replace(case, state=State.WITHDRAWN, turn=None, due_at=None)


def _lapse_offer(case: Case, now: datetime, terms: Terms) -> Case:
    return agree(case, case.offer, now, terms)


def _lapse_rejection(case: Case, now: datetime, terms: Terms) -> Case:
    if case.turn is Side.BUYER:
        return close(case, 0)
    return agree(case, case.asked, now, terms)


def _lapse_return(case: Case, now: datetime, terms: Terms) -> Case:
    return close(case, 0)


def _lapse_delivery(case: Case, now: datetime, terms: Terms) -> Case:
    return close(case, case.offer.amount)


def _lapse_decision(case: Case, now: datetime, terms: Terms) -> Case:
    proposal = case.offer if case.is_sent_back else case.asked
    return agree(replace(case, is_decided=True), proposal, now, terms)


#: By state, what happens after its deadline.
LAPSES: dict[State, Callable[[Case, datetime, Terms], Case]] = {
    State.OFFERED: _lapse_offer,
    State.REJECTED: _lapse_rejection,
    State.RETURNING: _lapse_return,
    State.RETURN_SENT: _lapse_delivery,
    State.RETURNED: _lapse_delivery,
    State.ESCALATED: _lapse_decision,
}
