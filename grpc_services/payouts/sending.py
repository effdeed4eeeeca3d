"""What leaves with the file? Each payout that is still right, booked as on its way."""

from datetime import datetime

from grpc_services.facts import tells
from grpc_services.money import ledger, movements
from grpc_services.money.ledger import Account
from grpc_services.payouts.collecting import Hold, default_accounts, hold_of, is_copy_of
from grpc_services.payouts.facts import PayoutHeld, PayoutSent
from models.members import Member
from models.payouts import Payout


def send(payout: Payout, *, now: datetime) -> None:
    """This function will book a payout of a locked run as sent, or hold it if it has to be."""
    owes = -ledger.balance(account=Account.SELLER_RECEIVABLE, owner_id=payout.seller_id)
    payable = ledger.balance(account=Account.SELLER_PAYABLE, owner_id=payout.seller_id)
    member = Member.get_by_id(payout.seller_id)
    hold = hold_of(member, is_released=payout.is_released)
    if payable - owes < payout.amount:
        hold = Hold.BALANCE_CHANGED
    if hold:
        payout.state, payout.hold = "HELD", str(hold)
        payout.save()
        tell_held(payout)
    else:
        _send(payout, owes, now)


@tells(PayoutSent)
def _send(payout: Payout, netted: int, now: datetime) -> tuple[Payout, bool]:
    payout.state, payout.netted, payout.sent_at = "SENT", netted, now
    payout.save()
    ledger.record(movements.paid_out(payout), now=now)
    account = default_accounts([payout.seller_id]).get(payout.seller_id)
    return payout, is_copy_of(payout, account)


@tells(PayoutHeld)
def tell_held(payout: Payout) -> Payout:
    """This function will tell a seller why they are not paid."""
    return payout
