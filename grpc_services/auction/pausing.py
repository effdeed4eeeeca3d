"""How do a seller's auctions rest while the seller does?"""

from datetime import datetime

from grpc_services.auction.pure.state import AuctionState
from models.auction import Auction


def pause_auctions(*, seller_id: int, until: datetime | None) -> None:
    """This function will have a seller's auctions without bids take none until a moment, if any."""
    running = Auction.state.in_([AuctionState.SCHEDULED, AuctionState.OPEN])
    Auction.update(paused_until=until).where(
        Auction.seller_id == seller_id, running, Auction.bid_count == 0
    ).execute()
