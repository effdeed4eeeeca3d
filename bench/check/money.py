"""Is all the money where it should be? The ledger beside the provider's own books, and the orders.

What the audit of the market checks is checked as well; here it is done again without our rules, by
what is stored and by what the provider's own database says.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from peewee import fn

from bench.check.payouts import payout_faults
from bench.load.paying import Bank
from grpc_services.audit import books
from models.base import database as tables
from models.base import tuples
from models.dialect import open_database
from models.money import LedgerLine, Payment, ProviderOperation, ProviderPayment
from models.trade import Order

_ENDED = ("SETTLED", "CANCELLED", "REFUNDED", "UNPAID")


def money_faults(database_url: str, provider: Path, bank: Bank) -> list[str]:
    """
    This function will tell what is wrong once everything has ended.

    `provider` is the database of the sandbox.
    """
    tables.initialize(open_database(database_url))
    with tables.connection_context():
        # Money that goes back twice, by hand and at the console, stays there: somebody is told.
        checks = [check for check in books.CHECKS if check is not books.suspense]
        found = [f"{check.__name__}: {fault}" for check in checks for fault in check()]
        found += [*_unended(), *_unlike_the_provider(_held(provider)), *_left_over()]
        return [*found, *_unheard(provider), *payout_faults(bank)]


def unfinished(database_url: str) -> int:
    """This function will count the orders and operations that have not come to their end."""
    tables.initialize(open_database(database_url))
    with tables.connection_context():
        orders = Order.select().where(Order.state.not_in(_ENDED)).count()
        pending = ProviderOperation.select().where(ProviderOperation.state == "PENDING")
        return int(orders + pending.count())


def orders_by_goods(database_url: str, goods_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """This function will tell how the orders of goods stand, the latest last, as the API does."""
    tables.initialize(open_database(database_url))
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with tables.connection_context():
        rows = Order.select(Order.goods, Order.order_id, Order.buyer_id, Order.state)
        for goods_id, *row in tuples(
            rows.where(Order.goods.in_(goods_ids)).order_by(Order.order_id)
        ):
            found[goods_id].append(dict(zip(("orderId", "buyerId", "state"), row, strict=True)))
    return found


def ends_of_orders(database_url: str) -> dict[str, int]:
    """This function will count the orders by how they stand."""
    tables.initialize(open_database(database_url))
    with tables.connection_context():
        counted = Order.select(Order.state, fn.COUNT(Order.order_id)).group_by(Order.state)
        return dict(tuples(counted))


def _unended() -> Iterator[str]:
    for order in Order.select().where(Order.state.not_in(_ENDED)):
        yield f"order {order.order_id} is still {order.state}"
    for one in ProviderOperation.select().where(ProviderOperation.state == "PENDING"):
        yield f"{one.kind} of {one.subject} is still pending: {one.last_error}"


def _held(provider: Path) -> dict[str, int]:
    """What the provider holds under each number of ours in won, by its own books."""
    with closing(sqlite3.connect(f"file:{provider}?mode=ro", uri=True)) as database:
        return dict(
            database.execute(
                "SELECT merchant_uid, SUM(amount - cancel_amount) FROM payments"
                " WHERE paid_at > 0 AND currency = 'KRW' GROUP BY merchant_uid"
            )
        )


def _unheard(provider: Path) -> Iterator[str]:
    """Whatever is killed, some webhooks arrive; else only looks would have been tried."""
    with closing(sqlite3.connect(f"file:{provider}?mode=ro", uri=True)) as database:
        states = dict(database.execute("SELECT state, COUNT(*) FROM deliveries GROUP BY state"))
    if states and "delivered" not in states:
        yield f"of {states} webhooks none arrived"


def _booked() -> dict[str, int]:
    """The same by our ledger."""
    rows = ProviderPayment.select(ProviderPayment.reading_id, Payment.merchant_uid).join(Payment)
    uids = dict(tuples(rows))
    booked: dict[str, int] = defaultdict(int)
    for line in LedgerLine.select().where(LedgerLine.account == "PROVIDER"):
        _, reading_id, *_ = line.entry.business_key.split(":")
        booked[uids[int(reading_id)]] += line.amount
    return booked


def _unlike_the_provider(held: dict[str, int]) -> Iterator[str]:
    booked = _booked()
    for uid in sorted(held.keys() | booked.keys()):
        theirs, ours = held.get(uid, 0), booked.get(uid, 0)
        if theirs != ours:
            yield f"{uid}: PortOne holds {theirs:,} won, by the ledger {ours:,}"


def _left_over() -> Iterator[str]:
    """When all has ended nothing is held for an order, nor owed back unless that is stuck."""
    stuck = {
        int(one.subject.partition(":")[2])
        for one in ProviderOperation.select().where(
            ProviderOperation.kind == "CANCEL", ProviderOperation.state == "STUCK"
        )
    }
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for line in LedgerLine.select():
        sums[line.account, line.owner_id] -= line.amount
    for (account, owner_id), amount in sorted(sums.items()):
        is_stuck = account == "REFUNDS" and owner_id in stuck
        if amount and account in ("ESCROW", "FROZEN", "BUYER_CLEARING", "REFUNDS") and not is_stuck:
            yield f"{amount:,} won are left in {account} of {owner_id}"
