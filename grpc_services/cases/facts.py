"""What happens to cases?"""

from datetime import datetime
from typing import Any, Literal, Self, cast

from grpc_services.trade.facts import OrderFact, values_of
from models.cases import Case, CaseStep

_DAY = 24 * 3600

Kind = Literal["CHANGED_MIND", "NOT_RECEIVED", "NOT_AS_DESCRIBED", "DAMAGED", "REVERSED", "STALLED"]
Side = Literal["BUYER", "SELLER", "OPERATOR"]
Open = Literal["OFFERED", "REJECTED", "RETURNING", "RETURN_SENT", "RETURNED", "ESCALATED"]


class CaseFact(OrderFact, frozen=True, kw_only=True):
    """Something that happened to a case of an order."""

    case_id: int
    kind: Kind
    state: str
    #: Who did it; None where it happened by itself.
    by: Side | None
    #: Who is to act now, and for how many days.
    turn: Side | None
    days: int
    #: What the buyer would get.
    amount: int
    #: Of the operator's people, if they are to decide.
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[Case, CaseStep, list[int]]) -> Self:
        return cls(**_values(made))


def _values(made: tuple[Case, CaseStep, list[int]]) -> dict[str, Any]:
    case, step, admin_ids = made
    return {
        **values_of(case.order),
        "case_id": case.case_id,
        "kind": case.kind,
        "state": case.state,
        "by": step.side,
        "turn": case.turn,
        "days": _days(step.at, case.due_at),
        "amount": case.offer_amount,
        "admin_ids": admin_ids,
    }


def _days(now: datetime, due_at: datetime | None) -> int:
    return max(1, round((due_at - now).total_seconds() / _DAY)) if due_at else 0


class CaseOpened(CaseFact, frozen=True, kw_only=True):
    """Somebody says that something is wrong with an order; its money is frozen."""


class CaseMessageSent(CaseFact, frozen=True, kw_only=True):
    """One side has a word for the other."""


class CaseChanged(CaseFact, frozen=True, kw_only=True):
    """A case goes on; somebody else may have to act now."""

    state: Open


class CaseStillDue(OrderFact, frozen=True, kw_only=True):
    """A case waits for somebody, and they have a day left."""

    case_id: int
    turn: Side
    #: Of the operator's people, if they are to decide.
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[Case, list[int]]) -> Self:
        case, admin_ids = made
        return cls(
            **values_of(case.order),
            case_id=case.case_id,
            turn=cast(Side, case.turn),
            admin_ids=admin_ids,
        )


class CaseWithdrawn(CaseFact, frozen=True, kw_only=True):
    """The buyer has taken a case back, or the parcel has come; its order goes on as before."""


class CaseSharedOut(CaseFact, frozen=True, kw_only=True):
    """It is settled who gets what."""

    buyer_gets: int
    seller_gets: int

    @classmethod
    def of(cls, made: tuple[Case, CaseStep, list[int]]) -> Self:
        case, *_ = made
        shares = {"buyer_gets": case.buyer_gets, "seller_gets": case.seller_gets}
        return cls(**_values(made) | shares)
