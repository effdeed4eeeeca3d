"""How did an auction go, by its log and by what its bidders were told? Found without the engine."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from grpc_services.audit.record import NEVER, Auction, Entry, Request, Rules


class Standing(NamedTuple):
    """How an auction stood after the command whose last entry is `seq`."""

    seq: int
    price: int | None
    minimum: int
    leader_id: int | None
    limit: int


class Operation(NamedTuple):
    """A stored bid in real time: first asked, first answered (never: infinity)."""

    seq: int
    invoked: float
    answered: float


class History:
    """All that is known of one auction."""

    def __init__(
        self,
        auction: Auction,
        rules: Rules,
        entries: Iterable[Entry],
        requests: Iterable[Request],
    ) -> None:
        self.auction = auction
        self.rules = rules
        self.entries = sorted(entries, key=lambda entry: entry.seq)
        self.requests = list(requests)

    @cached_property
    def requests_by_key(self) -> dict[tuple[int, str | None], list[Request]]:
        by_key: dict[tuple[int, str | None], list[Request]] = defaultdict(list)
        for request in self.requests:
            by_key[request.member_id, request.key].append(request)
        return by_key

    @cached_property
    def entries_by_key(self) -> dict[tuple[int, str | None], list[Entry]]:
        by_key: dict[tuple[int, str | None], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.key is not None:
                by_key[entry.bidder_id, entry.key].append(entry)
        return by_key

    @cached_property
    def operations(self) -> list[Operation]:
        return [
            Operation(
                entry.seq,
                min(request.invoked_ns for request in requests),
                min((request.answered for request in requests if request.answer), default=NEVER),
            )
            for entry in self.entries
            if (requests := self.requests_by_key.get((entry.bidder_id, entry.key)))
        ]

    @cached_property
    def moves(self) -> list[Entry]:
        """The entries that change price or leader, as a reservation does not."""
        return [entry for entry in self.entries if entry.kind != "RESERVATION"]

    @cached_property
    def standings(self) -> list[Standing]:
        """How the auction stood at first, and after each command; found without the engine."""
        standings = [Standing(0, None, self.minimum_over(None), None, 0)]
        best: Entry | None = None
        for entry, following in zip_longest(self.moves, self.moves[1:]):
            if entry.kind == "RETRACTION":
                best = best_of(self.standing_bids(until=entry.seq))
            elif not entry.automatic and (best is None or entry.limit > best.limit):
                best = entry
            if following is None or not following.automatic:
                standings.append(self._standing(entry, best))
        return standings

    def _standing(self, last: Entry, best: Entry | None) -> Standing:
        price = last.amount if best else None
        leader_id, limit = (best.bidder_id, best.limit) if best else (None, 0)
        return Standing(last.seq, price, self.minimum_over(price), leader_id, limit)

    def standing_bids(self, *, until: float) -> list[Entry]:
        entries = [entry for entry in self.entries if entry.seq <= until]
        retracted = {entry.retracts for entry in entries}
        return [entry for entry in entries if entry.is_asked_for and entry.seq not in retracted]

    def minimum_over(self, price: int | None) -> int:
        least = self.auction.start_price if price is None else price + self.rules.step(price)
        return min(least, self.auction.buy_now_price or least)


def best_of(entries: Iterable[Entry]) -> Entry | None:
    return min(entries, key=lambda entry: (-entry.limit, entry.seq), default=None)
