"""What happens in the catalogue?"""

from typing import Any, ClassVar, Self

from grpc_services.facts import Fact
from models.catalogue import Goods


class UploadArrived(Fact, frozen=True, kw_only=True):
    """A picture that a member was allowed to post is there; it is to be checked."""

    for_workers: ClassVar[bool] = True
    upload_id: int


class GoodsRegistered(Fact, frozen=True, kw_only=True):
    """Goods came up for sale, of a store that is followed or a brand that is liked."""

    goods_id: int
    brand_id: int
    store_id: int
    store_name: str

    @classmethod
    def of(cls, made: Goods) -> Self:
        store: Any = made.store
        return cls(
            goods_id=made.goods_id,
            brand_id=made.brand_id,
            store_id=made.store_id,
            store_name=store.name,
        )
