"""Who has won what, and has not paid for it yet?"""

from collections.abc import Collection
from dataclasses import dataclass

from grpc_services.auction.facts import AuctionSold, AuctionUnsold
from grpc_services.auction.hot_rows import HotRow, lock_auctions, save_auctions, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing
from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.auction.pure.state import AuctionState, EntryKind
from grpc_services.facts import tells
from models.auction import BidEntry, UnpaidWin
from models.dialect import insert_rows


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
    row = lock_auctions([goods_id]).get(goods_id)
    if row is None or row.auction.state is not AuctionState.WON or row.auction.leader_id is None:
        raise AuctionNotWon
    auction = row.auction
    return Win(
        goods_id,
        _winning_seq(goods_id),
        auction.seller_id,
        row.auction.leader_id,
        auction.current_price or 0,
    )


def _winning_seq(goods_id: int) -> int:
    # A reservation that came to nothing has an order of its own, under its own `seq`.
    query = BidEntry.select(BidEntry.seq).where(
        BidEntry.goods_id == goods_id, BidEntry.kind != EntryKind.RESERVATION
    )
    return int(query.order_by(BidEntry.seq.desc()).limit(1).scalar() or 0)


def lock_win_of(*, goods_id: int, seq: int, member_id: int) -> Win | None:
    """This function will lock goods, and give the win of a member by an entry, if it is unpaid."""
    try:
        win = lock_win(goods_id=goods_id)
    except AuctionNotWon:
        return None
    return win if (win.winner_id, win.seq) == (member_id, seq) else None


@tells(AuctionSold)
def mark_sold(*, goods_id: int, house: House) -> AuctionSold:
    """
    This function will note that the winner has paid.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for already
    """
    row = lock_auctions([goods_id]).get(goods_id)

    if row is None:
        raise AuctionNotWon

    sold = HotRow(listing.sell(row.auction), row.last_hash)
    save_auctions([sold])
    UnpaidWin.delete().where(UnpaidWin.goods_id == goods_id).execute()
    return AuctionSold(seller_id=sold.auction.seller_id, auction=seen(sold, house.rules))


@tells(AuctionUnsold)
def unsell(*, goods_id: int, house: House) -> AuctionUnsold:
    """
    This function will have sold goods be as if nobody had bought them.

    :raises AuctionNotSold: if they are not sold
    """
    row = lock_auctions([goods_id])[goods_id]

    unsold = HotRow(listing.unsell(row.auction), row.last_hash)
    save_auctions([unsold])
    return AuctionUnsold(seller_id=unsold.auction.seller_id, auction=seen(unsold, house.rules))
