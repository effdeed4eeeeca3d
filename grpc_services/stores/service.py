"""How are stores served? Protobuf in, one call of a rule, protobuf out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.catalogue.messages import goods_items, goods_list
from grpc_services.catalogue.pictures import Pictures
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from grpc_services.server import rpc
from grpc_services.stores import businesses, follows, fronts, vacations
from models.members import Store
from protos import catalogue_pb2, stores_pb2_grpc
from protos import stores_pb2 as pb

_BUSINESS = tuple(field.name for field in pb.Business.DESCRIPTOR.fields)


@dataclass(frozen=True)
class Stores(stores_pb2_grpc.StoresServicer):
    pictures: Pictures

    @rpc
    def GetStore(self, request: pb.GetStoreRequest, now: datetime) -> Message:
        return self._page(fronts.front(store_id=request.store_id, viewer_id=request.viewer_id), now)

    @rpc
    def ListStoreGoods(self, request: pb.ListStoreGoodsRequest, now: datetime) -> Message:
        found, following = fronts.goods_of(
            store_id=request.store_id,
            viewer_id=request.viewer_id,
            state=enum_name(catalogue_pb2.GoodsState, request.state),
            limit=request.limit,
            cursor=request.cursor,
        )
        items = goods_items(
            self.pictures, found, viewer_id=request.viewer_id, language=request.language
        )
        return goods_list(items, following)

    @rpc
    def GetMyStore(self, request: pb.GetMyStoreRequest, now: datetime) -> Message:
        front = fronts.own_front(member_id=request.member_id)
        return pb.MyStore(
            store=self._page(front, now),
            goods_by_state=front.goods_by_state,
            unanswered_questions=fronts.unanswered_questions(member_id=request.member_id),
            sales_by_state=fronts.sales_by_state(member_id=request.member_id),
        )

    @rpc
    def UpdateStore(self, request: pb.UpdateStoreRequest, now: datetime) -> Message:
        front = fronts.change_store(
            member_id=request.member_id,
            values={
                name: getattr(request, name) for name in ("name", "info") if request.HasField(name)
            },
            upload_id=request.upload_id if request.HasField("upload_id") else None,
        )
        return self._page(front, now)

    @rpc
    def SetVacation(self, request: pb.SetVacationRequest, now: datetime) -> Message:
        until = moment(request.until) if request.HasField("until") else None
        vacations.set_vacation(member_id=request.member_id, until=until, now=now)
        return self._page(fronts.own_front(member_id=request.member_id), now)

    @rpc
    def SetBusiness(self, request: pb.SetBusinessRequest, now: datetime) -> Message:
        values = {name: getattr(request.business, name) for name in _BUSINESS}
        businesses.become_business(member_id=request.member_id, values=values)
        return self._page(fronts.own_front(member_id=request.member_id), now)

    @rpc
    def EndBusiness(self, request: pb.EndBusinessRequest, now: datetime) -> Message:
        businesses.become_private(member_id=request.member_id)
        return self._page(fronts.own_front(member_id=request.member_id), now)

    @rpc
    def FollowStore(self, request: pb.FollowStoreRequest, now: datetime) -> Message:
        follows.follow_store(member_id=request.member_id, store_id=request.store_id, now=now)
        return pb.FollowStoreResponse()

    @rpc
    def UnfollowStore(self, request: pb.UnfollowStoreRequest, now: datetime) -> Message:
        follows.unfollow_store(member_id=request.member_id, store_id=request.store_id)
        return pb.UnfollowStoreResponse()

    @rpc
    def ListFollows(self, request: pb.ListFollowsRequest, now: datetime) -> Message:
        ids, following = follows.FOLLOWS.things_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return self._list(follows.stores_of(store_ids=ids), following)

    @rpc
    def ListBlocks(self, request: pb.ListBlocksRequest, now: datetime) -> Message:
        return self._list(
            *follows.stores_blocked_by(
                member_id=request.member_id, limit=request.limit, cursor=request.cursor
            )
        )

    def _page(self, front: fronts.Front, now: datetime) -> pb.StorePage:
        store, until = front.store, front.store.vacation_until
        return pb.StorePage(
            store_id=store.store_id,
            name=store.name,
            info=store.info,
            image=store.image and self.pictures.url(store.image),
            follower_count=store.follower_count,
            goods_count=front.goods_by_state["OPEN"],
            sold_count=front.goods_by_state["SOLD"],
            following=front.following,
            blocked=front.blocked,
            rating=front.rating.average,
            review_count=front.rating.count,
            vacation_until=timestamp(until) if until and until > now else None,
            created_at=timestamp(store.created_at),
            kind=enum_value(pb.StoreKind, store.kind),
            business=_business(store),
        )

    def _list(self, stores: Iterable[Store], following: str | None) -> Message:
        return pb.ListStoresResponse(
            items=[
                pb.StoreItem(
                    store_id=store.store_id,
                    name=store.name,
                    image=store.image and self.pictures.url(store.image),
                    follower_count=store.follower_count,
                )
                for store in stores
            ],
            next_cursor=following,
        )


def _business(store: Store) -> pb.Business | None:
    found = businesses.business_of(store_id=store.store_id)
    if found is None:
        return None
    return pb.Business(**{name: getattr(found, name) for name in _BUSINESS})
