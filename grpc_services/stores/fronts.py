"""How does a store look, to everybody and to its owner?"""

from dataclasses import dataclass
from typing import Any

from peewee import fn

from grpc_services.auction.pure.state import AuctionState
from grpc_services.catalogue.lots import Lot, lots_of_store
from grpc_services.catalogue.ratings import Rating, ratings_of
from grpc_services.catalogue.uploads import take_pictures
from grpc_services.facts import atomic
from grpc_services.members.standing import StoreNotFound
from grpc_services.stores.follows import FOLLOWS
from models.auction import Auction
from models.base import tuples
from models.community import Question
from models.dialect import locked
from models.members import Block, Store
from models.trade import Order


@dataclass(frozen=True)
class Front:
    """A store with what is counted of it, for a reader."""

    store: Store
    goods_by_state: dict[str, int]
    rating: Rating
    following: bool
    blocked: bool


def front(*, store_id: int, viewer_id: int) -> Front:
    """:raises StoreNotFound: if there is no such store"""
    store = Store.get_or_none(Store.store_id == store_id)
    if store is None:
        raise StoreNotFound
    return _front(store, viewer_id)


def goods_of(
    *, store_id: int, viewer_id: int, state: str | None, limit: int, cursor: str
) -> tuple[list[Lot], str | None]:
    """
    This function will list what a store sells, the newest first.

    :raises StoreNotFound: if there is no such store
    :raises InvalidCursor: if the cursor is not ours
    """
    if not Store.select().where(Store.store_id == store_id).exists():
        raise StoreNotFound
    return lots_of_store(
        store_id=store_id, viewer_id=viewer_id, state=state, limit=limit, cursor=cursor
    )


def own_front(*, member_id: int) -> Front:
    """This function will show a member their own store."""
    return _front(Store.get(Store.member == member_id), member_id)


def sales_by_state(*, member_id: int) -> dict[str, int]:
    """This function will count what a member has sold, by the state of the orders."""
    counts = Order.select(Order.state, fn.COUNT(Order.order_id)).where(Order.seller_id == member_id)
    return dict(tuples(counts.group_by(Order.state)))


def unanswered_questions(*, member_id: int) -> int:
    """This function will count what a member was asked and has not answered."""
    return int(
        Question.select().where(Question.seller_id == member_id, ~Question.is_answered).count()
    )


@atomic
def change_store(*, member_id: int, values: dict[str, Any], upload_id: int | None) -> Front:
    """
    This function will change what is given of a member's store.

    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the picture
    """
    store = locked(Store.select().where(Store.member == member_id)).get()

    for name, value in values.items():
        setattr(store, name, value)
    if upload_id is not None:
        (picture,) = take_pictures(member_id=member_id, upload_ids=[upload_id], kind="STORE")
        store.image = picture.full_key
    store.save(only=[Store.name, Store.info, Store.image])
    return _front(store, member_id)


def _front(store: Store, viewer_id: int) -> Front:
    blocked = (Block.blocker_id == viewer_id) & (Block.blocked_id == store.member_id)
    return Front(
        store,
        _goods_by_state(store.member_id, viewer_id),
        ratings_of(store_ids=[store.store_id])[store.store_id],
        following=bool(FOLLOWS.among(member_id=viewer_id, thing_ids=[store.store_id])),
        blocked=Block.select().where(blocked).exists(),
    )


def _goods_by_state(seller_id: int, viewer_id: int) -> dict[str, int]:
    counts = Auction.select(Auction.state, fn.COUNT(Auction.goods)).where(
        Auction.seller_id == seller_id, ~Auction.is_waiting | (Auction.seller_id == viewer_id)
    )
    none: dict[str, int] = dict.fromkeys(map(str, AuctionState), 0)
    return none | dict(tuples(counts.group_by(Auction.state)))
