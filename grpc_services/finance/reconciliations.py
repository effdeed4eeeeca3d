"""How did the comparisons with the provider come out?"""

from grpc_services.pages import page, position
from models.money import Reconciliation


def reconciliations(*, limit: int, cursor: str) -> tuple[list[Reconciliation], str | None]:
    """
    This function will list comparisons, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    number = Reconciliation.reconciliation_id
    rows = Reconciliation.select().order_by(number.desc())
    start = position(cursor)
    if start:
        rows = rows.where(number < start[0])
    return page(rows, limit, lambda row: (row.reconciliation_id,))
