"""How is a bid taken back for good? By an entry in the log, which is never erased."""

from grpc_services.auction import log
from grpc_services.auction.answers import SEQS
from grpc_services.auction.facts import BidRetracted
from grpc_services.auction.hot_rows import lock_auction, save_auctions, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import retracting
from grpc_services.auction.pure.retracting import BidNotFound, Reason
from grpc_services.auction.recent import recent
from grpc_services.facts import tells
from models.auction import Retraction


@tells(BidRetracted)
def retract_bid(
    *, goods_id: int, bid_id: int, member_id: int, reason: Reason, house: House
) -> BidRetracted:
    """
    This function will take back a member's bid; the log keeps both, and so counts them.

    :raises GoodsNotFound: if there are no such goods
    :raises AuctionNotOpen: if the auction has not started, or is over
    :raises BidNotFound: if the member has made no such bid on these goods
    :raises BidAutomatic, AlreadyRetracted, RetractionTooLate: if it cannot be taken back
    """
    row = lock_auction(goods_id=goods_id)
    before = row.auction
    # Only after the lock was given is the time that decides; bids may have held it.
    now = row.time(house.clock())
    of_goods, seq = divmod(bid_id, SEQS)
    if of_goods != goods_id:
        raise BidNotFound

    told = recent(goods_id=goods_id, seq=seq)
    after, entry = retracting.retract(
        before,
        told.entries,
        base=told.base,
        seq=seq,
        member_id=member_id,
        reason=reason,
        now=now,
        rules=house.rules,
    )

    Retraction.create(goods_id=goods_id, seq=entry.seq, retracts=seq)
    row = log.append(row, after, entry, signer=house.signer)
    save_auctions([row])
    return BidRetracted(
        seller_id=after.seller_id,
        auction=seen(row, house.rules),
        bidder_id=member_id,
        leads_again=None if after.leader_id == before.leader_id else after.leader_id,
    )
