"""Do others still count on a member, because of an auction that is not over?"""

from models.auction import Auction, BidEntry

_OVER = ("SOLD", "FAILED", "CANCELLED")


def is_leading(*, member_id: int) -> bool:
    """Whether the member leads somewhere, or has won and not paid."""
    # By the bids, for which there is an index; there is none by leader.
    query = Auction.select().join(BidEntry, on=(BidEntry.goods_id == Auction.goods))
    return bool(
        query.where(
            BidEntry.bidder_id == member_id,
            Auction.leader_id == member_id,
            Auction.state.not_in(_OVER),
        ).exists()
    )


def is_selling(*, member_id: int) -> bool:
    """Whether goods of the member are for sale, or won and not paid."""
    query = Auction.select().where(Auction.seller_id == member_id)
    return bool(query.where(Auction.state.not_in(_OVER)).exists())
