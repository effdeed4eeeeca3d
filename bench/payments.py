"""How soon is money taken in, and what is due done, when much of it comes at once?

Payments: buyers pay at a rate, PortOne's webhooks come, and each order is to be PAID soon; one
process of each kind, the sandbox beside them. Deadlines: thousands of orders are due in one
instant, while bids go on. Balances: a seller's, of a long ledger beside a short one.
"""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.load.markets import stocked_market
from bench.load.outside import Outside
from bench.load.players import playing
from bench.report import Report, Row, middle
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.won import Won, won
from grpc_services.money.balances import balance_of
from models.auction import Auction, UnpaidWin
from models.base import database as tables
from models.base import tuples
from models.dialect import database_now, open_database
from models.money import LedgerBalance, LedgerEntry, LedgerLine, Payment
from models.trade import Order, OrderEvent

_PATIENCE = 120.0
_ROWS = 5_000
_LOOKS = 300


@dataclass
class Sizes:
    """What a run takes."""

    payments: int = 300
    #: That are begun each second.
    rate: float = 100.0
    #: Orders that are due in one instant.
    deadlines: int = 600
    #: Bids a second, before and meanwhile.
    bids: float = 50.0
    #: Lines of the long ledger.
    lines: int = 20_000


FULL = Sizes(payments=3_000, rate=110.0, deadlines=10_000, lines=1_000_000)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will measure how soon it is done."""
    report = Report("payments", asdict(sizes))
    with running_cluster(folder / "cluster", workers=1, clocks=1) as cluster:
        tables.initialize(open_database(cluster.database_url))
        if sizes.payments:
            _measure_payments(cluster, sizes, report)
        if sizes.deadlines:
            _measure_deadlines(cluster, sizes, report)
        if sizes.lines:
            _measure_balances(cluster, sizes, report)
    return report


def _measure_payments(cluster: Cluster, sizes: Sizes, report: Report) -> None:
    orders = won(cluster, sizes.payments)
    sys.stderr.write(f"  {len(orders):,} orders wait for money\n")
    began, busy = time.monotonic(), cluster.cpu_seconds()
    paid = pay_all(cluster, orders, sizes.rate)
    booked = paid_at(len(orders), {one.order_id for one in orders})
    seconds = time.monotonic() - began
    used = {
        name: round((cpu - busy[name]) / seconds, 2) for name, cpu in cluster.cpu_seconds().items()
    }
    missing = paid.keys() - booked.keys()
    report.faults += [f"order {order_id} was paid and is not PAID" for order_id in sorted(missing)]
    waits = sorted((booked[key] - paid[key]).total_seconds() for key in paid.keys() & booked.keys())
    rate = len(waits) / (max(booked.values()) - min(paid.values())).total_seconds()
    p99 = waits[int(len(waits) * 0.99)]
    note = ", ".join(f"{name} {cpu}" for name, cpu in used.items() if cpu >= 0.05)
    report.add(Row("payments confirmed", rate, "/s", "≥ 100", rate >= 100, used, note))
    report.add(Row("webhook to PAID, p50", waits[len(waits) // 2], "s", "", None))
    report.add(Row("webhook to PAID, p99", p99, "s", "≤ 2", p99 <= 2))


def pay_all(cluster: Cluster, orders: list[Won], rate: float) -> dict[int, datetime]:
    """This function will say when each was paid by PortOne, which sends its webhook at once."""
    began, lines = time.monotonic(), threading.local()

    def pay(number: int) -> tuple[int, datetime]:
        if not hasattr(lines, "outside"):
            lines.outside = Outside(cluster, {})
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        at = database_now()
        lines.outside.play("POST", "pay", merchant_uid=orders[number].merchant_uid, amount=23_000)
        return orders[number].order_id, at

    with ThreadPoolExecutor(8) as pool:
        return dict(pool.map(pay, range(len(orders))))


def paid_at(count: int, order_ids: set[int]) -> dict[int, datetime]:
    """This function will wait until as many are PAID, and say since when."""
    give_up_at = time.monotonic() + _PATIENCE
    with tables.connection_context():
        query = OrderEvent.select(OrderEvent.order, OrderEvent.at).where(OrderEvent.state == "PAID")
        while True:
            found = {key: at for key, at in tuples(query) if key in order_ids}
            if len(found) == count or time.monotonic() > give_up_at:
                return found
            time.sleep(0.1)


def _measure_deadlines(cluster: Cluster, sizes: Sizes, report: Report) -> None:
    """A third each: nobody has paid, nobody has sent, nobody has said that all is well."""
    orders = won(cluster, sizes.deadlines)
    order_ids = [one.order_id for one in orders]
    third = len(order_ids) // 3
    with playing("bench.load.bidclient") as client:
        market = stocked_market("bids", cluster, client, report.faults, members=500, goods=100)
        market.ports[:] = cluster.edge_ports
        bid = {"do": "open", "connections": 32, "rate": sizes.bids, "warm": 1.0}
        before = market.does(bid | {"seconds": 5.0}, market.goods)["ms"]["p99"]
        with tables.connection_context():
            due_at = database_now() + timedelta(seconds=2)
            _make_due(order_ids[:third], "AWAITING_PAYMENT", "END_UNPAID", due_at)
            _make_due(order_ids[third : 2 * third], "PAID", "CALL_OFF", due_at)
            _make_due(order_ids[2 * third :], "DELIVERED", "CONFIRM", due_at)
        sys.stderr.write(f"  {len(orders):,} orders are due at {due_at:%H:%M:%S}\n")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_worked_off_after, due_at)
            meanwhile = market.does(bid | {"seconds": 8.0}, market.goods)["ms"]["p99"]
            seconds = waiting.result()
    name = f"{len(orders):,} deadlines of one instant"
    report.add(Row(name, seconds, "s", "≤ 60", seconds <= 60))
    ratio, note = meanwhile / before, f"{meanwhile:.0f} ms and {before:.0f} ms"
    report.add(Row("bids' p99 meanwhile ÷ before", ratio, "", "< 2", ratio < 2, {}, note))


def _make_due(order_ids: list[int], state: str, act: str, due_at: datetime) -> None:
    theirs = Order.order_id.in_(order_ids)
    Payment.update(
        state="PAID" if state == "PAID" else "FAILED", imp_uid="imp_1", look_at=None
    ).where(Payment.order.in_(order_ids)).execute()
    if state != "AWAITING_PAYMENT":
        goods = Order.select(Order.goods).where(theirs)
        Auction.update(state="SOLD").where(Auction.goods.in_(goods)).execute()
        UnpaidWin.delete().where(UnpaidWin.goods_id.in_(goods)).execute()
    Order.update(state=state, act=act, act_at=due_at, due_at=due_at).where(theirs).execute()


def _worked_off_after(due_at: datetime) -> float:
    """In seconds, when nothing was left that was due then."""
    with tables.connection_context():
        left = Order.select().where(Order.act_at <= due_at)
        while left.exists():
            time.sleep(0.1)
        return (database_now() - due_at).total_seconds()


def _measure_balances(cluster: Cluster, sizes: Sizes, report: Report) -> None:
    """Of a seller with a long ledger and of one with a thousandth of it, in turn."""
    with tables.connection_context():
        for seller_id, count in ((-1, sizes.lines), (-2, max(1, sizes.lines // 1_000))):
            _put_lines(seller_id, count)
        took = [[_seconds(-1), _seconds(-2)] for _ in range(_LOOKS)]
        long, short = (middle(list(times)) for times in zip(*took, strict=True))
    ratio = long / short
    note = f"{1e6 * long:.0f} µs of {sizes.lines:,} lines"
    report.add(Row("balance, long ledger ÷ short", ratio, "", "≤ 2", ratio <= 2, {}, note))


def _put_lines(seller_id: int, count: int) -> None:
    last = LedgerEntry.select(LedgerEntry.entry_id).order_by(LedgerEntry.entry_id.desc()).first()
    first, now = (last.entry_id + 1 if last else 1), database_now()
    for start in range(first, first + count, _ROWS):
        ids = range(start, min(start + _ROWS, first + count))
        LedgerEntry.insert_many(
            [{"entry_id": n, "business_key": f"bench:{n}", "recorded_at": now} for n in ids]
        ).execute()
        LedgerLine.insert_many(
            [
                {"entry": n, "account": "SELLER_PAYABLE", "owner_id": seller_id, "amount": -1}
                for n in ids
            ]
        ).execute()
    LedgerBalance.create(account="SELLER_PAYABLE", owner_id=seller_id, amount=-count)


def _seconds(seller_id: int) -> float:
    began = time.perf_counter()
    balance_of(member_id=seller_id)
    return time.perf_counter() - began
