"""Who is told that a case waits for them, before it is too late?"""

from datetime import datetime

from grpc_services.cases.facts import CaseStillDue
from grpc_services.cases.pure.state import Side
from grpc_services.cases.rows import lock_case
from grpc_services.facts import atomic, tells
from grpc_services.money.watchers import finance_admins
from models.cases import Case


@atomic
def remind(*, case_id: int, now: datetime) -> None:
    """
    This function will remind whoever a case waits for, if it is time and not too late.

    :raises CaseNotFound: if there is none
    """
    case = lock_case(case_id=case_id)
    if case.remind_at is not None and case.remind_at <= now:
        case.remind_at = None
        case.save(only=[Case.remind_at])
        if case.due_at is not None and now < case.due_at:
            _remind(case=case)


@tells(CaseStillDue)
def _remind(*, case: Case) -> tuple[Case, list[int]]:
    return case, finance_admins() if case.turn == Side.OPERATOR else []
