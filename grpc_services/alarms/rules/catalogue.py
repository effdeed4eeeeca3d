"""Who hears of what comes up for sale, and of what ends soon?"""

from collections.abc import Iterator

from grpc_services.alarms.facts import GoodsEndingSoon, NewGoodsOfBrand, NewGoodsOfStore
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, Announcement, announces, hears
from grpc_services.auction.facts import AuctionEndingSoon
from grpc_services.catalogue.facts import GoodsRegistered


@announces(GoodsRegistered)
def there_are_new_goods(goods: GoodsRegistered) -> Iterator[Announcement]:
    for kind, audience_id in (
        (AlarmKind.STORE_NEW_GOODS, goods.store_id),
        (AlarmKind.BRAND_NEW_GOODS, goods.brand_id),
    ):
        values = {"store_name": goods.store_name}
        yield Announcement(kind, audience_id, goods.goods_id, goods.store_id, values)


@announces(AuctionEndingSoon)
def the_end_is_near(auction: AuctionEndingSoon) -> Iterator[Announcement]:
    yield Announcement(
        AlarmKind.ENDING_SOON,
        auction.goods_id,
        auction.goods_id,
        auction.store_id,
        {"minutes": auction.minutes},
    )


@hears(GoodsEndingSoon)
def what_you_watch_ends_soon(goods: GoodsEndingSoon) -> Iterator[Alarm]:
    for member_id in goods.member_ids:
        yield Alarm(
            member_id,
            AlarmKind.ENDING_SOON,
            goods_id=goods.goods_id,
            store_id=goods.store_id,
            values={"minutes": goods.minutes},
        )


@hears(NewGoodsOfStore)
def your_store_has_new_goods(goods: NewGoodsOfStore) -> Iterator[Alarm]:
    for member_id in goods.member_ids:
        yield Alarm(
            member_id,
            AlarmKind.STORE_NEW_GOODS,
            goods_id=goods.goods_id,
            store_id=goods.store_id,
            values={"store": goods.store_name},
        )


@hears(NewGoodsOfBrand)
def your_brand_has_new_goods(goods: NewGoodsOfBrand) -> Iterator[Alarm]:
    for member_id in goods.member_ids:
        yield Alarm(
            member_id,
            AlarmKind.BRAND_NEW_GOODS,
            goods_id=goods.goods_id,
            store_id=goods.store_id,
        )
