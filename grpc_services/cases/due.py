"""Which cases have waited long enough, and which orders wait without one?"""

from datetime import datetime, timedelta
from typing import Any

import peewee
import structlog
from peewee import JOIN

from grpc_services.cases import acting, opening
from grpc_services.cases.pure.state import Terms
from grpc_services.facts import atomic
from models.cases import Case
from models.dialect import database_now
from models.trade import Order

log = structlog.get_logger()

#: In one call; what is left is due still.
MOST = 50
#: Something is wrong with this case; the others go on.
_PUT_OFF = timedelta(minutes=10)


def act_on_due_cases(*, terms: Terms) -> int:
    """
    This function will do what is due, each case by itself, and say how many were looked at.

    What goes wrong with one is logged, and tried again later. Orders of which money was reversed
    on its way get a case, that the operator decides.
    """
    for order_id in _reversed_orders():
        opening.open_for_reversed(order_id=order_id, terms=terms, now=database_now())
    due = Case.select(Case.case_id).where(Case.due_at <= database_now())
    case_ids = [row.case_id for row in due.order_by(Case.due_at).limit(MOST)]
    for case_id in case_ids:
        try:
            acting.lapse(case_id=case_id, terms=terms, now=database_now())
        except (peewee.OperationalError, peewee.InterfaceError):
            raise
        except Exception as error:
            log.exception("a case is put off", case_id=case_id, error=str(error)[:200])
            _put_off(case_id=case_id)
    return len(case_ids)


def _reversed_orders() -> list[int]:
    its_case: Any = Case.open_for == Order.order_id
    waiting = Order.select(Order.order_id).join(Case, JOIN.LEFT_OUTER, on=its_case)
    without = waiting.where(Order.state == "DISPUTED", Case.case_id.is_null())
    return [row.order_id for row in without.limit(MOST)]


@atomic
def _put_off(*, case_id: int) -> None:
    later: datetime = database_now() + _PUT_OFF
    Case.update(due_at=later).where(Case.case_id == case_id).execute()
