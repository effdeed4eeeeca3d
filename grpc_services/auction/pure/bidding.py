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

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from grpc_services.auction.pure.state import (
    Auction,
    AuctionState,
    Bidder,
    BidTooLow,
    Entry,
    EntryKind,
    Lead,
    Rules,
    minimum,
    not_open,
    unfit,
)
from grpc_services.refusals import Refusal


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
        return minimum(self.auction, self.lead and self.lead.price, self.rules)

    def enter(self, bid: Bid, at: datetime) -> tuple[Entry, ...]:
        """This function will enter a bid that is high enough, and the leader's answer to it."""
        bidder_id, limit, lead = bid.bidder.member_id, bid.limit, self.lead
        buy_now_price = self.auction.buy_now_price

        if buy_now_price is not None and limit >= buy_now_price:
            self.state = AuctionState.WON
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
        kind = EntryKind.BID if bid.maximum is None else EntryKind.RAISE
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
        kind: EntryKind = EntryKind.BID,
    ) -> Entry:
        self.seq += 1
        self.bid_count += 1
        return Entry(
            seq=self.seq,
            bidder_id=bidder_id,
            amount=amount,
            maximum=maximum,
            automatic=automatic,
            at=at,
            kind=kind,
        )


def _place(book: Book, bid: Bid, now: datetime) -> Accepted | Refusal:
    if book.state is AuctionState.WON:
        return not_open(book.auction_after(), now)
    refusal = unfit(book.auction, bid.bidder, now) or _too_low(book, bid)
    if refusal is not None:
        return refusal

    book.state = AuctionState.OPEN
    entries = book.enter(bid, now)
    won = book.state is AuctionState.WON
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
    return BidTooLow(minimumBid=least)
