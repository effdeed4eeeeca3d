"""How does everybody stand who has bid? A row for each of them and goods, kept with the auction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from grpc_services.auction.pure.state import Auction, AuctionState, Entry, EntryKind
from models.auction import MemberBid
from models.base import UtcField
from models.dialect import execute, fetch, insert_rows

_utc = UtcField()
_COLUMNS = ("goods_id", "member_id", "state", "amount", "maximum", "bid_at")
_WON = (AuctionState.WON, AuctionState.SOLD)


class Offer(NamedTuple):
    """What a member's bids on goods come to: the highest of each, and the last time."""

    amount: int
    maximum: int
    at: datetime


_NONE = Offer(0, 0, datetime(1970, 1, 1, tzinfo=UTC))


def state_of(auction: Auction, member_id: int) -> str:
    """This function will tell how somebody stands who has bid."""
    leads = auction.leader_id == member_id
    if auction.is_alive:
        return "LEADING" if leads else "OUTBID"
    return "WON" if leads and auction.state in _WON else "LOST"


def offers(entries: Iterable[Entry]) -> dict[int, Offer]:
    """This function will tell what bids come to that were asked for, by who made them."""
    found: dict[int, Offer] = {}
    for entry in entries:
        amount, maximum, at = found.get(entry.bidder_id, _NONE)
        limit = entry.maximum or entry.amount
        found[entry.bidder_id] = Offer(
            max(amount, entry.amount), max(maximum, limit), max(at, entry.at)
        )
    return found


def _rising(name: str) -> str:
    return f"{name}=CASE WHEN {{{name}}} > {name} THEN {{{name}}} ELSE {name} END"


_CHANGED = ("state", *map(_rising, ("amount", "maximum", "bid_at")))


def put_offers(changes: Iterable[tuple[Auction, Auction, Iterable[Entry]]]) -> None:
    """
    This function will note bids: how the auction stood before, how after, and what was entered.

    All in one statement: whoever led before is among those who are written.
    """
    rows = [row for change in changes for row in _rows(*change)]
    insert_rows("member_bid", _COLUMNS, rows, keys=_COLUMNS[:2], changed=_CHANGED)


def _rows(
    before: Auction, after: Auction, entries: Iterable[Entry]
) -> Iterator[tuple[object, ...]]:
    made = offers(entries)
    if before.leader_id is not None and before.leader_id != after.leader_id:
        # Theirs is there, and higher; only the state is news.
        made.setdefault(before.leader_id, _NONE)
    for member_id, (amount, maximum, at) in made.items():
        state = state_of(after, member_id)
        yield after.goods_id, member_id, state, amount, maximum, _utc.db_value(at)


_FOLLOW = (
    "UPDATE member_bid SET state = (SELECT CASE"
    " WHEN a.state IN ('SCHEDULED', 'OPEN') AND a.leader_id = member_bid.member_id THEN 'LEADING'"
    " WHEN a.state IN ('SCHEDULED', 'OPEN') THEN 'OUTBID'"
    " WHEN a.state IN ('WON', 'SOLD') AND a.leader_id = member_bid.member_id THEN 'WON'"
    " ELSE 'LOST' END FROM auction a WHERE a.goods_id = member_bid.goods_id)"
    " WHERE goods_id IN (?)"
)


def follow(goods_ids: Collection[int]) -> None:
    """This function will have all who bid on goods stand as the auctions do that are stored."""
    if goods_ids:
        execute(_FOLLOW, goods_ids)


def heed(goods_id: int, entry: Entry) -> None:
    """This function will have bids count no more that an entry of the log takes back, or ends."""
    if entry.kind is EntryKind.RELISTING:
        MemberBid.delete().where(MemberBid.goods_id == goods_id).execute()
    if entry.kind is EntryKind.RETRACTION:
        recount(goods_id=goods_id, member_ids=[entry.bidder_id])


#: The bids that members asked for and did not take back: entries are put together by the bid that
#: they are about, in one pass. A retraction of each bid would be looked for among all pairs.
_RECOUNT = (
    "INSERT INTO member_bid (goods_id, member_id, state, amount, maximum, bid_at)"
    " SELECT a.goods_id, s.bidder_id, 'OUTBID', MAX(s.amount), MAX(s.maximum), MAX(s.placed_at)"
    " FROM (SELECT goods_id, bidder_id, MAX(amount) AS amount,"
    " MAX(COALESCE(maximum, amount)) AS maximum, MAX(placed_at) AS placed_at FROM bids"
    " WHERE goods_id IN (?) AND bidder_id IN (?)"
    " AND (idempotency_key IS NOT NULL OR retracts IS NOT NULL)"
    " GROUP BY goods_id, bidder_id, COALESCE(retracts, seq) HAVING COUNT(retracts) = 0) s"
    " JOIN auction a ON a.goods_id = s.goods_id AND s.placed_at >= a.starts_at"
    " GROUP BY a.goods_id, s.bidder_id"
)


def recount(*, goods_id: int, member_ids: Collection[int]) -> None:
    """
    This function will find anew, from the log, what the bids of members on goods come to.

    How they stand follows when the auction is saved.
    """
    bids = MemberBid.delete().where(MemberBid.goods_id == goods_id)
    bids.where(MemberBid.member_id.in_(list(member_ids))).execute()
    execute(_RECOUNT, [goods_id], member_ids)


class BidderRow(NamedTuple):
    """How a member stands with goods, as it is stored."""

    state: str
    offer: Offer


def bidder_rows(goods_id: int) -> dict[int, BidderRow]:
    """This function will tell how everybody stands who bid on goods."""
    return {
        row.member_id: BidderRow(row.state, Offer(row.amount, row.maximum, row.bid_at))
        for row in MemberBid.select().where(MemberBid.goods_id == goods_id)
    }


def bidders_of(goods_ids: Collection[int]) -> dict[int, set[int]]:
    """This function will name all on whose bids goods stand, or stood when they were over."""
    bidders: dict[int, set[int]] = defaultdict(set)
    for goods_id, member_id in fetch("goods_id, member_id", _BIDDERS, goods_ids):
        bidders[goods_id].add(member_id)
    return bidders


_BIDDERS = "FROM member_bid WHERE goods_id IN (?)"
