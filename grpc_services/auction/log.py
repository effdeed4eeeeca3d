"""How can anybody check that no bid was changed? A hash chains each entry to the one before."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from grpc_services.auction.engine import Auction, Entry, Kind, rfc3339
from grpc_services.auction.hot_rows import HotRow
from grpc_services.members.tokens import Signer
from models.auction import BidEntry
from models.base import UtcField
from models.dialect import fetch, insert_rows

_utc = UtcField()
#: Of an entry as such; what a bid was answered with comes on top.
COLUMNS = (
    "goods_id",
    "seq",
    "kind",
    "bidder_id",
    "amount",
    "maximum",
    "automatic",
    "placed_at",
    "retracts",
    "hash",
)


class Line(Struct, frozen=True):
    """An entry as it stands in the log, with the hash over it and all before."""

    entry: Entry
    hash: str


def chain(*, goods_id: int, entries: Sequence[Entry], last_hash: str, signer: Signer) -> list[Line]:
    """This function will chain entries to the log that ends in `last_hash`."""
    lines = []
    for entry in entries:
        pseudonym = signer.pseudonym(goods_id=goods_id, member_id=entry.bidder_id)
        last_hash = entry_hash(last_hash, goods_id, entry, pseudonym)
        lines.append(Line(entry, last_hash))
    return lines


def entry_hash(previous: str, goods_id: int, entry: Entry, pseudonym: str) -> str:
    """
    This function will hash an entry: SHA-256, hexadecimal, of lines of text.

    These are the previous hash, goods, seq, pseudonym, amount and time; of anything but a bid that
    its bidder placed, `what` comes as a seventh.
    """
    text = f"{previous}\n{goods_id}\n{entry.seq}\n{pseudonym}\n{entry.amount}\n{rfc3339(entry.at)}"
    told = what(entry)
    return sha256((f"{text}\n{told}" if told else text).encode()).hexdigest()


def what(entry: Entry) -> str:
    """This function will say what an entry is: empty for a bid that its bidder placed."""
    if entry.automatic:
        return "AUTOMATIC"
    if entry.kind is Kind.BID:
        return ""
    return f"{entry.kind} {entry.retracts}" if entry.retracts else str(entry.kind)


def append(row: HotRow, after: Auction, entry: Entry, *, signer: Signer) -> HotRow:
    """This function will add an entry that no bid made to the log, and give the row to save."""
    goods_id = after.goods_id
    (line,) = chain(goods_id=goods_id, entries=[entry], last_hash=row.last_hash, signer=signer)
    insert_rows("bids", COLUMNS, [values(goods_id, line)])
    return replace(row, auction=after, last_hash=line.hash)


def values(goods_id: int, line: Line) -> tuple[object, ...]:
    """This function will give a line as its `COLUMNS` are stored."""
    entry = line.entry
    return (
        goods_id,
        entry.seq,
        str(entry.kind),
        entry.bidder_id,
        entry.amount,
        entry.maximum,
        entry.automatic,
        _utc.db_value(entry.at),
        entry.retracts,
        line.hash,
    )


def entries_since(*, goods_id: int, since: datetime) -> list[Entry]:
    """This function will read what was entered from a moment on, oldest first."""
    rows = fetch(
        "seq, bidder_id, amount, maximum, automatic, placed_at, kind, retracts",
        "FROM bids WHERE goods_id IN (?) AND placed_at >= (?) ORDER BY seq",
        [goods_id],
        [_utc.db_value(since)],
    )
    return [_entry(*row) for row in rows]


def _entry(
    seq: int,
    bidder_id: int,
    amount: int,
    maximum: int | None,
    automatic: int,
    placed_at: Any,
    kind: str,
    retracts: int | None,
) -> Entry:
    at: Any = _utc.python_value(placed_at)
    return Entry(seq, bidder_id, amount, maximum, bool(automatic), at, Kind(kind), retracts)


def entries_of(*, goods_id: int) -> Iterator[tuple[Entry, BidEntry]]:
    """This function will read the whole log of goods, oldest first, each entry with its row."""
    query = BidEntry.select().where(BidEntry.goods_id == goods_id).order_by(BidEntry.seq)
    for row in query.iterator():
        yield (
            Entry(
                seq=row.seq,
                bidder_id=row.bidder_id,
                amount=row.amount,
                maximum=row.maximum,
                automatic=row.automatic,
                at=row.placed_at,
                kind=Kind(row.kind),
                retracts=row.retracts,
            ),
            row,
        )
