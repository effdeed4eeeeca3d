"""Who hears of what comes up for sale?"""

from collections.abc import Iterator

from grpc_services.alarms.facts import NewGoodsOfBrand, NewGoodsOfStore
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, Announcement, announces, hears
from grpc_services.catalogue.facts import GoodsRegistered


@announces(GoodsRegistered)
def there_are_new_goods(goods: GoodsRegistered) -> Iterator[Announcement]:
    for kind, audience_id in (
        (AlarmKind.STORE_NEW_GOODS, goods.store_id),
        (AlarmKind.BRAND_NEW_GOODS, goods.brand_id),
    ):
        values = {"store_name": goods.store_name}
        yield Announcement(kind, audience_id, goods.goods_id, goods.store_id, values)


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
