"""What leaves with the file? Each payout that is still right, booked as on its way."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from grpc_services.facts import tells
from grpc_services.money import ledger, movements
from grpc_services.money.ledger import Account as Book
from grpc_services.payouts.collecting import Hold, default_accounts, hold_of, is_copy_of
from grpc_services.payouts.facts import PayoutHeld, PayoutSent
from models.members import Account, Member
from models.money import LedgerBalance
from models.payouts import Payout


def send_all(payouts: Sequence[Payout], *, now: datetime) -> None:
    """This function will book payouts of a locked run as sent, and hold those that have to be."""
    ids = [payout.seller_id for payout in payouts]
    owed, owing = (_balances(book, ids) for book in (Book.SELLER_PAYABLE, Book.SELLER_RECEIVABLE))
    members = {row.member_id: row for row in Member.select().where(Member.member_id.in_(ids))}
    accounts = default_accounts(ids)
    for payout in payouts:
        owes = -owing[payout.seller_id]
        hold = hold_of(members[payout.seller_id], is_released=payout.is_released)
        if owed[payout.seller_id] - owes < payout.amount:
            hold = Hold.BALANCE_CHANGED
        if hold:
            _hold(payout, hold)
        else:
            _send(payout, owes, accounts.get(payout.seller_id), now)


def _balances(book: Book, seller_ids: Sequence[int]) -> Counter[int]:
    """Credits above zero, in won."""
    rows = LedgerBalance.select().where(
        LedgerBalance.account == str(book), LedgerBalance.owner_id.in_(seller_ids)
    )
    return Counter({row.owner_id: -row.amount for row in rows})


def _hold(payout: Payout, hold: Hold) -> None:
    payout.state, payout.hold = "HELD", str(hold)
    payout.save(only=[Payout.state, Payout.hold])
    tell_held(payout)


@tells(PayoutSent)
def _send(
    payout: Payout, netted: int, account: Account | None, now: datetime
) -> tuple[Payout, bool]:
    payout.state, payout.netted, payout.sent_at = "SENT", netted, now
    payout.save(only=[Payout.state, Payout.netted, Payout.sent_at])
    ledger.record(movements.paid_out(payout), now=now)
    return payout, is_copy_of(payout, account)


@tells(PayoutHeld)
def tell_held(payout: Payout) -> Payout:
    """This function will tell a seller why they are not paid."""
    return payout
