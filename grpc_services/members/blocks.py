"""Is there a block between two members, whichever of them has set it?"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from grpc_services.suspension import Blocked
from models.dialect import fetch
from models.members import Block

#: Two looks at one key: a condition with OR would read the whole table.
_BETWEEN = (
    "b.one_id, b.other_id",
    "FROM (SELECT blocked_id AS one_id, blocker_id AS other_id FROM block"
    " WHERE blocked_id IN (?) AND blocker_id IN (?)"
    " UNION ALL SELECT blocker_id, blocked_id FROM block"
    " WHERE blocked_id IN (?) AND blocker_id IN (?)) b",
)


def blocks_between(
    *, member_ids: Collection[int], other_ids: Collection[int]
) -> dict[int, set[int]]:
    """This function will tell of each member which of the others a block parts them from."""
    found: dict[int, set[int]] = defaultdict(set)
    for one_id, other_id in fetch(*_BETWEEN, member_ids, other_ids, other_ids, member_ids):
        found[one_id].add(other_id)
    return found


def require_no_block(*, one_id: int, other_id: int, until: datetime | None = None) -> None:
    """
    This function will have two members deal with each other unless one has blocked the other.

    :raises Blocked: if there is a block; with `until` one that was set later does not count
    """
    between = ((Block.blocker_id == one_id) & (Block.blocked_id == other_id)) | (
        (Block.blocker_id == other_id) & (Block.blocked_id == one_id)
    )
    blocks = Block.select(Block.blocker_id).where(between)
    if until is not None:
        blocks = blocks.where(Block.created_at <= until)
    if blocks.exists():
        raise Blocked
