"""What does a bid do to an auction? Every rule, as a pure function of state, bids and time.

What the rules leave open is decided thus:

- The lowest bid accepted never exceeds the buy-now price, even where the increment would.
- `{amount}` names the price. Above the leader's secret maximum it leads, at exactly that price and
  with nothing in reserve. The leader may send one too: the price is then that amount, and a higher
  maximum stays in force. A proxy never answers its own owner.
- `{maximum}` that does not lead is entered at its own maximum, and answered like an amount.
- An automatic answer that has no room for a whole increment is entered at the leader's maximum. In
  a tie that is the price of the bid it answers: the one case in which two bids have the same price.
- A leader who sends a higher `{maximum}` makes an entry of kind `RAISE` at the price as it stands.
  It counts as a bid in every other respect: it has a `seq`, and late ones move the end.
- `bid_count` counts the bids that stand, those of proxies and raises included.
"""

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from grpc_services.members.suspension import MemberSuspended
from grpc_services.refusals import Conflict, Forbidden, Refusal


class State(enum.StrEnum):
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


class Kind(enum.StrEnum):
    BID = "BID"
    RAISE = "RAISE"
    RESERVATION = "RESERVATION"
    RETRACTION = "RETRACTION"
    BUY_NOW = "BUY_NOW"
    RELISTING = "RELISTING"


class AuctionNotOpen(Conflict):
    """Bids are accepted from the start to the end, except while somebody is paying at buy-now."""


class AuctionNotOver(Conflict):
    """An auction is closed when its end has come, not before."""


class OwnGoods(Forbidden):
    """A seller may neither bid on nor buy their own goods."""


class EmailNotVerified(Forbidden):
    """Only members with a verified e-mail address may bid or buy."""


class Blocked(Forbidden):
    """The seller has blocked the member, who is told so without being told why."""


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
    state: State
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

    @property
    def lead(self) -> Lead | None:
        if self.leader_id is None or self.current_price is None or self.maximum is None:
            return None
        return Lead(self.leader_id, self.current_price, self.maximum)

    def minimum_bid(self, rules: Rules) -> int:
        """This function will say which bid, in won, is the lowest that somebody else may make."""
        return _minimum(self, self.current_price, rules)

    @property
    def reserve(self) -> Reserve:
        if self.reserve_price is None:
            return Reserve.NONE
        is_met = self.current_price is not None and self.current_price >= self.reserve_price
        return Reserve.MET if is_met else Reserve.NOT_MET

    def is_running_at(self, now: datetime) -> bool:
        """This function will say whether `now` is between start and end, closed or not."""
        is_alive = self.state is State.OPEN or self.state is State.SCHEDULED
        return is_alive and self.starts_at <= now < self.ends_at

    def is_reserved_at(self, now: datetime) -> bool:
        return self.reserved_until is not None and now < self.reserved_until

    def is_open_at(self, now: datetime) -> bool:
        """This function will say whether bids are accepted, whatever clock or closing have done."""
        return self.is_running_at(now) and not self.is_reserved_at(now)


class Bidder(Struct, frozen=True):
    """Who bids, and what is known of them in respect of these goods."""

    member_id: int
    is_suspended: bool = False
    is_verified: bool = True
    is_blocked: bool = False
    has_unpaid_win: bool = False


class Bid(Struct, frozen=True):
    """What a member asks: exactly one of a price (`amount`) and a secret limit (`maximum`)."""

    bidder: Bidder
    amount: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) is (self.maximum is None):
            raise ValueError("A bid has either an amount or a maximum.")

    @property
    def limit(self) -> int:
        """The most that the bidder is ready to pay: an amount is its own maximum."""
        return self.maximum or self.amount or 0


class Entry(Struct, frozen=True):
    """
    One line of the log; it never changes.

    `amount` is the bid, and the price after the last entry of a command. `maximum` is the secret
    limit behind it, None if the bidder named the price. `retracts` is the `seq` that a `RETRACTION`
    takes back; its `amount` is the price that is left, 0 if no bid is. A `RESERVATION` and a
    `BUY_NOW` are at the buy-now price; a `RELISTING` is the seller's, at the new start price.
    """

    seq: int
    bidder_id: int
    amount: int
    maximum: int | None
    automatic: bool
    at: datetime
    kind: Kind = Kind.BID
    retracts: int | None = None


class Accepted(Struct, frozen=True):
    """What became of a bid: its own entry, perhaps an answer to it, and how things stood then."""

    entries: tuple[Entry, ...]
    leading: bool
    current_price: int
    minimum_bid: int
    ends_at: datetime
    won: bool


def decide(
    auction: Auction, commands: Sequence[Bid], *, now: datetime, rules: Rules
) -> tuple[Auction, list[Accepted | Refusal]]:
    """
    This function will place bids in the given order and answer each of them.

    A refused bid is answered by its refusal, which is returned and not raised; if all are refused,
    the very same auction is returned.
    """
    book = Book(auction, rules)
    closed = None if auction.is_open_at(now) else not_open(auction, now)
    results = [closed or _place(book, bid, now) for bid in commands]
    return book.auction_after(), results


def close(auction: Auction, *, now: datetime) -> Auction:
    """
    This function will end an auction whose time has come: won, or failed.

    :raises AuctionNotOpen: if it has been closed, won or cancelled before
    :raises AuctionNotOver: if its end has not come, or has been moved
    """
    if auction.state not in (State.SCHEDULED, State.OPEN):
        raise not_open(auction, now)
    if now < auction.ends_at:
        ends_at = rfc3339(auction.ends_at)
        raise AuctionNotOver(f"The auction can be closed from {ends_at}.", endsAt=ends_at)

    is_sold = auction.leader_id is not None and auction.reserve is not Reserve.NOT_MET
    return replace(auction, state=State.WON if is_sold else State.FAILED)


def not_open(auction: Auction, now: datetime) -> AuctionNotOpen:
    """This function will say why no bid is accepted, and from when one would be."""
    ends_at = rfc3339(auction.ends_at)
    if auction.state not in (State.SCHEDULED, State.OPEN) or now >= auction.ends_at:
        over = f"The auction is over; bids were accepted until {ends_at} at the latest."
        return AuctionNotOpen(over, endsAt=ends_at)
    opens_at = rfc3339(max(auction.starts_at, auction.reserved_until or auction.starts_at))
    return AuctionNotOpen(
        f"Bids are accepted from {opens_at} until {ends_at}.", opensAt=opens_at, endsAt=ends_at
    )


def unfit(auction: Auction, bidder: Bidder) -> Refusal | None:
    """This function will say why a member may neither bid nor buy here, or None if they may."""
    if bidder.member_id == auction.seller_id:
        return OwnGoods("These are your own goods; bids on other members' goods are accepted.")
    if bidder.is_suspended:
        return MemberSuspended("You are suspended; bids are accepted once you are reinstated.")
    if not bidder.is_verified:
        return EmailNotVerified("Bids are accepted once your e-mail address is verified.")
    if bidder.is_blocked:
        return Blocked("This store does not trade with you; other stores accept your bids.")
    if bidder.has_unpaid_win:
        return UnpaidWin("Bids are accepted once you have paid for what you won.")
    return None


def rfc3339(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


class Book:
    """An auction while bids are entered: what changes of it, mutable, so that bids cost little."""

    __slots__ = ("auction", "bid_count", "ends_at", "extensions", "lead", "rules", "seq", "state")

    def __init__(self, auction: Auction, rules: Rules) -> None:
        self.auction = auction
        self.rules = rules
        self.state = auction.state
        self.lead = auction.lead
        self.seq = auction.seq
        self.bid_count = auction.bid_count
        self.ends_at = auction.ends_at
        self.extensions = auction.extensions

    def auction_after(self) -> Auction:
        if self.seq == self.auction.seq:
            return self.auction
        leader_id, price, maximum = self.lead or (None, None, None)
        return replace(
            self.auction,
            state=self.state,
            current_price=price,
            leader_id=leader_id,
            maximum=maximum,
            seq=self.seq,
            bid_count=self.bid_count,
            ends_at=self.ends_at,
            extensions=self.extensions,
        )

    def minimum_bid(self) -> int:
        return _minimum(self.auction, self.lead and self.lead.price, self.rules)

    def enter(self, bid: Bid, at: datetime) -> tuple[Entry, ...]:
        """This function will enter a bid that is high enough, and the leader's answer to it."""
        bidder_id, limit, lead = bid.bidder.member_id, bid.limit, self.lead
        buy_now_price = self.auction.buy_now_price

        if buy_now_price is not None and limit >= buy_now_price:
            self.state = State.WON
            self.lead = Lead(bidder_id, buy_now_price, limit)
        elif lead is None:
            self.lead = Lead(bidder_id, bid.amount or self._first_price(limit), limit)
        elif bidder_id == lead.bidder_id:
            return (self._improve(lead, bid, at),)
        elif limit <= lead.maximum:
            return self._answer(lead, bid, at)
        else:
            self.lead = Lead(bidder_id, bid.amount or self._price_over(lead, limit), limit)
        return (self._entry(bidder_id, self.lead.price, bid.maximum, at),)

    def extend(self, now: datetime) -> None:
        """This function will move the end if it is near, and may still be moved."""
        soft_close = self.rules.soft_close
        is_late = self.auction.soft_close and self.ends_at - now < soft_close
        if is_late and self.extensions < self.rules.extensions_max:
            self.ends_at = now + soft_close
            self.extensions += 1

    def _first_price(self, limit: int) -> int:
        return self._lifted(self.auction.start_price, limit)

    def _price_over(self, lead: Lead, limit: int) -> int:
        return self._lifted(min(limit, lead.maximum + self.rules.step(lead.maximum)), limit)

    def _lifted(self, price: int, limit: int) -> int:
        reserve_price = self.auction.reserve_price
        if reserve_price is not None and price < reserve_price <= limit:
            return reserve_price
        return price

    def _improve(self, lead: Lead, bid: Bid, at: datetime) -> Entry:
        price = bid.amount or self._lifted(lead.price, bid.limit)
        self.lead = Lead(lead.bidder_id, price, max(lead.maximum, bid.limit))
        kind = Kind.BID if bid.maximum is None else Kind.RAISE
        return self._entry(lead.bidder_id, price, bid.maximum, at, kind=kind)

    def _answer(self, lead: Lead, bid: Bid, at: datetime) -> tuple[Entry, Entry]:
        price = min(bid.limit + self.rules.step(bid.limit), lead.maximum)
        self.lead = Lead(lead.bidder_id, price, lead.maximum)
        return (
            self._entry(bid.bidder.member_id, bid.limit, bid.maximum, at),
            self._entry(lead.bidder_id, price, lead.maximum, at, automatic=True),
        )

    def _entry(
        self,
        bidder_id: int,
        amount: int,
        maximum: int | None,
        at: datetime,
        *,
        automatic: bool = False,
        kind: Kind = Kind.BID,
    ) -> Entry:
        self.seq += 1
        self.bid_count += 1
        return Entry(self.seq, bidder_id, amount, maximum, automatic, at, kind)


def _minimum(auction: Auction, price: int | None, rules: Rules) -> int:
    least = auction.start_price if price is None else price + rules.step(price)
    buy_now_price = auction.buy_now_price
    return least if buy_now_price is None or least < buy_now_price else buy_now_price


def _place(book: Book, bid: Bid, now: datetime) -> Accepted | Refusal:
    if book.state is State.WON:
        return not_open(book.auction_after(), now)
    refusal = unfit(book.auction, bid.bidder) or _too_low(book, bid)
    if refusal is not None:
        return refusal

    book.state = State.OPEN
    entries = book.enter(bid, now)
    won = book.state is State.WON
    if not won:
        book.extend(now)

    # The last entry is the leader's, and its amount the price, whoever bid.
    leading = entries[-1].bidder_id == bid.bidder.member_id
    price = entries[-1].amount
    return Accepted(entries, leading, price, book.minimum_bid(), book.ends_at, won)


def _too_low(book: Book, bid: Bid) -> BidTooLow | None:
    least = book.minimum_bid()
    lead = book.lead
    if lead and bid.maximum is not None and lead.bidder_id == bid.bidder.member_id:
        # A leader may not take back what others have already been answered with.
        least = max(least, lead.maximum + 1)
    if bid.limit >= least:
        return None
    return BidTooLow(f"Bids are accepted from {least:,} won.", minimumBid=least)
