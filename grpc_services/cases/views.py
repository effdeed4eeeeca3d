"""How does a case look to its sides, and to the operator?"""

from collections.abc import Sequence
from dataclasses import dataclass

from grpc_services.cases.pure.state import Side
from grpc_services.cases.rows import CaseNotFound, side_of
from grpc_services.catalogue.attachments import attached
from grpc_services.pages import newest, page, position
from grpc_services.trade.orders import order_of
from models.cases import Case, CaseStep
from models.community import Attachment
from models.trade import Order


@dataclass(frozen=True)
class CaseView:
    """A case with all that was said and done, first to last, and the pictures of each step."""

    case: Case
    #: Who is looking.
    side: Side
    steps: list[CaseStep]
    images: dict[int, list[Attachment]]


def case_view(*, case_id: int, member_id: int | None = None) -> CaseView:
    """
    This function will show a case to one of its sides; without a member, to the operator.

    :raises CaseNotFound: if there is none, or the member is no side of it
    """
    query = Case.select(Case, Order).join(Order).where(Case.case_id == case_id)
    case = query.first()
    if case is None:
        raise CaseNotFound
    side = Side.OPERATOR if member_id is None else side_of(case.order, member_id)
    return _views([case], side)[0]


def cases_of(
    *, member_id: int, order_id: int, limit: int, cursor: str
) -> tuple[list[CaseView], str | None]:
    """
    This function will list the cases of an order, newest first.

    :raises OrderNotFound: if the member has neither bought nor sold it
    :raises InvalidCursor: if the cursor is not ours
    """
    query = Case.select().where(Case.order == order_id)
    rows, following = newest(query, Case.order, Case.case_id, limit=limit, cursor=cursor)
    order = order_of(member_id=member_id, order_id=order_id)
    return _views(rows, side_of(order, member_id)), following


def all_cases(
    *, state: str | None, is_open: bool | None = None, limit: int, cursor: str
) -> tuple[list[CaseView], str | None]:
    """
    This function will list everybody's cases, the oldest first; in one state, or open ones.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Case.select().order_by(Case.case_id)
    if state is not None:
        rows = rows.where(Case.state == state)
    if is_open is not None:
        rows = rows.where(Case.ended_at.is_null(is_open))
    start = position(cursor)
    if start:
        rows = rows.where(Case.case_id > start[0])
    found, following = page(rows, limit, lambda row: (row.case_id,))
    return _views(found, Side.OPERATOR), following


def _views(cases: Sequence[Case], side: Side) -> list[CaseView]:
    steps = CaseStep.select().where(CaseStep.case.in_([case.case_id for case in cases]))
    rows = list(steps.order_by(CaseStep.step_id))
    images = attached(kind="CASE", owner_ids=[row.step_id for row in rows])
    return [
        CaseView(case, side, [row for row in rows if row.case_id == case.case_id], images)
        for case in cases
    ]
