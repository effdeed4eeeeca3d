"""How can anybody check that no bid was changed? A hash chains each entry to the one before."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from peewee import fn

from grpc_services.auction import member_bids
from grpc_services.auction.hot_rows import HotRow
from grpc_services.auction.pure.state import Auction, Entry, EntryKind, rfc3339
from grpc_services.members.tokens import Signer
from models.auction import BidEntry
from models.base import UtcField
from models.dialect import fetch, insert_rows

_utc = UtcField()


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
    if entry.kind is EntryKind.BID:
        return ""
    return f"{entry.kind} {entry.retracts}" if entry.retracts else str(entry.kind)


def append(row: HotRow, after: Auction, entry: Entry, *, signer: Signer) -> HotRow:
    """This function will add an entry that no bid made to the log, and give the row to save."""
    goods_id = after.goods_id
    (line,) = chain(goods_id=goods_id, entries=[entry], last_hash=row.last_hash, signer=signer)
    insert_rows("bids", COLUMNS, [values(goods_id, line)])
    member_bids.heed(goods_id, entry)
    return replace(row, auction=after, last_hash=line.hash, last_at=entry.at)


#: How each column of an entry as such is written; what a bid was answered with comes on top.
_WRITTEN: tuple[tuple[str, Callable[[Line], object]], ...] = (
    ("seq", lambda line: line.entry.seq),
    ("kind", lambda line: str(line.entry.kind)),
    ("bidder_id", lambda line: line.entry.bidder_id),
    ("amount", lambda line: line.entry.amount),
    ("maximum", lambda line: line.entry.maximum),
    ("automatic", lambda line: line.entry.automatic),
    ("placed_at", lambda line: _utc.db_value(line.entry.at)),
    ("retracts", lambda line: line.entry.retracts),
    ("hash", lambda line: line.hash),
)
COLUMNS = ("goods_id", *(name for name, _ in _WRITTEN))


def values(goods_id: int, line: Line) -> tuple[object, ...]:
    """This function will give a line as its `COLUMNS` are stored."""
    return (goods_id, *(written(line) for _, written in _WRITTEN))


#: What is read of an entry; named as its fields are, but for the time.
_READ = ("seq", "bidder_id", "amount", "maximum", "automatic", "kind", "retracts", "placed_at")


def entries_from(*, goods_id: int, seq: int) -> list[Entry]:
    """This function will read what was entered from `seq` on, oldest first."""
    rest = "FROM bids WHERE goods_id IN (?) AND seq >= (?) ORDER BY seq"
    rows = fetch(", ".join(_READ), rest, [goods_id], [seq])
    return [_entry(dict(zip(_READ, row, strict=True))) for row in rows]


def listing_of(*, goods_id: int) -> list[Entry]:
    """This function will read what was entered since goods were listed last, oldest first."""
    relistings = BidEntry.select(fn.MAX(BidEntry.seq)).where(
        BidEntry.goods_id == goods_id, BidEntry.kind == EntryKind.RELISTING
    )
    return entries_from(goods_id=goods_id, seq=(relistings.scalar() or 0) + 1)


def entry_of(*, goods_id: int, seq: int) -> Entry | None:
    """This function will read one entry, if there is such."""
    rest = "FROM bids WHERE goods_id IN (?) AND seq IN (?)"
    rows = fetch(", ".join(_READ), rest, [goods_id], [seq])
    return _entry(dict(zip(_READ, rows[0], strict=True))) if rows else None


def _entry(told: dict[str, Any]) -> Entry:
    at: Any = _utc.python_value(told.pop("placed_at"))
    changed = {"automatic": bool(told["automatic"]), "kind": EntryKind(told["kind"])}
    return Entry(at=at, **told | changed)


def is_begun(auction: Auction) -> bool:
    """This function will say whether anything was entered since goods were listed last."""
    if not auction.seq:
        return False
    last = BidEntry.get(BidEntry.goods_id == auction.goods_id, BidEntry.seq == auction.seq)
    return last.kind != EntryKind.RELISTING


def entries_of(*, goods_id: int) -> Iterator[tuple[Entry, BidEntry]]:
    """This function will read the whole log of goods, oldest first, each entry with its row."""
    query = BidEntry.select().where(BidEntry.goods_id == goods_id).order_by(BidEntry.seq)
    for row in query.iterator():
        yield _entry({name: getattr(row, name) for name in _READ}), row
