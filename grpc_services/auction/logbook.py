"""What does the log of an auction say, to somebody who would rather check than believe?"""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from grpc_services.auction.views import auction_view
from grpc_services.pages import PAGE, page, position
from models import auction as tables
from models.auction import BidEntry


@dataclass(frozen=True)
class LogPage:
    """Entries as they are stored, and where the log ended at that moment."""

    entries: list[Any]
    head_seq: int
    head_hash: str
    following: str | None


def log_page(*, goods_id: int, limit: int, cursor: str) -> LogPage:
    """
    This function will read a page of the log, oldest first.

    :raises GoodsNotFound: if there are no such goods
    :raises InvalidCursor: if the cursor is not ours
    """
    auction_view(goods_id=goods_id)
    start = position(cursor)
    after = start[0] if start else 0
    # Entries and head in one statement: bids come in meanwhile.
    query = (
        tables.Auction.select(
            BidEntry, tables.Auction.seq.alias("head_seq"), tables.Auction.last_hash
        )
        .join(BidEntry, JOIN.LEFT_OUTER, on=_between(goods_id, after, limit or PAGE))
        .where(tables.Auction.goods == goods_id)
        .order_by(BidEntry.seq)
    )
    rows, following = page(query.objects(), limit, lambda row: (row.seq,))
    entries = [row for row in rows if row.hash is not None]
    return LogPage(entries, rows[0].head_seq, rows[0].last_hash, following)


def _between(goods_id: int, seq: int, size: int) -> Any:
    """The entries after one, and not many more than a page of them: all would be sorted."""
    left = BidEntry.select(BidEntry.seq).where(BidEntry.goods_id == goods_id, BidEntry.seq > seq)
    last = left.order_by(BidEntry.seq).offset(size).limit(1).scalar()
    found = (BidEntry.goods_id == tables.Auction.goods) & (BidEntry.seq > seq)
    return found & (BidEntry.seq <= last) if last else found
