"""Which auctions end soon, and whose watchers have not been told of it?"""

from datetime import datetime, timedelta

from peewee import JOIN

from grpc_services import outbox
from grpc_services.auction.facts import AuctionEndingSoon
from grpc_services.auction.pure.state import AuctionState
from grpc_services.facts import atomic
from models.auction import Auction, EndingSoon
from models.catalogue import Goods
from models.dialect import insert_once, locked

#: At a time; there are more with the next look.
_MOST = 200
_MINUTE = timedelta(minutes=1)


@atomic
def tell_of_ends(*, within: timedelta, now: datetime) -> bool:
    """
    This function will tell once of each auction whose end is so near; it says if there are more.

    Of auctions that are shorter than that nobody is told.
    """
    rows = list(_near(within, now))
    # Only now are they locked, and what another process has told of them is seen.
    ids = [row.goods_id for row in rows]
    told = {row.goods_id for row in EndingSoon.select().where(EndingSoon.goods_id.in_(ids))}
    fresh = [row for row in rows if row.goods_id not in told]

    insert_once(EndingSoon, [{"goods_id": row.goods_id} for row in fresh])
    outbox.append([_fact(row, now) for row in fresh if _is_long(row, within)], now=now)
    return len(rows) == _MOST


def _near(within: timedelta, now: datetime) -> list[Auction]:
    query = (
        Auction.select(Auction, Goods)
        .join(Goods)
        .switch(Auction)
        .join(EndingSoon, JOIN.LEFT_OUTER, on=(EndingSoon.goods_id == Auction.goods))
        .where(
            Auction.state == AuctionState.OPEN,
            ~Auction.is_waiting,
            Auction.ends_at > now,
            Auction.ends_at <= now + within,
            EndingSoon.goods_id.is_null(),
        )
        .order_by(Auction.ends_at)
        .limit(_MOST)
    )
    # A bid that is under way is not waited for: there is a next time.
    return list(locked(query, skip_locked=True))


def _is_long(row: Auction, within: timedelta) -> bool:
    return bool(row.starts_at <= row.listed_ends_at - within)


def _fact(row: Auction, now: datetime) -> AuctionEndingSoon:
    minutes = -((now - row.ends_at) // _MINUTE)
    return AuctionEndingSoon(goods_id=row.goods_id, store_id=row.goods.store_id, minutes=minutes)
