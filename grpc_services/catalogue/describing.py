"""What does search have to know of goods? Put there in the transaction that changes them."""

from collections.abc import Collection
from typing import Any

from grpc_services.facts import atomic
from grpc_services.pages import microseconds
from grpc_services.search import index
from grpc_services.search.documents import BRAND, CATEGORY, Document, Names, Standing
from models.auction import Auction
from models.catalogue import Brand, Category, Goods
from models.dialect import locked

#: Goods at a time, when all are put in anew.
MOST = 1_000


def put_in_search(*, goods_ids: Collection[int]) -> None:
    """This function will have goods be found as they are described now."""
    query = _described().where(Goods.goods_id.in_(list(goods_ids)))
    index.put([_document(row) for row in query])


@atomic
def rebuild_search(*, after_goods_id: int) -> int | None:
    """
    This function will put the next goods in anew, in order of their ids; it names the last.

    They are locked meanwhile: what changes them comes before, and is put in, or after.
    """
    next_goods = Goods.select(Goods.goods_id).where(Goods.goods_id > after_goods_id)
    goods_ids = [row.goods_id for row in next_goods.order_by(Goods.goods_id).limit(MOST)]
    if not goods_ids:
        return None
    locked(Auction.select().where(Auction.goods.in_(goods_ids)).order_by(Auction.goods)).execute()
    index.drop(index.known(after_goods_id, goods_ids[-1]) - set(goods_ids))
    put_in_search(goods_ids=goods_ids)
    return goods_ids[-1]


def goods_left(*, after_goods_id: int) -> int:
    """This function will count the goods that are still to be put in anew."""
    return int(Goods.select().where(Goods.goods_id > after_goods_id).count())


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
