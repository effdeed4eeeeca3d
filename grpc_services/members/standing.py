"""How does a member stand with us and with a seller?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from grpc_services.facts import atomic
from grpc_services.refusals import Conflict, NotFound
from models.dialect import fetch, insert_once
from models.members import Block, Store


class StoreNotFound(NotFound):
    """There is no such store."""


class OwnStore(Conflict):
    """It is your own store."""


@dataclass(frozen=True, slots=True)
class Standing:
    login_id: str
    is_suspended: bool


def standing_of(*, member_ids: Collection[int]) -> dict[int, Standing]:
    """This function will tell of each member whether they may act at all."""
    rows = fetch(
        "member_id, login_id, is_suspended", "FROM member WHERE member_id IN (?)", member_ids
    )
    return {
        member_id: Standing(login_id, bool(suspended)) for member_id, login_id, suspended in rows
    }


@atomic
def block_store(*, member_id: int, store_id: int, now: datetime) -> None:
    """
    This function will bar the owner of a store from bidding on and buying from the member.

    :raises StoreNotFound: if there is no such store
    :raises OwnStore: if it is the member's own
    """
    owner_id = _owner_of(store_id)
    if owner_id == member_id:
        raise OwnStore

    insert_once(Block, [{"blocker_id": member_id, "blocked_id": owner_id, "created_at": now}])


@atomic
def unblock_store(*, member_id: int, store_id: int) -> None:
    """:raises StoreNotFound: if there is no such store"""
    owner_id = _owner_of(store_id)

    Block.delete().where(Block.blocker_id == member_id, Block.blocked_id == owner_id).execute()


def _owner_of(store_id: int) -> int:
    store = Store.get_or_none(Store.store_id == store_id)
    if store is None:
        raise StoreNotFound
    return int(store.member_id)


def masked(login_id: str) -> str:
    """This function will show a member to others: the first two characters, then stars."""
    return login_id[:2] + "***"
