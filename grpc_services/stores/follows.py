"""Who follows which store, and whom has a member blocked?"""

from datetime import datetime

from grpc_services.facts import atomic
from grpc_services.members.blocks import require_no_block
from grpc_services.members.standing import OwnStore, StoreNotFound
from grpc_services.pages import latest
from grpc_services.ties import Ties
from models.members import Block, Store, StoreFollow

FOLLOWS = Ties(StoreFollow, Store, Store.follower_count, StoreNotFound)


@atomic
def follow_store(*, member_id: int, store_id: int, now: datetime) -> None:
    """
    This function will keep that a member follows a store; a second time changes nothing.

    :raises StoreNotFound: if there is no such store
    :raises OwnStore: if it is the member's own
    :raises Blocked: if one of the two has blocked the other
    """
    store = Store.get_or_none(Store.store_id == store_id)

    if store is None:
        raise StoreNotFound
    if store.member_id == member_id:
        raise OwnStore
    require_no_block(one_id=member_id, other_id=store.member_id)

    FOLLOWS.add(member_id=member_id, thing_id=store_id, now=now)


@atomic
def unfollow_store(*, member_id: int, store_id: int) -> None:
    """:raises StoreNotFound: if there is no such store"""
    FOLLOWS.remove(member_id=member_id, thing_id=store_id)


def stores_of(*, store_ids: list[int]) -> list[Store]:
    """This function will find stores by their ids, in that order."""
    found = {row.store_id: row for row in Store.select().where(Store.store_id.in_(store_ids))}
    return [found[store_id] for store_id in store_ids]


def stores_blocked_by(*, member_id: int, limit: int, cursor: str) -> tuple[list[Store], str | None]:
    """
    This function will list the stores whose owners a member has blocked, the latest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = Block.select().where(Block.blocker_id == member_id)
    rows, following = latest(
        query, Block.blocker_id, Block.created_at, Block.blocked_id, limit=limit, cursor=cursor
    )
    ids = [row.blocked_id for row in rows]
    stores = {row.member_id: row for row in Store.select().where(Store.member.in_(ids))}
    return [stores[member_id] for member_id in ids], following
