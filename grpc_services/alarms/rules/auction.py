"""Who hears of what happens in an auction?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.auction.facts import (
    AuctionFailed,
    AuctionGivenUp,
    AuctionOffered,
    AuctionWon,
    BidRetracted,
    BidsPlaced,
    OfferStillOpen,
)
from grpc_services.korea import minute_of


@hears(BidsPlaced)
def bids_came_in(bids: BidsPlaced) -> Iterator[Alarm]:
    yield Alarm(
        bids.seller_id,
        AlarmKind.BID_RECEIVED,
        goods_id=bids.auction.goods_id,
        values={"count": bids.count, "price": bids.auction.current_price},
    )


@hears(BidsPlaced)
def you_were_outbid(bids: BidsPlaced) -> Iterator[Alarm]:
    for member_id in bids.no_longer_leading:
        yield Alarm(
            member_id,
            AlarmKind.OUTBID,
            goods_id=bids.auction.goods_id,
            values={"price": bids.auction.current_price},
        )


@hears(BidRetracted)
def a_bid_was_taken_back(bid: BidRetracted) -> Iterator[Alarm]:
    yield Alarm(
        bid.seller_id,
        AlarmKind.BID_RECEIVED,
        goods_id=bid.auction.goods_id,
        values={"price": bid.auction.current_price or 0, "count": bid.auction.bid_count},
        template="BID_RETRACTED",
    )


@hears(BidRetracted)
def you_lead_again(bid: BidRetracted) -> Iterator[Alarm]:
    if bid.leads_again is not None:
        yield Alarm(
            bid.leads_again,
            AlarmKind.LEADING_AGAIN,
            goods_id=bid.auction.goods_id,
            values={"price": bid.auction.current_price},
        )


@hears(AuctionWon)
def somebody_else_won(auction: AuctionWon) -> Iterator[Alarm]:
    for member_id in auction.losers:
        yield Alarm(
            member_id,
            AlarmKind.AUCTION_LOST,
            goods_id=auction.auction.goods_id,
            values={"price": auction.price},
        )


@hears(AuctionFailed)
def nobody_won(auction: AuctionFailed) -> Iterator[Alarm]:
    yield Alarm(auction.seller_id, AlarmKind.AUCTION_FAILED, goods_id=auction.auction.goods_id)
    for member_id in auction.losers:
        yield Alarm(
            member_id,
            AlarmKind.AUCTION_FAILED,
            goods_id=auction.auction.goods_id,
            template="AUCTION_UNSOLD",
        )


@hears(AuctionOffered)
def you_may_have_it_after_all(offer: AuctionOffered) -> Iterator[Alarm]:
    yield Alarm(
        offer.member_id,
        AlarmKind.SECOND_CHANCE,
        goods_id=offer.auction.goods_id,
        values={"price": offer.price, "until": minute_of(offer.until)},
    )


@hears(AuctionOffered)
def it_is_offered_to_the_next(offer: AuctionOffered) -> Iterator[Alarm]:
    yield Alarm(
        offer.seller_id,
        AlarmKind.SECOND_CHANCE,
        goods_id=offer.auction.goods_id,
        values={"price": offer.price, "until": minute_of(offer.until)},
        template="CHANCE_OFFERED",
    )


@hears(OfferStillOpen)
def you_have_not_answered_yet(offer: OfferStillOpen) -> Iterator[Alarm]:
    yield Alarm(
        offer.member_id,
        AlarmKind.SECOND_CHANCE,
        goods_id=offer.goods_id,
        values={"price": offer.price, "until": minute_of(offer.until)},
        template="CHANCE_STILL_OPEN",
    )


@hears(AuctionGivenUp)
def nobody_paid_or_wanted_it(auction: AuctionGivenUp) -> Iterator[Alarm]:
    yield Alarm(auction.seller_id, AlarmKind.AUCTION_FAILED, goods_id=auction.auction.goods_id)
