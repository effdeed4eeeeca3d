"""Which payments were prepared, made and cancelled? What both versions of PortOne look at."""

import secrets
import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from sandbox import store

OUTCOMES = ("paid", "failed", "ready")

#: What a virtual account without an end of its own waits for its money.
_DEPOSIT_SECONDS = 3 * 24 * 3600

SORTINGS = ("-started", "started", "-paid", "paid", "-updated", "updated")


class Refusal(Exception):
    """The provider will not do what was asked."""


class AlreadyPrepared(Refusal): ...


class NotPrepared(Refusal): ...


class NothingToCancel(Refusal): ...


class AlreadyCancelled(Refusal): ...


class BalanceMismatch(Refusal): ...


class CancelTooMuch(Refusal): ...


class NoRefundAccount(Refusal): ...


class WillNotCancel(Refusal): ...


class BankIsLookedAfter(Refusal): ...


class AlreadyPaid(Refusal): ...


class NothingToDeposit(Refusal): ...


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    cancellation_id: str
    amount: int
    cancelled_at: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One attempt to pay; times are unix seconds, 0 when it never came to that."""

    imp_uid: str
    merchant_uid: str
    pay_method: str
    amount: int
    currency: str
    cancel_amount: int
    status: str
    started_at: int
    paid_at: int
    failed_at: int
    cancelled_at: int
    fail_reason: str | None
    cancel_reason: str | None
    cancellations: tuple[Cancellation, ...]

    @property
    def updated_at(self) -> int:
        return max(self.started_at, self.paid_at, self.failed_at, self.cancelled_at)

    @property
    def balance(self) -> int:
        return self.amount - self.cancel_amount


_GIVEN_UP = "[결제포기] 사용자가 결제를 취소하셨습니다"

_COLUMNS = tuple(field.name for field in fields(Payment) if field.name != "cancellations")


def prepare(db: sqlite3.Connection, *, merchant_uid: str, amount: int) -> None:
    """:raises AlreadyPrepared: if `merchant_uid` has an amount"""
    if prepared_amount(db, merchant_uid) is not None:
        raise AlreadyPrepared(merchant_uid)
    db.execute("INSERT INTO prepared VALUES (?, ?)", (merchant_uid, amount))


def change_prepared(db: sqlite3.Connection, *, merchant_uid: str, amount: int) -> None:
    """:raises NotPrepared: if `merchant_uid` has no amount yet"""
    if prepared_amount(db, merchant_uid) is None:
        raise NotPrepared(merchant_uid)
    db.execute("UPDATE prepared SET amount = ? WHERE merchant_uid = ?", (amount, merchant_uid))


def prepared_amount(db: sqlite3.Connection, merchant_uid: str) -> int | None:
    row = db.execute(
        "SELECT amount FROM prepared WHERE merchant_uid = ?", (merchant_uid,)
    ).fetchone()
    return None if row is None else int(row["amount"])


def make_payment(
    db: sqlite3.Connection,
    *,
    merchant_uid: str,
    amount: int | None,
    currency: str,
    outcome: str,
    is_again: bool,
    imp_uid: str | None,
    now: int,
) -> Payment:
    """
    This function will play a buyer who pays; without `amount`, what was prepared.

    :raises NotPrepared: if there is neither
    :raises AlreadyPaid: if `merchant_uid` was paid before, unless it is to be paid again
    """
    amount = amount or prepared_amount(db, merchant_uid)
    if amount is None:
        raise NotPrepared(merchant_uid)
    if not is_again and any(payment.paid_at for payment in payments_of(db, merchant_uid)):
        raise AlreadyPaid(merchant_uid)

    imp_uid = imp_uid or f"imp_{secrets.randbelow(10**12):012d}"
    values = {
        "imp_uid": imp_uid,
        "merchant_uid": merchant_uid,
        # Only a virtual account can wait for its money.
        "pay_method": "vbank" if outcome == "ready" else "card",
        "amount": amount,
        "currency": currency,
        "status": outcome,
        "started_at": now,
        "paid_at": now if outcome == "paid" else 0,
        "failed_at": now if outcome == "failed" else 0,
        "fail_reason": _GIVEN_UP if outcome == "failed" else None,
    }
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT INTO payments ({columns}) VALUES ({marks})", tuple(values.values()))  # noqa: S608 - names of ours
    return _known_payment(db, imp_uid)


def deposit(db: sqlite3.Connection, *, imp_uid: str, now: int) -> Payment:
    """
    This function will play a buyer who sends money to the virtual account they were given.

    :raises NothingToDeposit: if there is none that waits, or it has waited too long
    """
    payment = payment_by_imp_uid(db, imp_uid)
    if payment is None or payment.status != "ready" or now > deposit_ends_at(payment):
        raise NothingToDeposit(f"{imp_uid} is no virtual account that waits for money.")
    db.execute("UPDATE payments SET status = 'paid', paid_at = ? WHERE imp_uid = ?", (now, imp_uid))
    return _known_payment(db, imp_uid)


def deposit_ends_at(payment: Payment) -> int:
    return payment.started_at + _DEPOSIT_SECONDS


def check_refund_account(payment: Payment | None, account: Sequence[str | None]) -> None:
    """:raises NoRefundAccount: if there is nowhere to send back what a virtual account received"""
    if payment is not None and payment.pay_method == "vbank" and not all(account):
        raise NoRefundAccount(payment.imp_uid)


def cancel_payment(
    db: sqlite3.Connection,
    *,
    payment: Payment | None,
    amount: int | None,
    believed_balance: int | None,
    reason: str,
    now: int,
) -> Payment:
    """
    This function will give back `amount`, or all that is left.

    :raises NothingToCancel: if there is no such payment, or it was never paid
    :raises AlreadyCancelled: if nothing is left
    :raises BalanceMismatch: if the caller believes in another balance than ours
    :raises CancelTooMuch: if less than `amount` is left
    """
    if payment is None or payment.status not in ("paid", "cancelled"):
        raise NothingToCancel("There is no such paid payment.")
    if payment.balance == 0:
        raise AlreadyCancelled(payment.imp_uid)
    if believed_balance not in (None, payment.balance):
        raise BalanceMismatch(f"{payment.balance} can be cancelled, not {believed_balance}.")
    amount = amount or payment.balance
    if amount > payment.balance:
        raise CancelTooMuch(f"{payment.balance} can be cancelled, asked for {amount}.")

    db.execute(
        "INSERT INTO cancellations (cancellation_id, imp_uid, amount, cancelled_at, reason)"
        " VALUES (?, ?, ?, ?, ?)",
        (str(uuid.uuid4()), payment.imp_uid, amount, now, reason),
    )
    db.execute(
        "UPDATE payments SET cancel_amount = cancel_amount + ?, cancelled_at = ?,"
        " cancel_reason = ?, status = ? WHERE imp_uid = ?",
        (
            amount,
            now,
            reason,
            "cancelled" if amount == payment.balance else "paid",
            payment.imp_uid,
        ),
    )
    return _known_payment(db, payment.imp_uid)


def payment_by_imp_uid(db: sqlite3.Connection, imp_uid: str) -> Payment | None:
    row = db.execute("SELECT * FROM payments WHERE imp_uid = ?", (imp_uid,)).fetchone()
    return None if row is None else _payment(db, row)


def _known_payment(db: sqlite3.Connection, imp_uid: str) -> Payment:
    payment = payment_by_imp_uid(db, imp_uid)
    if payment is None:
        raise LookupError(imp_uid)
    return payment


def payments_of(
    db: sqlite3.Connection, merchant_uid: str, *, status: str = "all", sorting: str = "-started"
) -> list[Payment]:
    rows = db.execute(
        "SELECT * FROM payments WHERE merchant_uid = ? AND ? IN ('all', status) ORDER BY position",
        (merchant_uid, status),
    )
    return _sorted((_payment(db, row) for row in rows.fetchall()), sorting)


@dataclass(frozen=True)
class Span:
    """Which payments a list is of: those in a state, by when they came into it."""

    status: str
    since: int
    until: int

    @property
    def condition(self) -> str:
        return f"? IN ('all', status) AND {store.CAME_INTO_STATE} BETWEEN ? AND ?"

    @property
    def values(self) -> tuple[str, int, int]:
        return self.status, self.since, self.until


def count_between(db: sqlite3.Connection, span: Span) -> int:
    sql = f"SELECT COUNT(*) FROM payments WHERE {span.condition}"  # noqa: S608 - text of ours
    return int(db.execute(sql, span.values).fetchone()[0])


def payments_between(
    db: sqlite3.Connection, span: Span, *, sorting: str, limit: int, page: int
) -> list[Payment]:
    way = "DESC" if sorting.startswith("-") else "ASC"
    by = _SORTED_BY[sorting.removeprefix("-")]
    sql = (
        f"SELECT * FROM payments WHERE {span.condition}"  # noqa: S608 - text of ours
        f" ORDER BY {by} {way}, position {way} LIMIT ? OFFSET ?"
    )
    rows = db.execute(sql, (*span.values, limit, (page - 1) * limit))
    return [_payment(db, row) for row in rows.fetchall()]


_SORTED_BY = {
    "started": "started_at",
    "paid": "paid_at",
    "updated": "MAX(started_at, paid_at, failed_at, cancelled_at)",
}


def _sorted(found: Iterable[Payment], sorting: str) -> list[Payment]:
    by_time = sorted(found, key=attrgetter(f"{sorting.removeprefix('-')}_at"))
    # Reversed as a whole, so that of two in the same second the later one comes first.
    return by_time[::-1] if sorting.startswith("-") else by_time


def deciding_payment_of(db: sqlite3.Connection, merchant_uid: str) -> Payment | None:
    """This function will find the payment that counts: the paid one, else the newest."""
    found = payments_of(db, merchant_uid)
    for status in ("paid", "cancelled"):
        for payment in found:
            if payment.status == status:
                return payment
    return found[0] if found else None


def deciding_payments(db: sqlite3.Connection, span: Span) -> list[Payment]:
    """This function will list the payments of a span as V2 does, each number of the shop's once."""
    found = payments_between(db, span, sorting="started", limit=-1, page=1)
    return [one for one in found if deciding_payment_of(db, one.merchant_uid) == one]


def _payment(db: sqlite3.Connection, row: sqlite3.Row) -> Payment:
    cancellations = db.execute(
        "SELECT cancellation_id, amount, cancelled_at, reason FROM cancellations"
        " WHERE imp_uid = ? ORDER BY position",
        (row["imp_uid"],),
    )
    return Payment(
        **{name: row[name] for name in _COLUMNS},
        cancellations=tuple(Cancellation(**dict(found)) for found in cancellations.fetchall()),
    )
