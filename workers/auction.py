"""When do auctions begin and end, and what becomes of a win?"""

from protos import auction_pb2, trade_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import Refused, ask

#: Jobs are sent about this much ahead; what is further off, the clock will send again.
AHEAD_SECONDS = 3.0
#: Services that have not closed what is due by then may hang, and others are asked.
_CLOSING_SECONDS = 2.0


@job(queue_name="closing", max_retries=5, min_backoff=200, max_backoff=2_000)
def advance_auctions(goods_ids: list[int]) -> None:
    """Has auctions opened and closed at their moment, for which the services wait."""
    ask(
        reach().services.auctions.AdvanceAuctions,
        auction_pb2.AdvanceAuctionsRequest(goods_ids=goods_ids, wait_seconds=AHEAD_SECONDS),
        seconds=AHEAD_SECONDS + _CLOSING_SECONDS,
    )


@job(queue_name="orders", max_retries=0)
def tell_of_ends() -> None:
    """Has those told whose auctions end soon."""
    while ask(reach().services.auctions.TellOfEnds, auction_pb2.TellOfEndsRequest()).goes_on:
        pass


@job(queue_name="orders", max_retries=20, min_backoff=500, max_backoff=60_000)
def open_order(goods_id: int) -> None:
    """Makes the order of a won auction."""
    try:
        ask(reach().services.trade.OpenOrder, trade_pb2.OpenOrderRequest(goods_id=goods_id))
    except Refused as refusal:
        # Paid for already, or taken back: the order was made by another run of this.
        if refusal.reason != "AUCTION_NOT_WON":
            raise
