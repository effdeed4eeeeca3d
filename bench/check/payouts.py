"""Was each seller paid what was settled for them, and nothing twice? Our books and the bank's."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import fn

from bench.load.paying import Bank
from models.base import tuples
from models.money import LedgerEntry, LedgerLine, Settlement
from models.payouts import Payout

_SENT = ("SENT", "PAID", "FAILED")
#: Whoever is owed less waits for more.
_MINIMUM = 1_000


def payout_faults(bank: Bank) -> Iterator[str]:
    """This function will tell what is wrong once everybody who is owed something was paid."""
    yield from _unlike_the_bank(bank)
    booked = _booked()
    yield from _unlike_the_ledger(bank, booked)
    yield from _unpaid(bank, booked)


def _unlike_the_bank(bank: Bank) -> Iterator[str]:
    """Every payout that was sent is a transfer of the bank's, and did what the bank says."""
    rows = {row.payout_id: row for row in Payout.select().where(Payout.state.in_(_SENT))}
    for number in sorted(rows.keys() | bank.transfers.keys()):
        row, transfer = rows.get(number), bank.transfers.get(number)
        ours = row and (row.run_id, row.account_number, row.amount, row.state)
        theirs = transfer and (
            *(transfer.run_id, transfer.account, transfer.amount, transfer.state),
        )
        if ours != theirs:
            yield f"payout {number} is {ours}, at the bank {theirs}"
        elif row and bank.owners[str(row.account_number)] != row.seller_id:
            yield f"payout {number} of {row.seller_id} went to somebody else"


def _booked() -> dict[int, dict[str, Counter[str]]]:
    """By payout and step, how much was booked on which account, credits above zero."""
    lines = (
        LedgerLine.select(LedgerEntry.business_key, LedgerLine.account, LedgerLine.amount)
        .join(LedgerEntry)
        .where(LedgerEntry.business_key.startswith("payout:"))
    )
    booked: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for key, account, amount in tuples(lines):
        _, number, step = key.split(":")
        booked[int(number)][step][account] -= amount
    return booked


def _unlike_the_ledger(bank: Bank, booked: dict[int, dict[str, Counter[str]]]) -> Iterator[str]:
    for number in sorted(booked.keys() | bank.transfers.keys()):
        transfer, steps = bank.transfers.get(number), booked.get(number, {})
        if transfer is None or steps.keys() != {"sent", transfer.state.lower()}:
            yield f"payout {number} is booked as {sorted(steps)}, at the bank it is {transfer}"
            continue
        left, is_paid = steps[transfer.state.lower()], transfer.state == "PAID"
        went_to = "BANK" if is_paid else "SELLER_PAYABLE"
        on_its_way = steps["sent"]["PAYOUTS"]
        if not on_its_way == -left["PAYOUTS"] == left[went_to] == transfer.amount:
            yield f"payout {number} of {transfer.amount:,} won is booked as {dict(steps)}"


def _unpaid(bank: Bank, booked: dict[int, dict[str, Counter[str]]]) -> Iterator[str]:
    """What was settled for a seller was paid to them, or was owed by them, but for a rest."""
    settled = _sums(Settlement.seller_id, Settlement.amount, Settlement)
    owed, owing = (
        _sums(LedgerLine.owner_id, 0 - LedgerLine.amount, LedgerLine, LedgerLine.account == account)
        for account in ("SELLER_PAYABLE", "SELLER_RECEIVABLE")
    )
    paid, netted = Counter[int](), Counter[int]()
    for number, transfer in bank.transfers.items():
        seller_id = bank.owners[transfer.account]
        paid[seller_id] += transfer.amount * (transfer.state == "PAID")
        netted[seller_id] += booked[number]["sent"]["SELLER_RECEIVABLE"]
    for seller_id in sorted(settled.keys() | paid.keys() | owed.keys()):
        rest = settled[seller_id] - paid[seller_id] - netted[seller_id]
        if rest != owed[seller_id]:
            told = f"{settled[seller_id]:,} won were settled, {paid[seller_id]:,} paid"
            yield f"seller {seller_id}: {told}, {owed[seller_id]:,} owed"
        elif rest + owing[seller_id] >= _MINIMUM:
            yield f"seller {seller_id} is owed {rest:,} won, and was not paid"


def _sums(owner: Any, amount: Any, table: Any, where: Any = True) -> Counter[int]:
    rows = table.select(owner, fn.SUM(amount)).where(where).group_by(owner)
    return Counter({owner_id: int(won) for owner_id, won in tuples(rows)})
