"""Who is it that wants to buy, and what must the rules know of them?"""

from collections.abc import Collection
from dataclasses import dataclass, field

from grpc_services.auction.pure.state import Auction, Bidder
from grpc_services.members.standing import Standing
from models.dialect import fetch

#: At least one row for each member; more for who is blocked by several sellers or owes for wins.
_PEOPLE = (
    "m.member_id, m.login_id, m.is_suspended, b.blocker_id, u.goods_id",
    "FROM member m LEFT JOIN unpaid_win u ON u.member_id = m.member_id"
    " LEFT JOIN block b ON b.blocked_id = m.member_id AND b.blocker_id IN (?)"
    " WHERE m.member_id IN (?)",
)


@dataclass(frozen=True, slots=True)
class Person(Standing):
    """How a member stands with us, and with some sellers."""

    has_unpaid_win: bool = False
    blocked_by: set[int] = field(default_factory=set)


def people(*, member_ids: Collection[int], seller_ids: Collection[int]) -> dict[int, Person]:
    """This function will tell how members stand; those who are not there are left out."""
    found: dict[int, Person] = {}
    rows = fetch(*_PEOPLE, seller_ids, member_ids)
    for member_id, login_id, suspended, blocker_id, unpaid_goods_id in rows:
        if member_id not in found:
            has_unpaid_win = unpaid_goods_id is not None
            found[member_id] = Person(login_id, bool(suspended), has_unpaid_win)
        if blocker_id is not None:
            found[member_id].blocked_by.add(blocker_id)
    return found


def bidder(
    *, auction: Auction, member_id: int, person: Person | None, is_owing: bool = False
) -> Bidder:
    """This function will tell what rules must know of a member; `is_owing` if not for a win."""
    if person is None:
        return Bidder(member_id, is_suspended=True)
    return Bidder(
        member_id,
        is_suspended=person.is_suspended,
        is_blocked=auction.seller_id in person.blocked_by,
        has_unpaid_win=is_owing or person.has_unpaid_win,
    )
