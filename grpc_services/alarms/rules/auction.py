"""Who hears of what happens in an auction?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.auction.facts import AuctionFailed, AuctionWon, BidRetracted, BidsPlaced


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
