"""How are the rows that bids change locked, read and written? Many at a time, in order of id."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from grpc_services.auction import member_bids
from grpc_services.auction.facts import Snapshot
from grpc_services.auction.pure.state import Auction, AuctionState, Rules
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.members.standing import Standing, masked, standing_of
from grpc_services.pages import microseconds
from grpc_services.search import documents, index
from models import auction as tables
from models.base import UtcField
from models.dialect import execute, fetch, insert_rows

_utc = UtcField()
_CHANGING = (
    "state",
    "starts_at",
    "ends_at",
    "listed_ends_at",
    "extensions",
    "current_price",
    "leader_id",
    "maximum",
    "seq",
    "bid_count",
    "reserved_by",
    "reserved_until",
    "last_at",
    "last_hash",
)
_COLUMNS = (
    "goods_id",
    "seller_id",
    "start_price",
    "buy_now_price",
    "reserve_price",
    "soft_close",
    "paused_until",
    "is_waiting",
    *_CHANGING,
)


#: What a seller says when goods are listed.
_LISTED = (
    "start_price",
    "buy_now_price",
    "reserve_price",
    "soft_close",
    "paused_until",
    "is_waiting",
)


class HotRow(Struct, frozen=True):
    """An auction, and where its log ends."""

    auction: Auction
    last_hash: str
    #: Of the last entry; None if there is none, or an older release wrote it.
    last_at: datetime | None = None

    def time(self, now: datetime) -> datetime:
        """This function will tell what time it is here: never earlier than in the log."""
        return now if self.last_at is None else max(now, self.last_at)


def lock_auctions(goods_ids: Collection[int]) -> dict[int, HotRow]:
    """This function will lock auctions for this transaction; ids that are unknown are left out."""
    return _read(goods_ids, lock=True)


def lock_auction(*, goods_id: int, seller_id: int | None = None) -> HotRow:
    """:raises GoodsNotFound: if there are no such goods, or they are not the given seller's"""
    row = lock_auctions([goods_id]).get(goods_id)
    if row is None or seller_id not in (None, row.auction.seller_id):
        raise GoodsNotFound
    return row


def auctions(goods_ids: Collection[int]) -> dict[int, HotRow]:
    """This function will read auctions without locking them."""
    return _read(goods_ids, lock=False)


def _read(goods_ids: Collection[int], *, lock: bool) -> dict[int, HotRow]:
    # One order for everybody, or two batches would wait for each other.
    rest = "FROM auction WHERE goods_id IN (?) ORDER BY goods_id"
    rows = fetch(", ".join(_COLUMNS), rest, goods_ids, lock=lock)
    return {row[0]: _hot_row(row) for row in rows}


def _hot_row(row: tuple[Any, ...]) -> HotRow:
    values = dict(zip(_COLUMNS, row, strict=True))
    last_hash, last_at = values.pop("last_hash"), _utc.python_value(values.pop("last_at"))
    for name, (read, _) in _CONVERTED.items():
        values[name] = read(values[name])
    return HotRow(Auction(**values), last_hash, last_at)


#: Of columns that are stored in another form: how they are read, and how they are written.
_CONVERTED: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    **dict.fromkeys(
        ("starts_at", "ends_at", "listed_ends_at", "reserved_until", "paused_until"),
        (_utc.python_value, _utc.db_value),
    ),
    "soft_close": (bool, bool),
    "is_waiting": (bool, bool),
    "state": (AuctionState, str),
}


def save_auctions(rows: Collection[HotRow], *, before: Collection[HotRow] = ()) -> None:
    """
    This function will write all given auctions in one statement, and how lists show them.

    Who knows what they were `before` spares the lists what has not changed, and says by itself how
    bidders stand while it goes on.
    """
    insert_rows(
        "auction",
        _COLUMNS,
        [_values(row) for row in rows],
        keys=("goods_id",),
        changed=_CHANGING,
    )
    known = {row.auction.goods_id for row in before}
    member_bids.follow(
        [
            row.auction.goods_id
            for row in rows
            if row.auction.goods_id not in known or not row.auction.is_alive
        ]
    )
    listed = [row.auction for row in rows if not row.auction.is_waiting]
    standings = {auction.goods_id: standing(auction) for auction in listed}
    old = (standing(row.auction) for row in before if row.auction.goods_id in standings)
    unmoved = {one.goods_id for one in old if index.is_unmoved(one, standings[one.goods_id])}
    index.put_standings(standings.values(), unmoved=unmoved)


def save_listing(auction: Auction) -> None:
    """This function will write what only its seller changes; a bid does not write it."""
    columns = {name: getattr(auction, name) for name in _LISTED}
    tables.Auction.update(columns).where(tables.Auction.goods == auction.goods_id).execute()
    # It has another end now, of which to tell.
    tables.EndingSoon.delete().where(tables.EndingSoon.goods_id == auction.goods_id).execute()


def standing(auction: Auction) -> documents.Standing:
    """This function will tell how lists show an auction."""
    return documents.Standing(
        goods_id=auction.goods_id,
        state=str(auction.state),
        price=auction.current_price or auction.start_price,
        ends_at=microseconds(auction.ends_at),
        bid_count=auction.bid_count,
    )


def save_states(rows: Iterable[HotRow]) -> None:
    """This function will write the states of auctions of which nothing else has changed."""
    by_state: dict[AuctionState, list[int]] = defaultdict(list)
    for row in rows:
        by_state[row.auction.state].append(row.auction.goods_id)
    for state, goods_ids in by_state.items():
        execute("UPDATE auction SET state = (?) WHERE goods_id IN (?)", [state], goods_ids)
        index.put_states(state, goods_ids)
        if state is not AuctionState.OPEN:
            member_bids.follow(goods_ids)


def _values(row: HotRow) -> list[object]:
    auction = row.auction
    known = (written(getattr(auction, name)) for name, written in _WRITTEN)
    return [*known, _utc.db_value(row.last_at), row.last_hash]


def _as_it_is(value: Any) -> Any:
    return value


_WRITTEN = tuple(
    (name, _CONVERTED.get(name, (_as_it_is, _as_it_is))[1])
    for name in _COLUMNS
    if name not in ("last_at", "last_hash")
)


def snapshot(auction: Auction, rules: Rules, members: Mapping[int, Standing]) -> Snapshot:
    """This function will show an auction as everybody may see it."""
    leader = members.get(auction.leader_id or 0)
    return Snapshot(
        goods_id=auction.goods_id,
        state=str(auction.state),
        seq=auction.seq,
        current_price=auction.current_price,
        minimum_bid=auction.minimum_bid(rules),
        bid_count=auction.bid_count,
        leader=masked(leader.login_id) if leader else None,
        ends_at=auction.ends_at,
        reserved_until=auction.reserved_until,
    )


def seen(row: HotRow, rules: Rules) -> Snapshot:
    """This function will show one auction as everybody may see it."""
    return snapshot(row.auction, rules, leaders_of([row]))


def leaders_of(rows: Iterable[HotRow]) -> dict[int, Standing]:
    """This function will tell who the leaders of auctions are."""
    return standing_of(member_ids={row.auction.leader_id or 0 for row in rows})
