"""Do the books agree with themselves, and with what was sold? Each check tells what does not."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from peewee import chunked, fn

from grpc_services.money.ledger import Account
from grpc_services.money.settlements import kept_fees
from grpc_services.trade.fees import fees_by_order
from models.base import tuples
from models.money import (
    LedgerBalance,
    LedgerEntry,
    LedgerLine,
    Payment,
    ProviderPayment,
    Refund,
    Remittance,
    Settlement,
    SuspenseClearing,
)
from models.payouts import Payout
from models.trade import Order

#: Of these the buyer's money is held until they are settled.
_HELD = ("PAID", "SHIPPED", "DELIVERED", "CONFIRMED")
_IS_WRITTEN_OFF = (SuspenseClearing.way == "WRITE_OFF") & SuspenseClearing.done_at.is_null(False)
#: Settlements that are looked at with one question about their fees.
_AT_ONCE = 500


class Fault(NamedTuple):
    """Something in the books that is not as it should be."""

    about: str
    told: str


def unbalanced() -> Iterator[Fault]:
    """The lines of each movement sum to zero, and there are some."""
    total = fn.COALESCE(fn.SUM(LedgerLine.amount), 0)
    entries = (
        LedgerEntry.select(LedgerEntry.business_key, total, fn.COUNT(LedgerLine.account))
        .left_outer_join(LedgerLine, on=(LedgerLine.entry == LedgerEntry.entry_id))
        .group_by(LedgerEntry.entry_id, LedgerEntry.business_key)
        .having((total != 0) | (fn.COUNT(LedgerLine.account) < 2))
    )
    for key, amount, lines in tuples(entries):
        yield Fault(key, f"{lines} lines that sum to {int(amount):,} won")


def escrow() -> Iterator[Fault]:
    """What is held for an order is what was paid and has not gone back, until it is settled."""
    yield from _compared(Account.ESCROW, _not_gone_back(_HELD))


def frozen() -> Iterator[Fault]:
    """What is frozen of an order is what was paid and has not gone back, while it is disputed."""
    yield from _compared(Account.FROZEN, _not_gone_back(("DISPUTED",)))


def _not_gone_back(states: Sequence[str]) -> dict[int, int]:
    """Of each order in these states what was paid, less what went back and what is to."""
    paid = Order.select(Order.order_id, Order.price + Order.shipping_price)
    of_orders = _of_owners(paid.where(Order.state.in_(list(states))))
    gone = _gone_back(states)
    return {order: won - gone[order] for order, won in of_orders.items() if won != gone[order]}


def _gone_back(states: Sequence[str]) -> Counter[int]:
    is_of_one = Order.state.in_(list(states)) & (Payment.state == "PAID")
    by_hand = _of_payments(Refund, Refund.by_hand)
    owed = _of_payments(Refund, Refund.amount - Refund.returned).where(Refund.dropped_at.is_null())
    read = _of_payments(
        ProviderPayment, Payment.amount - ProviderPayment.paid + ProviderPayment.cancelled
    )
    nobodys = _of_payments(ProviderPayment, 0 - LedgerBalance.amount).join(
        LedgerBalance, on=(LedgerBalance.owner_id == ProviderPayment.reading_id)
    )
    off = _of_payments(ProviderPayment, SuspenseClearing.amount).join(SuspenseClearing)
    found: Counter[int] = Counter()
    for query in (
        by_hand,
        owed,
        read,
        nobodys.where(LedgerBalance.account == str(Account.SUSPENSE)),
        off.where(_IS_WRITTEN_OFF),
    ):
        found.update(_of_owners(query.where(is_of_one).group_by(Order.order_id)))
    return found


def _of_payments(table: Any, amount: Any) -> Any:
    """A sum over what there is of the payment that has paid an order."""
    number = table.provider_uid if table is ProviderPayment else table.imp_uid
    return (
        Order.select(Order.order_id, fn.SUM(amount))
        .join(Payment, on=(Payment.order == Order.order_id))
        .join(table, on=(number == Payment.imp_uid))
    )


def provider() -> Iterator[Fault]:
    """What the provider holds for us is what it says came in and has not gone back."""
    left = fn.SUM(ProviderPayment.paid - ProviderPayment.cancelled)
    held = int(ProviderPayment.select(left).scalar() or 0)
    yield from _compared(
        Account.PROVIDER, {0: _remitted(Remittance.amount + Remittance.fee) - held}
    )


def provider_fees() -> Iterator[Fault]:
    """What a provider kept for its work is what it kept of what it has paid us."""
    yield from _compared(Account.PROVIDER_FEES, {0: -_remitted(Remittance.fee)})


def _remitted(amount: Any) -> int:
    booked = Remittance.select(fn.SUM(amount)).where(Remittance.booked_at.is_null(False))
    return int(booked.scalar() or 0)


def balances() -> Iterator[Fault]:
    """What is kept as a sum is the sum."""
    owned = LedgerLine.select(
        LedgerLine.account, LedgerLine.owner_id, fn.SUM(LedgerLine.amount)
    ).where(LedgerLine.owner_id != 0)
    summed = owned.group_by(LedgerLine.account, LedgerLine.owner_id)
    sums = {tuple(side): int(amount) for *side, amount in tuples(summed)}
    kept = {(row.account, row.owner_id): row.amount for row in LedgerBalance.select()}
    for side in sorted(sums.keys() | kept.keys()):
        if sums.get(side, 0) != kept.get(side, 0):
            account, owner_id = side
            yield Fault(f"{account} of {owner_id}", f"{kept.get(side, 0):,} won kept as its sum")


def payable() -> Iterator[Fault]:
    """What a seller is owed is what was settled for them and not sent, or not arrived."""
    settled = Settlement.select(Settlement.seller_id, fn.SUM(Settlement.amount))
    owed = Counter(_of_owners(settled.group_by(Settlement.seller_id)))
    for sum_of, states in (
        (Payout.amount, ("SENT", "PAID")),
        (Payout.netted, ("SENT", "PAID", "FAILED")),
    ):
        sent = Payout.select(Payout.seller_id, fn.SUM(sum_of)).where(Payout.state.in_(states))
        owed.subtract(_of_owners(sent.group_by(Payout.seller_id)))
    yield from _compared(Account.SELLER_PAYABLE, {one: won for one, won in owed.items() if won})


def payouts() -> Iterator[Fault]:
    """What is on its way to sellers is what was sent, until the bank says what became of it."""
    sent = Payout.select(Payout.payout_id, Payout.amount).where(Payout.state == "SENT")
    yield from _compared(Account.PAYOUTS, _of_owners(sent))


def bank() -> Iterator[Fault]:
    """What is in our own account is what came from the provider, less what we have sent."""
    paid = Payout.select(fn.SUM(Payout.amount)).where(Payout.state == "PAID").scalar() or 0
    by_hand = Refund.select(fn.SUM(Refund.by_hand)).scalar() or 0
    yield from _compared(Account.BANK, {0: int(paid) + int(by_hand) - _remitted(Remittance.amount)})


def commission() -> Iterator[Fault]:
    """What is ours is what was kept of settled orders, less the tax in it."""
    kept = Settlement.select(fn.SUM(Settlement.commission - Settlement.vat)).scalar() or 0
    yield from _compared(Account.COMMISSION, {0: int(kept)})


def vat() -> Iterator[Fault]:
    """What is the state's is the tax in what was kept of settled orders."""
    kept = Settlement.select(fn.SUM(Settlement.vat)).scalar() or 0
    yield from _compared(Account.VAT, {0: int(kept)})


def fees() -> Iterator[Fault]:
    """What was kept of an order is what its fees say, in proportion to what did not go back."""
    for rows in chunked(Settlement.select().iterator(), _AT_ONCE):
        frozen = fees_by_order(row.order_id for row in rows)
        for row in rows:
            kept = kept_fees(row, frozen[row.order_id])
            asked = sum(fee.amount for fee in kept), sum(fee.vat for fee in kept)
            if asked != (row.commission, row.vat):
                told = f"{row.commission:,} won and {row.vat:,} of tax in it were kept"
                wanted = "{:,} won with {:,} of tax".format(*asked)
                yield Fault(f"order {row.order_id}", f"{told}; its fees are {wanted}")


def refunds() -> Iterator[Fault]:
    """What is owed back of a refund is what was not given back yet."""
    owed = Refund.select(Refund.refund_id, Refund.amount - Refund.returned)
    is_owed = Refund.done_at.is_null() & Refund.dropped_at.is_null()
    yield from _compared(Account.REFUNDS, _of_owners(owed.where(is_owed)))


def suspense() -> Iterator[Fault]:
    """There is nothing that nobody understands."""
    yield from _compared(Account.SUSPENSE, {})


def losses() -> Iterator[Fault]:
    """What is lost, or found, is what two admins have written off."""
    off = SuspenseClearing.select(fn.SUM(SuspenseClearing.amount)).where(_IS_WRITTEN_OFF)
    yield from _compared(Account.LOSSES, {0: int(off.scalar() or 0)})


def clearing() -> Iterator[Fault]:
    """What a buyer paid is held for an order, or is owed back: nothing is left between."""
    yield from _compared(Account.BUYER_CLEARING, {})


def settlements() -> Iterator[Fault]:
    """What is settled of an order is all that was paid for it and did not go back, once."""
    rest = Order.price + Order.shipping_price - fn.COALESCE(Settlement.refunded, 0)
    rows = Order.select(
        Order.order_id, rest, Settlement.amount, Settlement.commission
    ).left_outer_join(Settlement, on=(Settlement.order == Order.order_id))
    for order_id, paid, amount, kept in tuples(rows.where(Order.state == "SETTLED")):
        if amount is None or amount + kept != paid:
            told = "nothing" if amount is None else f"{amount:,} and {kept:,} won"
            yield Fault(f"order {order_id}", f"{paid:,} won were paid, {told} settled")


def payments() -> Iterator[Fault]:
    """What an order needs to have been paid was, by one payment."""
    is_paid = (Payment.order == Order.order_id) & (Payment.state == "PAID")
    rows = (
        Order.select(Order.order_id, fn.COUNT(Payment.payment_id))
        .left_outer_join(Payment, on=is_paid)
        .where(Order.state.in_([*_HELD, "SETTLED"]))
        .group_by(Order.order_id)
        .having(fn.COUNT(Payment.payment_id) != 1)
    )
    for order_id, count in tuples(rows):
        yield Fault(f"order {order_id}", f"was paid {count} times")


CHECKS: tuple[Callable[[], Iterator[Fault]], ...] = (
    unbalanced,
    provider,
    provider_fees,
    balances,
    escrow,
    frozen,
    payable,
    payouts,
    bank,
    commission,
    vat,
    fees,
    refunds,
    suspense,
    losses,
    clearing,
    settlements,
    payments,
)


def _of_owners(rows: Iterable[Any]) -> dict[int, int]:
    return {owner_id: int(amount) for owner_id, amount in tuples(rows)}


def _compared(account: Account, expected: Mapping[int, int]) -> Iterator[Fault]:
    """A balance of each owner, in won, credits above zero."""
    lines = LedgerLine.select(LedgerLine.owner_id, fn.SUM(0 - LedgerLine.amount))
    of_account = lines.where(LedgerLine.account == str(account)).group_by(LedgerLine.owner_id)
    booked = {owner: won for owner, won in _of_owners(of_account).items() if won}
    for owner_id in sorted(booked.keys() | expected.keys()):
        told, wanted = booked.get(owner_id, 0), expected.get(owner_id, 0)
        if told != wanted:
            owner = f" of {owner_id}" if owner_id else ""
            yield Fault(f"{account}{owner}", f"holds {told:,} won instead of {wanted:,}")
