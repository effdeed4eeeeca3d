"""Which cases have waited long enough, and which orders need one? The longest overdue first."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

import peewee
import structlog
from peewee import JOIN

from grpc_services.auction.house import House
from grpc_services.cases import acting, opening, reminding
from grpc_services.cases.pure.state import Kind, State, Terms
from grpc_services.facts import atomic
from grpc_services.trade.deadlines import Act
from models.base import tuples
from models.cases import Case
from models.delivery import Parcel
from models.dialect import database_now
from models.trade import Order

log = structlog.get_logger()

#: Of a kind, in one call; what is left is due still.
MOST = 50
#: Something is wrong with this one; the others go on.
_PUT_OFF = timedelta(minutes=10)


def act_on_due_cases(*, terms: Terms, house: House) -> int:
    """
    This function will do what is due, each by itself, and say how many there were, of a kind.

    What goes wrong with one is logged, and tried again later.
    """
    return max(_work_off(kind) for kind in _kinds(terms, house))


def _work_off(kind: "_Kind") -> int:
    ids = [number for (number,) in tuples(kind.due(database_now()).limit(MOST))]
    for number in ids:
        key = {kind.key: number}
        try:
            kind.act(**key, now=database_now())
        except (peewee.OperationalError, peewee.InterfaceError):
            raise
        except Exception as error:
            log.exception("what is due is put off", **key, error=str(error)[:200])
            _put_off(kind.at, number)
    return len(ids)


@atomic
def _put_off(at: Any, number: int) -> None:
    its_key = at.model._meta.primary_key
    at.model.update({at.name: database_now() + _PUT_OFF}).where(its_key == number).execute()


def _lapsed(now: datetime) -> Any:
    return Case.select(Case.case_id).where(Case.due_at <= now).order_by(Case.due_at)


def _to_remind_of(now: datetime) -> Any:
    return Case.select(Case.case_id).where(Case.remind_at <= now).order_by(Case.remind_at)


def _arrived(now: datetime) -> Any:
    """Those of parcels that stood still, and have come since."""
    waiting = (
        Order.select(Order.order_id)
        .join(Case, on=(Case.open_for == Order.order_id))
        .join(Parcel, on=(Parcel.order == Case.order))
    )
    is_waiting = (Case.state == State.ESCALATED) & (Case.kind == Kind.STALLED)
    return waiting.where(is_waiting, Parcel.delivered_at.is_null(False), _is_not_put_off(now))


def _stalled(now: datetime) -> Any:
    is_due = (Order.act_at <= now) & (Order.act == Act.OPEN_CASE)
    return Order.select(Order.order_id).where(is_due).order_by(Order.act_at)


def _reversed(now: datetime) -> Any:
    """Those of which money went back on their way, that nobody decides about."""
    its_case: Any = Case.open_for == Order.order_id
    waiting = Order.select(Order.order_id).join(Case, JOIN.LEFT_OUTER, on=its_case)
    is_unheard = (Order.state == "DISPUTED") & Case.case_id.is_null()
    return waiting.where(is_unheard, _is_not_put_off(now))


def _is_not_put_off(now: datetime) -> Any:
    """Nothing is planned with orders in dispute but to try again, where that was put off."""
    return Order.act_at.is_null() | (Order.act_at <= now)


class _Kind(NamedTuple):
    """What may be due: by which key it is found, what is done, and the moment that is put off."""

    key: str
    due: Callable[[datetime], Any]
    act: Callable[..., None]
    at: Any


def _kinds(terms: Terms, house: House) -> Sequence[_Kind]:
    reverse = partial(opening.open_for_reversed, terms=terms)
    stall = partial(opening.open_for_stalled, terms=terms)
    arrive = partial(acting.note_parcel, terms=terms, house=house)
    lapse = partial(acting.lapse, terms=terms, house=house)
    return (
        _Kind("order_id", _reversed, reverse, Order.act_at),
        _Kind("order_id", _stalled, stall, Order.act_at),
        _Kind("order_id", _arrived, arrive, Order.act_at),
        _Kind("case_id", _lapsed, lapse, Case.due_at),
        _Kind("case_id", _to_remind_of, reminding.remind, Case.remind_at),
    )
