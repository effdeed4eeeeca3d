"""Where did an order's money go? What its payments brought, what was held, and whose it became."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from grpc_services.finance.orders import any_order
from models.money import LedgerEntry, LedgerLine, Payment, ProviderPayment, Refund
from models.trade import Order


class Moved(NamedTuple):
    """A movement with its lines, which sum to zero."""

    entry: LedgerEntry
    lines: list[LedgerLine]


def ledger_of(*, order_id: int) -> list[Moved]:
    """
    This function will give every movement of an order's money, oldest first.

    :raises OrderNotFound: if there is no such order
    """
    order = any_order(order_id)
    return _moved(LedgerEntry.entry_id.in_(_entries_of(order)) | _came_by(order))


def moved(entry_ids: Sequence[int]) -> list[Moved]:
    """This function will give movements with their lines, oldest first."""
    return _moved(LedgerEntry.entry_id.in_(list(entry_ids)))


def _moved(is_meant: Any) -> list[Moved]:
    entries = list(LedgerEntry.select().where(is_meant).order_by(LedgerEntry.entry_id))
    lines = _lines(entries)
    return [Moved(entry, lines[entry.entry_id]) for entry in entries]


def _entries_of(order: Order) -> Any:
    """Those that concern what is held for it, or what goes back of it."""
    held = LedgerLine.account.in_(["ESCROW", "FROZEN"]) & (LedgerLine.owner_id == order.order_id)
    refunds = Refund.select(Refund.refund_id).where(Refund.payment.in_(_payments(order)))
    back = (LedgerLine.account == "REFUNDS") & LedgerLine.owner_id.in_(refunds)
    return LedgerLine.select(LedgerLine.entry).where(held | back)


def _came_by(order: Order) -> Any:
    """Those of the provider's payments, which name the buyer and not the order."""
    readings = ProviderPayment.select().where(ProviderPayment.payment.in_(_payments(order)))
    keys = [f"reading:{row.reading_id}:" for row in readings]
    return reduce(or_, [LedgerEntry.business_key.startswith(key) for key in keys], False)


def _payments(order: Order) -> Any:
    return Payment.select(Payment.payment_id).where(Payment.order == order)


def _lines(entries: list[LedgerEntry]) -> dict[int, list[LedgerLine]]:
    rows = LedgerLine.select().where(LedgerLine.entry.in_([row.entry_id for row in entries]))
    found = defaultdict(list)
    for line in rows.order_by(LedgerLine.entry, LedgerLine.account, LedgerLine.owner_id):
        found[line.entry_id].append(line)
    return found
