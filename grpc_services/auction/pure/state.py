"""What is an auction, and who may bid? What all rules of auctions speak of, as plain values."""

import enum
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from grpc_services.refusals import Conflict, Forbidden, Refusal
from grpc_services.suspension import Blocked, MemberSuspended


class AuctionState(enum.StrEnum):
    SCHEDULED = "SCHEDULED"
    OPEN = "OPEN"
    WON = "WON"
    SOLD = "SOLD"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class Reserve(enum.StrEnum):
    NONE = "NONE"
    MET = "MET"
    NOT_MET = "NOT_MET"


class EntryKind(enum.StrEnum):
    BID = "BID"
    RAISE = "RAISE"
    RESERVATION = "RESERVATION"
    RETRACTION = "RETRACTION"
    BUY_NOW = "BUY_NOW"
    RELISTING = "RELISTING"
    EARLY_END = "EARLY_END"
    SECOND_CHANCE = "SECOND_CHANCE"


class AuctionNotOpen(Conflict):
    """Bids are accepted from the start to the end, except while somebody is paying at buy-now."""


class BiddingBarred(Conflict):
    """Who has not paid too often may neither bid nor buy for a while."""


class AuctionNotOver(Conflict):
    """An auction is closed when its end has come, not before."""


class OwnGoods(Forbidden):
    """A seller may neither bid on nor buy their own goods."""


class UnpaidWin(Conflict):
    """A member who has won must pay before bidding or buying again."""


class BidTooLow(Conflict):
    """The bid does not beat the price by the increment; `minimumBid` says what would."""


class Rules(Struct, frozen=True):
    """
    The house's rules, as set by the operator.

    `increments` are pairs (price below which, the least step in won), the last one for every price.
    """

    increments: tuple[tuple[int | None, int], ...]
    soft_close: timedelta
    extensions_max: int
    #: How long goods are kept for a buyer who is paying.
    reservation: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        limits = [below for below, _ in self.increments]
        steps = [step for _, step in self.increments]
        rising = sorted({below for below in limits[:-1] if below is not None})
        if not limits or limits != [*rising, None]:
            raise ValueError("The limits of the increments must rise and end with null.")
        # Falling steps would let a proxy pay less than the minimum that people are shown.
        if steps != sorted(steps) or steps[0] < 1:
            raise ValueError("The steps of the increments must be positive and never fall.")

    def step(self, price: int) -> int:
        for below, step in self.increments:
            if below is None or price < below:
                return step
        raise AssertionError("the last increment is for every price")


class Lead(NamedTuple):
    """Who leads, at which price, and how far they would go."""

    bidder_id: int
    price: int
    maximum: int


class Auction(Struct, frozen=True):
    """
    One auction as it stands: what must be known, and locked, to decide a bid.

    Prices are in won. `current_price`, `leader_id` and `maximum` are None while no bid stands;
    `maximum` is the leader's secret. `seq` is that of the last entry in the log. `reserved_until`
    is set while a member pays at buy-now; `reserved_by` stays behind when it comes to nothing.
    """

    goods_id: int
    seller_id: int
    state: AuctionState
    start_price: int
    buy_now_price: int | None
    reserve_price: int | None
    soft_close: bool
    starts_at: datetime
    ends_at: datetime
    listed_ends_at: datetime
    extensions: int = 0
    current_price: int | None = None
    leader_id: int | None = None
    maximum: int | None = None
    seq: int = 0
    bid_count: int = 0
    reserved_by: int | None = None
    reserved_until: datetime | None = None
    #: Until when the first bid is not taken.
    paused_until: datetime | None = None
    #: For review, seen by nobody but the seller and the operator.
    is_waiting: bool = False

    @property
    def lead(self) -> Lead | None:
        if self.leader_id is None or self.current_price is None or self.maximum is None:
            return None
        return Lead(self.leader_id, self.current_price, self.maximum)

    def minimum_bid(self, rules: Rules) -> int:
        """This function will say which bid, in won, is the lowest that somebody else may make."""
        return minimum(self, self.current_price, rules)

    @property
    def reserve(self) -> Reserve:
        if self.reserve_price is None:
            return Reserve.NONE
        is_met = self.current_price is not None and self.current_price >= self.reserve_price
        return Reserve.MET if is_met else Reserve.NOT_MET

    @property
    def is_alive(self) -> bool:
        """Whether it is to come or goes on, as far as it has been opened and closed."""
        return self.state is AuctionState.OPEN or self.state is AuctionState.SCHEDULED

    def is_running_at(self, now: datetime) -> bool:
        """This function will say whether `now` is between start and end, closed or not."""
        return self.is_alive and self.starts_at <= now < self.ends_at

    def is_reserved_at(self, now: datetime) -> bool:
        return self.reserved_until is not None and now < self.reserved_until

    def is_paused_at(self, now: datetime) -> bool:
        """This function will say whether the seller rests, and nobody has bid yet."""
        return self.paused_until is not None and now < self.paused_until and not self.bid_count

    def is_open_at(self, now: datetime) -> bool:
        """This function will say whether bids are accepted, whatever clock or closing have done."""
        is_held = self.is_reserved_at(now) or self.is_paused_at(now)
        return self.is_running_at(now) and not is_held


class Bidder(Struct, frozen=True):
    """Who bids, and what is known of them in respect of these goods."""

    member_id: int
    suspension: MemberSuspended | None = None
    is_blocked: bool = False
    has_unpaid_win: bool = False
    barred_until: datetime | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """
    One line of the log; it never changes.

    `amount` is the bid, and the price after the last entry of a command. `maximum` is the secret
    limit behind it, None if the bidder named the price. `retracts` is the `seq` that a `RETRACTION`
    takes back; its `amount` is the price that is left, 0 if no bid is. A `RESERVATION` and a
    `BUY_NOW` are at the buy-now price. The seller's are a `RELISTING`, at the new start price, and
    an `EARLY_END`, at the price that the leader pays. A `SECOND_CHANCE` is of whom the goods are
    offered after an unpaid win, at their own highest bid.
    """

    seq: int
    bidder_id: int
    amount: int
    at: datetime
    maximum: int | None = None
    automatic: bool = False
    kind: EntryKind = EntryKind.BID
    retracts: int | None = None


def not_open(auction: Auction, now: datetime) -> AuctionNotOpen:
    """This function will say until when bids are accepted, and from when, if that is to come."""
    ends_at = rfc3339(auction.ends_at)
    if auction.state not in (AuctionState.SCHEDULED, AuctionState.OPEN) or now >= auction.ends_at:
        return AuctionNotOpen(endsAt=ends_at)
    held_until = (auction.reserved_until, None if auction.bid_count else auction.paused_until)
    opens_at = max([auction.starts_at, *filter(None, held_until)])
    return AuctionNotOpen(opensAt=rfc3339(opens_at), endsAt=ends_at)


def unfit(auction: Auction, bidder: Bidder, now: datetime) -> Refusal | None:
    """This function will say why a member may neither bid nor buy here, or None if they may."""
    if bidder.member_id == auction.seller_id:
        return OwnGoods()
    if bidder.suspension is not None:
        return bidder.suspension
    if bidder.is_blocked:
        return Blocked()
    if bidder.has_unpaid_win:
        return UnpaidWin()
    if bidder.barred_until is not None and now < bidder.barred_until:
        return BiddingBarred(until=rfc3339(bidder.barred_until))
    return None


def rfc3339(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def minimum(auction: Auction, price: int | None, rules: Rules) -> int:
    """This function will say which bid, in won, is the lowest that beats `price`."""
    least = auction.start_price if price is None else price + rules.step(price)
    buy_now_price = auction.buy_now_price
    return least if buy_now_price is None or least < buy_now_price else buy_now_price
