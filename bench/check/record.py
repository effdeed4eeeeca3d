"""What was asked, what was told, what is stored? Lines that `bin/pikcur history` reads."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec
import pymysql
from peewee import Database

from bench.servers.stock import connected
from grpc_services.audit.record import Request
from settings import Settings

#: Of goods in one statement.
_ROWS = 5_000
_AUCTION = (
    "goods_id AS goodsId, state, start_price AS startPrice, starts_at AS startsAt,"
    " ends_at AS endsAt, seq, current_price AS currentPrice, leader_id AS leaderId,"
    " buy_now_price AS buyNowPrice, reserve_price AS reservePrice"
)
_ENTRY = (
    "goods_id AS goodsId, seq, kind, bidder_id AS bidderId, amount, maximum, automatic,"
    " placed_at AS placedAt, idempotency_key AS `key`, amount_asked AS amountAsked,"
    " ends_at_after AS endsAtAfter, retracts"
)


class Recorder:
    """Keeps what was asked and answered, as lines that `bin/pikcur history` reads."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._encoder = msgspec.json.Encoder()
        #: Attempts by what came of them: a refusal's code, `accepted`, `none` without an answer.
        self.results: Counter[str] = Counter()
        self.in_flight = 0
        #: Seconds of the longest attempt that was accepted.
        self.slowest = 0.0

    @property
    def accepted(self) -> int:
        return self.results["accepted"]

    @property
    def attempts(self) -> int:
        return self.results.total()

    def keep(self, request: Request) -> None:
        self._file.write(self._encoder.encode(request) + b"\n")
        self.results[_result(request)] += 1
        if request.answer and request.answered_ns:
            seconds = (request.answered_ns - request.invoked_ns) / 1e9
            self.slowest = max(self.slowest, seconds)

    def add(self, lines: Iterator[bytes]) -> None:
        """This function will add what was stored."""
        for line in lines:
            self._file.write(line + b"\n")

    def flush(self) -> None:
        """This function will have all be in the file, for whoever reads it meanwhile."""
        self._file.flush()


def _result(request: Request) -> str:
    if request.answer:
        return "accepted"
    return request.problem.code if request.problem else "none"


@contextlib.contextmanager
def recorder(file: Path) -> Iterator[Recorder]:
    """This function will record into a file for as long as the block lasts."""
    with file.open("wb") as out:
        yield Recorder(out)


def recorded_auctions(database_url: str, goods_ids: Sequence[int]) -> Iterator[bytes]:
    """This function will give the lines of a record that tell how auctions are stored."""
    with connected(database_url) as database:
        for start in range(0, len(goods_ids), _ROWS):
            part = list(goods_ids[start : start + _ROWS])
            for row in _rows(database, _AUCTION, "auction", part):
                yield _line("auction", row)
            for row in _rows(database, _ENTRY, "bids", part):
                yield _line("entry", row | {"automatic": bool(row["automatic"])})


def recorded_rules() -> bytes:
    """This function will give the line of a record that tells the increments in force."""
    return _line("rules", {"increments": Settings().bid_increments})


def _rows(
    database: Database, columns: str, table: str, goods_ids: list[int]
) -> Iterator[dict[str, Any]]:
    marks = ", ".join(["%s"] * len(goods_ids))
    cursor = database.connection().cursor(pymysql.cursors.DictCursor)
    cursor.execute(f"SELECT {columns} FROM {table} WHERE goods_id IN ({marks})", goods_ids)  # noqa: S608
    yield from cursor.fetchall()


def _line(kind: str, row: dict[str, Any]) -> bytes:
    values = {
        name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for name, value in row.items()
    }
    return msgspec.json.encode({"line": kind, **values})
