"""Who has won what, and has not paid for it yet?"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from grpc_services.auction.facts import AuctionSold, AuctionUnsold
from grpc_services.auction.hot_rows import (
    HotRow,
    leaders_of,
    lock_auctions,
    save_auctions,
    snapshot,
)
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing
from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.auction.pure.state import AuctionState, EntryKind
from grpc_services.facts import tells_each
from models.auction import UnpaidWin
from models.dialect import execute, insert_rows


@dataclass(frozen=True)
class Win:
    """Goods that somebody has won and not paid for yet."""

    goods_id: int
    #: Of the entry of the log that it follows from.
    seq: int
    seller_id: int
    winner_id: int
    price: int


def keep_wins(rows: Collection[HotRow]) -> None:
    """This function will note who has won and has to pay."""
    won = [row.auction for row in rows if row.auction.state is AuctionState.WON]
    wins = [(auction.goods_id, auction.leader_id) for auction in won]
    insert_rows("unpaid_win", ("goods_id", "member_id"), wins, once=True)


def lock_win(*, goods_id: int) -> Win:
    """
    This function will lock won goods for this transaction.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for
    """
    wins = lock_wins([goods_id])
    if goods_id not in wins:
        raise AuctionNotWon
    return wins[goods_id]


def lock_wins(goods_ids: Collection[int]) -> dict[int, Win]:
    """This function will lock goods, and give those that are won and not paid for."""
    rows = [row.auction for row in lock_auctions(goods_ids).values()]
    won = [one for one in rows if one.state is AuctionState.WON and one.leader_id is not None]
    seqs = dict(execute(_SEQS, [EntryKind.RESERVATION], [one.goods_id for one in won]))
    return {
        one.goods_id: Win(
            one.goods_id,
            seqs[one.goods_id] or 0,
            one.seller_id,
            one.leader_id or 0,
            one.current_price or 0,
        )
        for one in won
    }


#: A reservation that came to nothing has an order of its own, under its own `seq`.
_SEQS = (
    "SELECT goods_id, (SELECT seq FROM bids WHERE bids.goods_id = auction.goods_id"
    " AND kind NOT IN (?) ORDER BY seq DESC LIMIT 1) FROM auction WHERE goods_id IN (?)"
)


@tells_each(AuctionSold)
def mark_sold(*, goods_ids: Collection[int], house: House) -> list[AuctionSold]:
    """
    This function will note that winners have paid.

    :raises AuctionNotWon: if nobody has won some of the goods, or they are paid for already
    """
    rows = lock_auctions(goods_ids)

    if not rows.keys() >= set(goods_ids):
        raise AuctionNotWon

    sold = [replace(row, auction=listing.sell(row.auction)) for row in rows.values()]
    save_auctions(sold)
    UnpaidWin.delete().where(UnpaidWin.goods_id.in_(list(goods_ids))).execute()
    return [AuctionSold(**shown) for shown in _shown(sold, house)]


@tells_each(AuctionUnsold)
def unsell(*, goods_ids: Collection[int], house: House) -> list[AuctionUnsold]:
    """
    This function will have sold goods be as if nobody had bought them.

    :raises AuctionNotSold: if some are not sold
    """
    rows = lock_auctions(goods_ids)

    unsold = [replace(row, auction=listing.unsell(row.auction)) for row in rows.values()]
    save_auctions(unsold)
    return [AuctionUnsold(**shown) for shown in _shown(unsold, house)]


def _shown(rows: Sequence[HotRow], house: House) -> Iterator[dict[str, Any]]:
    """What facts of auctions say."""
    leaders = leaders_of(rows)
    for row in rows:
        auction = row.auction
        shown = snapshot(auction, house.rules, leaders)
        yield {"seller_id": auction.seller_id, "auction": shown}
