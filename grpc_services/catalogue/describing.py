"""What does search have to know of goods? Put there in the transaction that changes them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from grpc_services.facts import atomic
from grpc_services.pages import microseconds
from grpc_services.search import index
from grpc_services.search.documents import BRAND, CATEGORY, Document, Names, Standing
from grpc_services.search.settling import settle
from models.auction import Auction
from models.base import tuples
from models.catalogue import Brand, Category, Goods
from models.dialect import locked

#: Goods at a time, when all are put in anew: bids on them wait meanwhile.
MOST = 500
#: Goods at a time, when it is looked whether any are missing.
_LOOKED_AT = 5_000


def put_in_search(*, goods_ids: Collection[int]) -> None:
    """This function will have goods be found as they are described now, unless they wait."""
    rows = list(_described().where(Goods.goods_id.in_(list(goods_ids))))
    index.put([_document(row) for row in rows if not row.auction.is_waiting])
    if waiting := [row.goods_id for row in rows if row.auction.is_waiting]:
        index.drop(waiting)


@dataclass(frozen=True)
class Rebuilt:
    """How many goods were put in anew, the last of them, and how many are left."""

    count: int
    last_goods_id: int | None
    left: int


def rebuild_search(*, after_goods_id: int) -> Rebuilt:
    """This function will put the next goods in anew, in order of their ids."""
    goods_ids = _put_next(after_goods_id=after_goods_id)
    settle(most=MOST)
    if not goods_ids:
        return Rebuilt(0, None, 0)
    left = Goods.select().where(Goods.goods_id > goods_ids[-1]).count()
    return Rebuilt(len(goods_ids), goods_ids[-1], left)


def fill_search(*, after_goods_id: int) -> tuple[int, int | None]:
    """
    This function will put in what is missing of the next goods, as goods of an older release are.

    It gives how many were missing, and after which goods to go on; None when it was through.
    """
    goods_ids = _next_ids(after_goods_id, most=_LOOKED_AT)
    if not goods_ids:
        return 0, None
    known = index.known(after_goods_id, goods_ids[-1])
    missing = [goods_id for goods_id in goods_ids if goods_id not in known][:MOST]
    if missing:
        _put_all(goods_ids=missing)
    return len(missing), missing[-1] if len(missing) == MOST else goods_ids[-1]


@atomic
def _put_next(*, after_goods_id: int) -> list[int]:
    goods_ids = _next_ids(after_goods_id, most=MOST)
    if goods_ids:
        _put_all(goods_ids=goods_ids)
        index.drop(index.known(after_goods_id, goods_ids[-1]) - set(goods_ids))
    return goods_ids


@atomic
def _put_all(*, goods_ids: Collection[int]) -> None:
    """Locked, so that whatever changes them comes before, and is put in, or after."""
    auctions = Auction.select().where(Auction.goods.in_(list(goods_ids)))
    list(locked(auctions.order_by(Auction.goods)))
    put_in_search(goods_ids=goods_ids)


def _next_ids(after_goods_id: int, *, most: int) -> list[int]:
    query = Goods.select(Goods.goods_id).where(Goods.goods_id > after_goods_id)
    return [goods_id for (goods_id,) in tuples(query.order_by(Goods.goods_id).limit(most))]


def _described() -> Any:
    return (
        Goods.select(Goods, Brand, Category, Auction)
        .join(Brand)
        .switch(Goods)
        .join(Category)
        .switch(Goods)
        .join(Auction, on=(Auction.goods == Goods.goods_id), attr="auction")
    )


def _document(row: Any) -> Document:
    auction = row.auction
    return Document(
        name=row.name,
        brand=_names(BRAND, row.brand_id, row.brand),
        category=_names(CATEGORY, row.category_id, row.category),
        store_id=row.store_id,
        quality=row.quality,
        gender=row.gender,
        standing=Standing(
            goods_id=row.goods_id,
            state=auction.state,
            price=auction.current_price or auction.start_price,
            ends_at=microseconds(auction.ends_at),
            bid_count=auction.bid_count,
        ),
        like_count=row.like_count,
    )


def _names(kind: str, label_id: int, row: Brand | Category) -> Names:
    return Names(kind=kind, label_id=label_id, names=(row.name, row.name_en))
