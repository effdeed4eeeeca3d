"""What is a bank given? One line for each payout of a run, as banks take many transfers at once."""

from datetime import datetime

from grpc_services import sheets
from grpc_services.admin.trail import By
from grpc_services.facts import atomic
from grpc_services.pages import page, position
from grpc_services.payouts import runs
from models.payouts import Payout, PayoutRun

#: Bank, account, amount, who holds it, and what they read on their statement.
_COLUMNS = ("입금은행코드", "입금계좌번호", "이체금액", "예금주", "받는분통장표시")
_LINES = 500
_SENT = ("SENT", "PAID", "FAILED")


@atomic
def export(*, run_id: int, cursor: str, by: By, now: datetime) -> tuple[bytes, str | None]:
    """
    This function will write a part of the file of a run, which counts as sent from the first on.

    :raises PayoutRunNotFound: if there is none
    :raises PayoutRunNotApproved: if nobody has approved it, or it was dropped
    :raises InvalidCursor: if the cursor is not ours
    """
    start = position(cursor)
    run = runs.lock_run(run_id) if start else runs.hand_out(run_id=run_id, by=by, now=now)
    return _part(run, start)


def _part(run: PayoutRun, start: tuple[int, ...] | None) -> tuple[bytes, str | None]:
    rows = Payout.select().where(Payout.run == run, Payout.state.in_(_SENT))
    if start:
        rows = rows.where(Payout.payout_id > start[0])
    found, following = page(rows.order_by(Payout.payout_id), _LINES, lambda row: (row.payout_id,))
    content = sheets.rows_of(map(_line, found))
    return (content if start else sheets.first_row(_COLUMNS) + content), following


def _line(payout: Payout) -> tuple[int | str, ...]:
    return (
        str(payout.bank_code),
        str(payout.account_number),
        payout.amount,
        str(payout.holder),
        f"PIKCUR {payout.payout_id}",
    )
