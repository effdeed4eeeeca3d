"""How long does it take to compare a day with the provider's list, and with how much memory?

The operator's own command compares a small day, and then one of ten times as many payments: what
it holds in memory must not grow with them. Of each hundred one was given back at the console and
nobody has told us; those of the small day are still held, and are asked about beside.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.processes import ROOT
from bench.servers.stock import stock
from grpc_services.korea import day_of, start_of
from grpc_services.money.ledger import Account
from models.base import database
from models.dialect import open_database
from models.money import LedgerEntry, LedgerLine, Payment, ProviderPayment
from models.trade import Order
from sandbox.store import FILE_NAME

_AMOUNT = 24_000
_SMALLER = 10
_ONE_IN = 100
#: Rows in one statement.
_STEP = 2_000
_MOST_SECONDS = 300
_MOST_MEGABYTES = 20


@dataclass
class Sizes:
    """What a run takes."""

    payments: int = 10_000


FULL = Sizes(payments=100_000)


@dataclass(frozen=True)
class _Day:
    """Which payments, by their numbers, were made on a day, and how far their orders came."""

    day: date
    numbers: range
    state: str

    def paid_at(self, number: int) -> datetime:
        share = (number - self.numbers.start) / len(self.numbers)
        return start_of(self.day) + timedelta(days=1) * share


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will put two days in, and compare one after the other."""
    report = Report("Comparing with the provider", asdict(sizes))
    with running_cluster(folder, edges=0, sandboxes=True) as cluster:
        small, large = _days(sizes)
        goods_id = stock(cluster, members=1, goods=1).goods_ids[0]
        database.initialize(open_database(cluster.database_url))
        for one in (small, large):
            _put_books(one, goods_id)
            _put_list(one, folder / "sandbox" / FILE_NAME)
        before = _compare(cluster, small)
        after = _compare(cluster, large)
    _tell(report, sizes, before, after)
    return report


def _days(sizes: Sizes) -> tuple[_Day, _Day]:
    today = day_of(datetime.now(UTC))
    few = sizes.payments // _SMALLER
    return (
        _Day(today - timedelta(days=2), range(1, few + 1), "SHIPPED"),
        _Day(today - timedelta(days=1), range(few + 1, few + sizes.payments + 1), "SETTLED"),
    )


def _put_books(day: _Day, goods_id: int) -> None:
    with database.connection_context():
        for table, row in _BOOKS:
            for numbers in _steps(day.numbers):
                rows = [row(day, number, goods_id) for number in numbers]
                table.insert_many(rows).execute()


def _steps(numbers: range) -> Iterator[range]:
    for start in range(0, len(numbers), _STEP):
        yield numbers[start : start + _STEP]


def _order(day: _Day, number: int, goods_id: int) -> dict[str, Any]:
    at = day.paid_at(number)
    return {
        "order_id": number, "goods": goods_id, "seq": number, "goods_name": "goods",
        "buyer_id": 2, "seller_id": 1, "state": day.state, "price": _AMOUNT, "shipping_price": 0,
        "due_at": at, "created_at": at,
    }  # fmt: skip


def _payment(day: _Day, number: int, _goods_id: int) -> dict[str, Any]:
    at = day.paid_at(number)
    return {
        "payment_id": number, "order": number, "merchant_uid": f"pikcur-{number}",
        "imp_uid": f"imp_{number}", "amount": _AMOUNT, "state": "PAID", "created_at": at,
        "paid_at": at,
    }  # fmt: skip


def _reading(day: _Day, number: int, _goods_id: int) -> dict[str, Any]:
    at = day.paid_at(number)
    return {
        "reading_id": number, "provider_uid": f"imp_{number}", "payment": number, "status": "PAID",
        "paid": _AMOUNT, "cancelled": 0, "currency": "KRW", "method": "card",
        "transaction_id": "", "receipt_url": "", "paid_at": at, "seen_at": at, "changes": 1,
    }  # fmt: skip


def _entry(day: _Day, number: int, _goods_id: int) -> dict[str, Any]:
    key = f"reading:{number}:paid:1"
    return {"entry_id": number, "business_key": key, "recorded_at": day.paid_at(number)}


def _line(_day: _Day, number: int, _goods_id: int) -> dict[str, Any]:
    account, amount = str(Account.PROVIDER), _AMOUNT
    return {"entry": number, "account": account, "owner_id": 0, "amount": amount}


def _other_line(_day: _Day, number: int, _goods_id: int) -> dict[str, Any]:
    account, amount = str(Account.ESCROW), -_AMOUNT
    return {"entry": number, "account": account, "owner_id": number, "amount": amount}


_BOOKS: tuple[tuple[Any, Any], ...] = (
    (Order, _order),
    (Payment, _payment),
    (ProviderPayment, _reading),
    (LedgerEntry, _entry),
    (LedgerLine, _line),
    (LedgerLine, _other_line),
)


def _put_list(day: _Day, file: Path) -> None:
    """Straight into what the sandbox keeps: one request each would take longer than all else."""
    names = (
        "imp_uid", "merchant_uid", "pay_method", "amount", "cancel_amount", "status", "started_at",
        "paid_at", "cancelled_at",
    )  # fmt: skip
    places = ", ".join("?" * len(names))
    sql = f"INSERT INTO payments ({', '.join(names)}) VALUES ({places})"  # noqa: S608
    db = sqlite3.connect(file, timeout=60)
    with db:
        db.executemany(sql, (_listed(day, number) for number in day.numbers))
    db.close()


def _listed(day: _Day, number: int) -> tuple[Any, ...]:
    at = int(day.paid_at(number).timestamp())
    uids = (f"imp_{number}", f"pikcur-{number}", "card", _AMOUNT)
    if day.state == "SETTLED" and number % _ONE_IN == 0:
        return (*uids, _AMOUNT, "cancelled", at, at, at)
    return (*uids, 0, "paid", at, at, 0)


def _compare(cluster: Cluster, day: _Day) -> dict[str, Any]:
    """What the command says, with the seconds and the megabytes that it took."""
    command = [
        sys.executable, "-m", "bin.pikcur", "--json", "reconcile", "--day", str(day.day)
    ]  # fmt: skip
    environment = os.environ | cluster.settings_environment
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        told = process.stdout.read() if process.stdout else b""
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    done: dict[str, Any] = json.loads(told.splitlines()[-1])
    services = cluster.memory_bytes("services-1") / 1_000_000
    seconds = time.perf_counter() - began
    return done | {"seconds": seconds, "mb": used.ru_maxrss / 1_000, "services_mb": services}


def _tell(report: Report, sizes: Sizes, small: dict[str, Any], large: dict[str, Any]) -> None:
    seconds, count = large["seconds"], large["payments"]
    allowed = _MOST_SECONDS * sizes.payments / FULL.payments
    note = f"{count:,} payments, {count / seconds:,.0f} a second"
    in_time = seconds <= allowed
    report.add(Row("a day", seconds, "s", f"≤ {allowed:g}", in_time, note=note))
    for name, key in (("the command", "mb"), ("the services", "services_mb")):
        more = large[key] - small[key]
        note = f"{small[key]:.0f} → {large[key]:.0f} MB at {_SMALLER} times as many payments"
        is_flat = more <= _MOST_MEGABYTES
        report.add(Row(f"memory of {name}", more, "MB", f"≤ {_MOST_MEGABYTES}", is_flat, note=note))
    expected = {
        "payments": sizes.payments,
        "held": sizes.payments // _SMALLER,
        "mended": sizes.payments // _ONE_IN,
        "difference_count": 0,
    }
    report.faults += [
        f"{name}: {large[name]:,} instead of {count:,}"
        for name, count in expected.items()
        if large[name] != count
    ]
