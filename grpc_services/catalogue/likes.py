"""What do members like? Goods and brands."""

from datetime import datetime

from grpc_services.catalogue.goods import GoodsNotFound, goods_of
from grpc_services.catalogue.shelves import BrandNotFound
from grpc_services.facts import atomic
from grpc_services.search import index
from grpc_services.ties import Ties
from models.catalogue import Brand, BrandLike, Goods, GoodsLike

GOODS = Ties(GoodsLike, Goods, Goods.like_count, GoodsNotFound)
BRANDS = Ties(BrandLike, Brand, Brand.like_count, BrandNotFound)


@atomic
def like_goods(*, member_id: int, goods_id: int, now: datetime) -> None:
    """
    This function will keep that a member likes goods; a second time changes nothing.

    :raises GoodsNotFound: if there are no such goods
    """
    goods_of(goods_id=goods_id, viewer_id=member_id)

    GOODS.add(member_id=member_id, thing_id=goods_id, now=now)
    _list_by_likes(goods_id)


@atomic
def unlike_goods(*, member_id: int, goods_id: int) -> None:
    """:raises GoodsNotFound: if there are no such goods"""
    GOODS.remove(member_id=member_id, thing_id=goods_id)
    _list_by_likes(goods_id)


def _list_by_likes(goods_id: int) -> None:
    index.put_likes(goods_id, like_count=Goods.get_by_id(goods_id).like_count)


@atomic
def like_brand(*, member_id: int, brand_id: int, now: datetime) -> None:
    """
    This function will keep that a member likes a brand; a second time changes nothing.

    :raises BrandNotFound: if there is no such brand
    """
    BRANDS.add(member_id=member_id, thing_id=brand_id, now=now)


@atomic
def unlike_brand(*, member_id: int, brand_id: int) -> None:
    """:raises BrandNotFound: if there is no such brand"""
    BRANDS.remove(member_id=member_id, thing_id=brand_id)
