"""How does an auction begin and end? At its moment by the database's clock, exactly once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from msgspec.structs import replace

from grpc_services import outbox
from grpc_services.auction import member_bids, wins
from grpc_services.auction.facts import (
    AuctionFailed,
    AuctionOpened,
    AuctionWon,
    Snapshot,
)
from grpc_services.auction.hot_rows import (
    HotRow,
    leaders_of,
    lock_auctions,
    save_states,
    snapshot,
)
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing, state
from grpc_services.auction.pure.state import AuctionState, Rules
from grpc_services.facts import Fact, atomic
from models.base import UtcField
from models.dialect import fetch

#: In one look; what is left comes with the next, a second later.
_DUE_MOST = 20_000
_utc = UtcField()


#: In ten thousands at a time, every second: too hot for the query builder, as all that closes.
_STARTING = f"FROM auction WHERE state IN (?) AND starts_at < (?) LIMIT {_DUE_MOST}"
_ENDING = f"FROM auction WHERE state IN (?) AND ends_at < (?) ORDER BY ends_at LIMIT {_DUE_MOST}"


def due_auctions(*, until: datetime) -> list[tuple[int, datetime]]:
    """This function will list what is to be opened or closed before `until`, and when."""
    moment = _utc.db_value(until)
    starting = fetch("goods_id, starts_at", _STARTING, [AuctionState.SCHEDULED], [moment])
    ending = fetch("goods_id, ends_at", _ENDING, [AuctionState.OPEN], [moment])
    return [(goods_id, _utc.python_value(at) or until) for goods_id, at in (*starting, *ending)]


@atomic
def advance_auctions(*, goods_ids: Collection[int], house: House) -> list[tuple[int, datetime]]:
    """
    This function will open what has started and close what has ended, each exactly once.

    It returns those that are still to come, and when: a late bid may have moved the end.
    """
    rows = lock_auctions(goods_ids)
    # Only after the locks were given is the time that decides; a bid may have held them.
    now = house.clock()

    after = {goods_id: _advanced(row, now) for goods_id, row in rows.items()}
    changed = [row for goods_id, row in after.items() if row is not rows[goods_id]]
    save_states(changed)
    wins.keep_wins(changed)
    outbox.append(_facts(changed, house.rules), now=now)
    return [
        (goods_id, row.auction.starts_at if now < row.auction.starts_at else row.auction.ends_at)
        for goods_id, row in after.items()
        if row.auction.state in (AuctionState.SCHEDULED, AuctionState.OPEN)
    ]


def _advanced(row: HotRow, now: datetime) -> HotRow:
    auction, now = row.auction, row.time(now)
    if auction.state not in (AuctionState.SCHEDULED, AuctionState.OPEN):
        return row
    if now >= auction.ends_at:
        return replace(row, auction=listing.close(auction, now=now))
    if auction.state is AuctionState.SCHEDULED and now >= auction.starts_at:
        return replace(row, auction=listing.start(auction, now=now))
    return row


def _facts(rows: Collection[HotRow], rules: Rules) -> list[Fact]:
    if not rows:
        return []
    members = leaders_of(rows)
    bidders = member_bids.bidders_of([row.auction.goods_id for row in rows if row.auction.seq])
    return [
        outcome(row.auction, snapshot(row.auction, rules, members), bidders[row.auction.goods_id])
        for row in rows
    ]


def outcome(auction: state.Auction, shown: Snapshot, bidders: set[int]) -> Fact:
    """This function will tell what has become of an auction that was opened or closed."""
    if auction.state is AuctionState.OPEN:
        return AuctionOpened(seller_id=auction.seller_id, auction=shown)
    if auction.state is AuctionState.WON:
        return AuctionWon(
            goods_id=auction.goods_id,
            seller_id=auction.seller_id,
            auction=shown,
            winner_id=auction.leader_id or 0,
            price=auction.current_price or 0,
            losers=sorted(bidders - {auction.leader_id or 0}),
        )
    return AuctionFailed(seller_id=auction.seller_id, auction=shown, losers=sorted(bidders))


def due_within(*, seconds: float, now: datetime) -> list[tuple[int, datetime]]:
    """This function will list what is to be opened or closed within `seconds`."""
    return due_auctions(until=now + timedelta(seconds=seconds))
