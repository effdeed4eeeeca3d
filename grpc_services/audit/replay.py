"""What do the rules make of what a log says was asked? Stored auctions, asked everything again.

Every command in a log goes through the engine once more, at the time it was entered at. Of goods
that were listed again only the last listing is replayed, as the end of those before is not kept.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from msgspec.structs import replace

from grpc_services.auction.hot_rows import HotRow, auctions
from grpc_services.auction.log import entries_of
from grpc_services.auction.member_bids import BidderRow, bidder_rows
from grpc_services.auction.pure import bidding, buying, listing, retracting, second_chances
from grpc_services.auction.pure.bidding import Accepted, Bid
from grpc_services.auction.pure.state import Auction, AuctionState, Bidder, Entry, EntryKind, Rules
from grpc_services.refusals import Refusal
from models import auction as rows


class Command(NamedTuple):
    """What somebody asked, by the entry that it made."""

    entry: Entry
    row: rows.BidEntry

    @property
    def bid(self) -> Bid:
        bidder, entry = Bidder(self.entry.bidder_id), self.entry
        if self.row.offer == "AMOUNT" or entry.maximum is None:
            return Bid(bidder, amount=self.row.amount_asked or entry.amount)
        return Bid(bidder, maximum=entry.maximum)


@dataclass(frozen=True)
class Stored:
    """An auction and its whole log, as they are stored."""

    row: HotRow
    log: list[Command]
    #: How everybody stands who bid; None if bids came in meanwhile.
    bidders: dict[int, BidderRow] | None

    @property
    def goods_id(self) -> int:
        return self.row.auction.goods_id

    @property
    def listed(self) -> Auction:
        """The auction as it was last listed, before anybody bid."""
        return replace(
            self.row.auction,
            state=AuctionState.OPEN,
            ends_at=self.row.auction.listed_ends_at,
            extensions=0,
            current_price=None,
            leader_id=None,
            maximum=None,
            seq=len(self.log) - len(self.listing),
            bid_count=0,
            reserved_by=None,
            reserved_until=None,
            paused_until=None,
        )

    @cached_property
    def listing(self) -> list[Command]:
        """What was entered since the goods were last listed."""
        numbers = range(len(self.log), 0, -1)
        first = next((n for n in numbers if self.log[n - 1].entry.kind is EntryKind.RELISTING), 0)
        return self.log[first:]

    @property
    def standing_bids(self) -> list[Entry]:
        """The bids of this listing that were asked for and not taken back."""
        taken_back = {one.entry.retracts for one in self.listing}
        asked_for = [one.entry for one in self.listing if one.row.idempotency_key is not None]
        return [entry for entry in asked_for if entry.seq not in taken_back]

    @property
    def commands(self) -> list[Command]:
        return [one for one in self.listing if not one.entry.automatic]


def stored(goods_id: int) -> Stored:
    """
    This function will read an auction and its log, of one moment, while bids may go on.

    :raises ValueError: if there are no such goods
    """
    row = auctions([goods_id]).get(goods_id)
    if row is None:
        raise ValueError(f"there are no goods {goods_id}")
    log = [Command(*one) for one in entries_of(goods_id=goods_id)]
    bidders = bidder_rows(goods_id)
    if auctions([goods_id])[goods_id] == row:
        return Stored(row, log, bidders)
    return Stored(row, [one for one in log if one.entry.seq <= row.auction.seq], None)


@dataclass
class Replay:
    """An auction, while what was asked is asked again."""

    auction: Auction
    rules: Rules
    #: What was entered so far, and by which `seq` of the stored log.
    entries: list[Entry] = field(default_factory=list)
    seqs: dict[int, int] = field(default_factory=dict)

    def ask(self, command: Command) -> tuple[Sequence[Entry], Accepted | None]:
        """
        This function will give the entries that a command makes, and what a bid is answered.

        :raises Refusal: if it is refused
        """
        entry = command.entry
        self._release(entry)
        answer = None
        if entry.kind in (EntryKind.BID, EntryKind.RAISE):
            answer = self._bid(command)
            entries: Sequence[Entry] = answer.entries
        else:
            self.auction, made = self._other(entry)
            entries = (made,)
        self.seqs[entry.seq] = entries[0].seq
        self.entries += entries
        return entries, answer

    def _release(self, entry: Entry) -> None:
        # A reservation that comes to nothing is let go without an entry.
        if entry.kind is not EntryKind.BUY_NOW and self.auction.is_reserved_at(entry.at):
            self.auction = buying.release(self.auction)

    def _bid(self, command: Command) -> Accepted:
        self.auction, (answer,) = bidding.decide(
            self.auction, [command.bid], now=command.entry.at, rules=self.rules
        )
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def _other(self, entry: Entry) -> tuple[Auction, Entry]:
        if entry.kind is EntryKind.RETRACTION:
            return self._retracted(entry)
        if entry.kind is EntryKind.RESERVATION:
            buyer = Bidder(entry.bidder_id)
            return buying.buy_now(self.auction, buyer, now=entry.at, rules=self.rules)
        if entry.kind is EntryKind.SECOND_CHANCE:
            return self._offered(entry)
        if entry.kind is EntryKind.EARLY_END:
            return listing.end_early(self.auction, now=entry.at)
        return buying.take(self.auction, member_id=entry.bidder_id, now=entry.at)

    def _offered(self, entry: Entry) -> tuple[Auction, Entry]:
        """Whom: logs do not say who was passed over, as suspended or blocked then."""
        if self.auction.state is AuctionState.OPEN:
            self.auction = listing.close(self.auction, now=entry.at)
        line = second_chances.in_line(self.auction, self.entries)
        theirs = [chance for chance in line if chance.member_id == entry.bidder_id]
        if not theirs:
            raise listing.AuctionNotWon
        return second_chances.offer(self.auction, theirs[0], now=entry.at)

    def _retracted(self, entry: Entry) -> tuple[Auction, Entry]:
        """Logs do not say why; either reason has the same effect."""
        retract = partial(
            retracting.retract,
            self.auction,
            self.entries,
            seq=self.seqs.get(entry.retracts or 0, 0),
            member_id=entry.bidder_id,
            now=entry.at,
            rules=self.rules,
        )
        with suppress(retracting.RetractionTooLate):
            return retract(reason=retracting.Reason.MISTYPED)
        return retract(reason=retracting.Reason.CHANGED_DESCRIPTION)
