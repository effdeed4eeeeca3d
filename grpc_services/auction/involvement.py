"""Do others still count on a member, because of an auction that is not over?"""

from models.auction import Auction, MemberBid, UnpaidWin

_OVER = ("SOLD", "FAILED", "CANCELLED")


def is_leading(*, member_id: int) -> bool:
    """Whether the member leads somewhere, or has won and not paid."""
    leading = (
        MemberBid.select()
        .join(Auction, on=(Auction.goods == MemberBid.goods_id))
        .where(
            MemberBid.member_id == member_id,
            MemberBid.state == "LEADING",
            Auction.state.not_in(_OVER),
        )
    )
    unpaid = UnpaidWin.select().where(UnpaidWin.member_id == member_id)
    return bool(leading.exists() or unpaid.exists())


def is_selling(*, member_id: int) -> bool:
    """Whether goods of the member are for sale, or won and not paid."""
    query = Auction.select().where(Auction.seller_id == member_id)
    return bool(query.where(Auction.state.not_in(_OVER)).exists())
