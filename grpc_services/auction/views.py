"""How does an auction look to a reader?"""

from dataclasses import dataclass
from typing import Any

from grpc_services.auction.hot_rows import auctions
from grpc_services.auction.pure.state import Auction, EntryKind
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.catalogue.reviewing import may_see
from grpc_services.members.standing import Standing, standing_of
from grpc_services.pages import page, position
from models.auction import BidEntry

#: What is no offer of anybody's.
_OF_NO_BIDDER = (EntryKind.RELISTING, EntryKind.EARLY_END, EntryKind.SECOND_CHANCE)


@dataclass(frozen=True)
class View:
    auction: Auction
    leader: Standing | None


def auction_view(*, goods_id: int, viewer_id: int = 0) -> View:
    """:raises GoodsNotFound: if there are no such goods, or the viewer may not see them"""
    row = auctions([goods_id]).get(goods_id)
    if row is None or not may_see(row.auction, viewer_id):
        raise GoodsNotFound
    leader_id = row.auction.leader_id or 0
    return View(row.auction, standing_of(member_ids=[leader_id]).get(leader_id))


def bid_lines(
    *, goods_id: int, limit: int, cursor: str
) -> tuple[list[tuple[Any, Standing]], str | None]:
    """
    This function will list what was entered since goods were listed last, newest first, by whom.

    :raises GoodsNotFound: if there are no such goods
    :raises InvalidCursor: if the cursor is not ours
    """
    auction = auction_view(goods_id=goods_id).auction
    query = BidEntry.select().where(
        BidEntry.goods_id == goods_id,
        BidEntry.placed_at >= auction.starts_at,
        BidEntry.kind.not_in(_OF_NO_BIDDER),
    )
    start = position(cursor)
    if start:
        query = query.where(BidEntry.seq < start[0])
    rows, following = page(query.order_by(BidEntry.seq.desc()), limit, lambda row: (row.seq,))
    members = standing_of(member_ids={row.bidder_id for row in rows})
    return [(row, members[row.bidder_id]) for row in rows], following
