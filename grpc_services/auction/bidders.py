"""Who is it that wants to buy, and what must the rules know of them?"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from grpc_services.auction.pure.state import Auction, Bidder
from grpc_services.members.blocks import blocks_between
from grpc_services.members.standing import Standing
from grpc_services.suspension import MemberSuspended
from models.base import UtcField
from models.dialect import fetch

_utc = UtcField()

#: At least one row for each member; more for who owes for several wins.
_PEOPLE = (
    "m.member_id, m.login_id, m.is_suspended, m.suspended_because, m.suspended_until, "
    "m.no_bids_until, u.goods_id",
    "FROM member m LEFT JOIN unpaid_win u ON u.member_id = m.member_id WHERE m.member_id IN (?)",
)


@dataclass(frozen=True, slots=True)
class Person(Standing):
    """How a member stands with us, and with some sellers."""

    suspension: MemberSuspended | None = None
    has_unpaid_win: bool = False
    #: Who has not paid too often may not bid for a while.
    barred_until: datetime | None = None
    #: Sellers whom they have blocked, or who have blocked them.
    parted_from: set[int] = field(default_factory=set)


def people(*, member_ids: Collection[int], seller_ids: Collection[int]) -> dict[int, Person]:
    """
    This function will tell how members stand; those who are not there are left out.

    So they stand until the transaction ends: nobody leaves while a bid of theirs is written.
    """
    parted = blocks_between(member_ids=member_ids, other_ids=seller_ids)
    found: dict[int, Person] = {}
    for member_id, login_id, suspended, why, until, barred, goods_id in fetch(
        *_PEOPLE, member_ids, keep=True
    ):
        if member_id not in found:
            told = MemberSuspended.told(why, _utc.python_value(until)) if suspended else None
            found[member_id] = Person(
                login_id,
                bool(suspended),
                suspension=told,
                has_unpaid_win=goods_id is not None,
                barred_until=_utc.python_value(barred),
                parted_from=parted.get(member_id, set()),
            )
    return found


def bidder(
    *, auction: Auction, member_id: int, person: Person | None, is_owing: bool = False
) -> Bidder:
    """This function will tell what rules must know of a member; `is_owing` if not for a win."""
    if person is None:
        return Bidder(member_id, suspension=MemberSuspended())
    return Bidder(
        member_id,
        suspension=person.suspension,
        is_blocked=auction.seller_id in person.parted_from,
        has_unpaid_win=is_owing or person.has_unpaid_win,
        barred_until=person.barred_until,
    )
