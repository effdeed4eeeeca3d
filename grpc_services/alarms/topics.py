"""What do screens show that anybody may see, and what do processes have to know at once?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from grpc_services.auction.facts import (
    AuctionCancelled,
    AuctionFailed,
    AuctionGivenUp,
    AuctionOffered,
    AuctionOpened,
    AuctionRelisted,
    AuctionReopened,
    AuctionReserved,
    AuctionSold,
    AuctionTakenDown,
    AuctionUnsold,
    AuctionWon,
    BidRetracted,
    BidsPlaced,
    Snapshot,
)
from grpc_services.facts import Fact
from grpc_services.members.facts import SessionRevoked

#: A stream of the relay, and the fields of the entry.
News = tuple[str, dict[str, str | int]]

GOODS, ALARMS, SESSIONS = "relay:goods", "relay:alarms", "relay:sessions"
SHOWN: dict[type[Fact], Callable[[Any, datetime], News]] = {}


def shows(*facts: type[Fact]) -> Callable[[Any], Any]:
    def decorate(topic: Callable[[Any, datetime], News]) -> Callable[[Any, datetime], News]:
        SHOWN.update(dict.fromkeys(facts, topic))
        return topic

    return decorate


_RANKS = {"SCHEDULED": 0, "OPEN": 1, "WON": 3, "FAILED": 3, "CANCELLED": 3, "SOLD": 4}
#: Of what comes before, or after, all others in the same state.
_OF_FACTS: dict[type[Fact], int] = {
    AuctionReopened: 2,
    AuctionOffered: 2,
    AuctionGivenUp: 5,
    AuctionUnsold: 5,
}


@shows(
    BidsPlaced,
    BidRetracted,
    AuctionOpened,
    AuctionReserved,
    AuctionReopened,
    AuctionCancelled,
    AuctionTakenDown,
    AuctionRelisted,
    AuctionWon,
    AuctionFailed,
    AuctionOffered,
    AuctionGivenUp,
    AuctionSold,
    AuctionUnsold,
)
def goods_changed(fact: Any, now: datetime) -> News:
    return goods_stand(fact.auction, now, rank=_OF_FACTS.get(type(fact)))


def goods_stand(seen: Snapshot, now: datetime, *, rank: int | None = None) -> News:
    """This function will tell how goods stand; `rank` is other than that of their state."""
    body = {
        "goodsId": seen.goods_id,
        "seq": seen.seq,
        "currentPrice": seen.current_price,
        "minimumBid": seen.minimum_bid,
        "bidCount": seen.bid_count,
        "leader": seen.leader,
        "endsAt": seen.ends_at,
        "reservedUntil": seen.reserved_until,
        "state": seen.state,
        "serverTime": now,
    }
    return GOODS, {
        "goods": seen.goods_id,
        # What the relay orders by: a change of state follows the bids that have the same seq.
        "seq": seen.seq * 10 + (_RANKS[seen.state] if rank is None else rank),
        "body": msgspec.json.encode(body).decode(),
    }


@shows(SessionRevoked)
def session_ended(fact: SessionRevoked, now: datetime) -> News:
    return SESSIONS, {"sid": fact.session_id, "until": int(fact.until.timestamp())}
