"""How does a seller sell at once, to whoever leads?"""

from grpc_services.auction import closing, log, member_bids, wins
from grpc_services.auction.facts import AuctionWon
from grpc_services.auction.hot_rows import lock_auction, save_auctions, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing
from grpc_services.facts import Fact, tells


@tells(AuctionWon)
def sell_now(*, goods_id: int, member_id: int, house: House) -> Fact:
    """
    This function will end an auction for its seller: who leads has won, at the price as it stands.

    :raises GoodsNotFound: if the member sells no such goods
    :raises AuctionNotOpen: if the auction has not started, or is over
    :raises NoBids: if nobody leads
    :raises GoodsReserved: if a buyer is paying
    """
    row = lock_auction(goods_id=goods_id, seller_id=member_id)

    won, entry = listing.end_early(row.auction, now=row.time(house.clock()))

    row = log.append(row, won, entry, signer=house.signer)
    save_auctions([row])
    wins.keep_wins([row])
    return closing.outcome(
        won, seen(row, house.rules), member_bids.bidders_of([goods_id])[goods_id]
    )
