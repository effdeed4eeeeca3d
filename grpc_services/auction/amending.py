"""How does a seller change what is said of goods? All of it, until somebody bids."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from grpc_services.auction import log
from grpc_services.auction.hot_rows import lock_auction, save_auctions, save_listing
from grpc_services.auction.pure import listing
from grpc_services.auction.pure.state import Auction
from grpc_services.catalogue import goods as catalogue
from grpc_services.catalogue.describing import put_in_search
from grpc_services.catalogue.goods import Lengths, require_sensible_prices, require_sensible_times
from grpc_services.catalogue.reviewing import HasForbiddenWord, has_forbidden_word
from grpc_services.facts import atomic
from models.catalogue import GoodsAddition
from models.dialect import database_now


@dataclass(frozen=True)
class Amendment:
    """What is to be otherwise; what is not named stays."""

    #: Columns of `goods`.
    said: dict[str, Any] = field(default_factory=dict)
    #: Fields of an auction: prices in won, None for no such price, and the soft close.
    offered: dict[str, Any] = field(default_factory=dict)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    upload_ids: Sequence[int] = ()
    #: To be read below the description.
    added: str = ""

    @property
    def texts(self) -> list[str]:
        return [self.said.get("name", ""), self.said.get("info", ""), self.added]

    @property
    def only_adds(self) -> bool:
        is_changed = self.said or self.offered or self.starts_at or self.ends_at or self.upload_ids
        return not is_changed


@atomic
def amend_goods(*, goods_id: int, member_id: int, amendment: Amendment, lengths: Lengths) -> None:
    """
    This function will change what a seller says of goods; once somebody has bid, only add to it.

    With a forbidden word in it they wait for the operator.

    :raises GoodsNotFound: if the member sells no such goods
    :raises AuctionNotOpen: if the auction is over
    :raises HasBids: if somebody has bid, and more than an addition is asked for
    :raises HasForbiddenWord: if somebody has bid, and what is to be added holds one
    :raises CategoryNotFound, BrandNotFound: if there is no such shelf
    :raises AuctionTooShort, AuctionTooLong: if the times make no sense
    :raises BuyNowPriceTooLow, ReservePriceTooLow, ReservePriceTooHigh: if the prices make none
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    row = lock_auction(goods_id=goods_id, seller_id=member_id)
    now = database_now()
    listing.require_not_over(row.auction, now=now)

    has_to_wait = has_forbidden_word(*amendment.texts)
    if log.is_begun(row.auction):
        _require_harmless(amendment, has_to_wait)

    if amendment.added:
        GoodsAddition.create(goods=goods_id, text=amendment.added, added_at=now)
    if amendment.only_adds and not has_to_wait:
        return
    auction = _amended(row.auction, amendment, lengths, now)
    auction = replace(auction, is_waiting=auction.is_waiting or has_to_wait)
    catalogue.change_goods(
        goods_id=goods_id, member_id=member_id, values=amendment.said, pictures=amendment.upload_ids
    )
    save_auctions([replace(row, auction=auction)])
    save_listing(auction)
    put_in_search(goods_ids=[goods_id])


def _require_harmless(amendment: Amendment, has_forbidden_word: bool) -> None:
    """Bidders rely on what was said; and no seller may stop their auction by a forbidden word."""
    if not amendment.only_adds:
        raise listing.HasBids
    if has_forbidden_word:
        raise HasForbiddenWord


def _amended(auction: Auction, amendment: Amendment, lengths: Lengths, now: datetime) -> Auction:
    starts_at, ends_at = amendment.starts_at, amendment.ends_at
    auction = listing.amend(
        auction, amendment.offered, starts_at=starts_at, ends_at=ends_at, now=now
    )
    if starts_at or ends_at:
        require_sensible_times(
            starts_at=auction.starts_at, ends_at=auction.ends_at, lengths=lengths, now=now
        )
    require_sensible_prices(
        start=auction.start_price, buy_now=auction.buy_now_price, reserve=auction.reserve_price
    )
    return auction
