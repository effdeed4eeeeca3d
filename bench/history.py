"""Was a recorded run right? Checks what clients asked and were told against what was stored.

    python -m bench.history FILE…

Each line of a file is a JSON object; its `line` says which:

- `rules`, once: `increments`, as in the settings.
- `request`, one for each time that one was sent: `invokedNs`, `answeredNs` (null if no answer
  came; both from one clock), `goodsId`, `memberId`, `key`, `amount` or `maximum`, and as answered
  `status`, `answer` (the body of a 201) or `problem` (the body of a refusal).
- `auction`, one for each goods, and `entry`, one for each line of their logs: as stored at the end.

A bid that was sent again with its key makes one request more, and is still one bid. A run is one
listing of each goods, and too short for a win to be taken back because nobody paid.
"""

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

#: Answers that settle nothing: the same request may be sent again and be accepted.
_NO_RESULT = {"IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED", "TOO_MANY_BIDS"}


class Rules(Struct, frozen=True, rename="camel", tag_field="line", tag="rules"):
    """The increments that were in force."""

    increments: list[tuple[int | None, int]]

    def step(self, price: int) -> int:
        return next(step for below, step in self.increments if below is None or price < below)


class Answer(Struct, frozen=True, rename="camel"):
    """What a client was told of an accepted bid."""

    seq: int
    amount: int
    leading: bool
    current_price: int
    minimum_bid: int
    ends_at: datetime
    placed_at: datetime
    receipt: str = ""


class Problem(Struct, frozen=True, rename="camel"):
    """What a client was told of a refused bid; `opens_at` if bids were to be accepted later."""

    code: str
    minimum_bid: int | None = None
    opens_at: datetime | None = None


class Request(Struct, frozen=True, rename="camel", tag_field="line", tag="request"):
    """One request as its sender saw it."""

    invoked_ns: int
    answered_ns: int | None
    goods_id: int
    member_id: int
    key: str
    amount: int | None = None
    maximum: int | None = None
    status: int | None = None
    answer: Answer | None = None
    problem: Problem | None = None

    @property
    def offer(self) -> tuple[int, int | None, int | None]:
        return self.goods_id, self.amount, self.maximum

    @property
    def limit(self) -> int:
        return self.maximum or self.amount or 0

    @property
    def who(self) -> str:
        return f"member {self.member_id} with key {self.key}"


class Auction(Struct, frozen=True, rename="camel", tag_field="line", tag="auction"):
    """An auction as stored at the end."""

    goods_id: int
    state: str
    start_price: int
    starts_at: datetime
    ends_at: datetime
    seq: int
    current_price: int | None = None
    leader_id: int | None = None
    buy_now_price: int | None = None
    reserve_price: int | None = None


class Entry(Struct, frozen=True, rename="camel", tag_field="line", tag="entry"):
    """A line of an auction's log as stored at the end."""

    goods_id: int
    seq: int
    kind: str
    bidder_id: int
    amount: int
    maximum: int | None
    automatic: bool
    placed_at: datetime
    key: str | None = None
    amount_asked: int | None = None
    ends_at_after: datetime | None = None
    retracts: int | None = None

    @property
    def is_asked_for(self) -> bool:
        return self.kind in ("BID", "RAISE") and not self.automatic

    @property
    def limit(self) -> int:
        return self.maximum or self.amount_asked or self.amount


class Finding(NamedTuple):
    """One error: which check found it, on which goods, and what is wrong."""

    check: str
    goods_id: int
    text: str


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
                min((_answered(request) for request in requests if request.answer), default=_NEVER),
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
                best = _best(self.standing_bids(until=entry.seq))
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


_NEVER = float("inf")


def _answered(request: Request) -> float:
    return _NEVER if request.answered_ns is None else request.answered_ns


def _best(entries: list[Entry]) -> Entry | None:
    return min(entries, key=lambda entry: (-entry.limit, entry.seq), default=None)


# The checks. Each tells what is wrong with a history, in words.


def gaps(history: History) -> Iterator[str]:
    """The log has every `seq` from 1 to the auction's, once."""
    seqs = [entry.seq for entry in history.entries]
    if seqs != list(range(1, history.auction.seq + 1)):
        odd = sorted(set(range(1, history.auction.seq + 1)) ^ set(seqs))
        twice = sorted({seq for seq in seqs if seqs.count(seq) > 1})
        yield f"seq goes to {history.auction.seq}; missing or too many {odd}, twice {twice}"


def prices(history: History) -> Iterator[str]:
    """Prices rise by the increment; an automatic bid may fall short of it at its own maximum."""
    price = None
    for entry in history.moves:
        if entry.kind == "RETRACTION":
            price = entry.amount or None
            continue
        least = history.minimum_over(price)
        if entry.automatic and entry.amount == entry.maximum:
            least = min(least, price or least)
        elif entry.kind == "RAISE":
            least = price or least
        if entry.amount < least:
            yield f"entry {entry.seq} is at {entry.amount}, the least possible was {least}"
        if entry.maximum is not None and entry.amount > entry.maximum:
            yield f"entry {entry.seq} is at {entry.amount}, above its maximum {entry.maximum}"
        price = entry.amount


def order(history: History) -> Iterator[str]:
    """Who was answered before another asked has the lower `seq`."""
    by_answer = sorted(history.operations, key=lambda operation: operation.answered)
    seen, highest = 0, 0
    for operation in sorted(history.operations, key=lambda operation: operation.invoked):
        while seen < len(by_answer) and by_answer[seen].answered < operation.invoked:
            highest = max(highest, by_answer[seen].seq)
            seen += 1
        if operation.seq < highest:
            yield f"entry {operation.seq} was asked for after entry {highest} had been answered"


def acknowledged(history: History) -> Iterator[str]:
    """Every acknowledged bid is stored exactly once, and as it was told."""
    standings = {standing.seq: standing for standing in history.standings}
    for request in history.requests:
        if request.answer is None:
            continue
        stored = history.entries_by_key.get((request.member_id, request.key), [])
        if len(stored) != 1:
            yield f"the bid of {request.who} is stored {len(stored)} times"
        elif wrong := _told_otherwise(request.answer, stored[0], standings):
            yield f"the bid of {request.who} is stored otherwise than it was told: {wrong}"


def _told_otherwise(answer: Answer, entry: Entry, standings: dict[int, Standing]) -> str:
    after = standings.get(entry.seq) or standings.get(entry.seq + 1)
    stored: dict[str, object] = {
        "seq": entry.seq,
        "amount": entry.amount,
        "placed_at": entry.placed_at,
        "ends_at": entry.ends_at_after or answer.ends_at,
    }
    if after is not None:
        stored["current_price"] = after.price
        stored["minimum_bid"] = after.minimum
        stored["leading"] = after.leader_id == entry.bidder_id
    return ", ".join(
        f"{name} {getattr(answer, name)}, not {value}"
        for name, value in stored.items()
        if getattr(answer, name) != value
    )


def asked(history: History) -> Iterator[str]:
    """Every stored bid was asked for, or is the leader's answer to another member's."""
    leads = _Leads(history)
    before: Entry | None = None
    for entry in history.entries:
        if entry.automatic:
            is_answer = before and before.is_asked_for and before.bidder_id != entry.bidder_id
            if not is_answer or leads.before(entry.seq - 1) != entry.bidder_id:
                yield f"entry {entry.seq} is automatic and answers nobody"
        elif entry.is_asked_for and not _is_asked(history, entry):
            yield f"entry {entry.seq} of member {entry.bidder_id} was not asked for"
        before = entry


class _Leads:
    """Who led, before an entry?"""

    def __init__(self, history: History) -> None:
        self._standings = history.standings
        self._ends = [standing.seq for standing in history.standings]

    def before(self, seq: int) -> int | None:
        return self._standings[bisect_left(self._ends, seq) - 1].leader_id


def _is_asked(history: History, entry: Entry) -> bool:
    asked_amount = entry.amount_asked or entry.amount
    wanted = (None, entry.maximum) if entry.maximum is not None else (asked_amount, None)
    requests = history.requests_by_key.get((entry.bidder_id, entry.key), [])
    return any((request.amount, request.maximum) == wanted for request in requests)


def too_low(history: History) -> Iterator[str]:
    """Every BID_TOO_LOW names a minimum that was in force meanwhile, and the bid was below it."""
    refused = [
        request
        for request in history.requests
        if request.problem and request.problem.code == "BID_TOO_LOW"
    ]
    meanwhile = _Meanwhile(history)
    for request in refused:
        named = request.problem and request.problem.minimum_bid
        minimums = {_minimum_for(request, standing) for standing in meanwhile.standings(request)}
        if named not in minimums or request.limit >= (named or 0):
            yield (
                f"{request.limit} of {request.who} was refused as below {named}; "
                f"meanwhile the minimum was {sorted(minimums)}"
            )


def _minimum_for(request: Request, standing: Standing) -> int:
    if request.maximum is not None and request.member_id == standing.leader_id:
        return max(standing.minimum, standing.limit + 1)
    return standing.minimum


class _Meanwhile:
    """Between which entries of the log can a request have been decided?"""

    def __init__(self, history: History) -> None:
        self._standings = history.standings
        self._ends = [standing.seq for standing in history.standings]
        by_answer = sorted(history.operations, key=lambda operation: operation.answered)
        self._answered = [operation.answered for operation in by_answer]
        self._highest = _running(max, [operation.seq for operation in by_answer], first=0)
        by_asking = sorted(history.operations, key=lambda each: each.invoked, reverse=True)
        self._invoked = [-operation.invoked for operation in by_asking]
        last = self._ends[-1] + 1
        self._lowest = _running(min, [operation.seq for operation in by_asking], first=last)

    def standings(self, request: Request) -> list[Standing]:
        after = self._highest[bisect_left(self._answered, request.invoked_ns)]
        before = self._lowest[bisect_left(self._invoked, -_answered(request))]
        return self._standings[bisect_left(self._ends, after) : bisect_left(self._ends, before)]


def _running(choose: Callable[[int, int], int], values: Iterable[int], *, first: int) -> list[int]:
    chosen = [first]
    for value in values:
        chosen.append(choose(chosen[-1], value))
    return chosen


def late(history: History) -> Iterator[str]:
    """Nothing is accepted before the start, after the end, or after a bid has won."""
    auction = history.auction
    ends_at = None
    for entry in history.entries:
        if not auction.starts_at <= entry.placed_at < (ends_at or auction.ends_at):
            yield f"entry {entry.seq} was accepted at {entry.placed_at}, not between start and end"
        # A reservation may move the end without telling how far.
        ends_at = None if entry.kind == "RESERVATION" else entry.ends_at_after or ends_at
    for before, entry in pairwise(history.moves):
        if before.amount == auction.buy_now_price and before.kind != "RETRACTION":
            yield f"entry {entry.seq} was accepted after entry {before.seq} had won"
        if entry.placed_at < before.placed_at:
            yield f"entry {entry.seq} is dated before entry {before.seq}"
    yield from _accepted_after_a_closed_door(history)


def _accepted_after_a_closed_door(history: History) -> Iterator[str]:
    closed = min(
        (
            _answered(request)
            for request in history.requests
            if request.problem
            and request.problem.code == "AUCTION_NOT_OPEN"
            and request.problem.opens_at is None
        ),
        default=_NEVER,
    )
    for operation in history.operations:
        if operation.invoked > closed:
            yield f"entry {operation.seq} was asked for after others had been told it was over"


def winner(history: History) -> Iterator[str]:
    """The highest maximum leads, ties to the earlier, at the last entry's price; it alone wins."""
    auction = history.auction
    last = history.moves[-1] if history.moves else None
    best = _best(history.standing_bids(until=_NEVER))
    if last and last.kind == "BUY_NOW":
        best = last
    leader_id, price = (best.bidder_id, last.amount) if best and last else (None, None)
    if auction.leader_id != leader_id:
        yield f"member {auction.leader_id} leads; the highest bid is member {leader_id}'s"
    if auction.current_price != price:
        yield f"the price is {auction.current_price}; the log ends at {price}"

    is_sellable = price is not None and price >= (auction.reserve_price or 0)
    is_bought = price is not None and price == auction.buy_now_price
    if auction.state in ("WON", "SOLD") and not (is_sellable or is_bought):
        yield f"it is {auction.state}, without a bid that meets the reserve"
    if auction.state == "FAILED" and is_sellable:
        yield "it failed, in spite of a bid that meets the reserve"


CHECKS: dict[str, Callable[[History], Iterator[str]]] = {
    check.__name__: check
    for check in (gaps, prices, order, acknowledged, asked, too_low, late, winner)
}


def one_result_for_each_key(requests: Iterable[Request]) -> Iterator[Finding]:
    """This function will find keys with which a member was given two different results."""
    by_key = defaultdict(list)
    for request in requests:
        by_key[request.member_id, request.key].append(request)
    for sent in by_key.values():
        accepted = [request for request in sent if request.answer]
        if len({(request.offer, request.answer) for request in accepted}) > 1:
            yield Finding("keys", sent[0].goods_id, f"{sent[0].who} was given several bids")
        elif any(_is_other_result(request, first) for first in accepted[:1] for request in sent):
            yield Finding("keys", sent[0].goods_id, f"{sent[0].who} was accepted and refused")


def _is_other_result(request: Request, accepted: Request) -> bool:
    # Refusals are not kept: what was refused may be asked again, and be accepted then.
    return (
        request.problem is not None
        and request.problem.code not in _NO_RESULT
        and (request.status or 0) < 500
        and _answered(request) > accepted.invoked_ns
    )


class Record(NamedTuple):
    """A run: what was asked and answered, and what was stored."""

    rules: Rules
    requests: list[Request]
    auctions: list[Auction]
    entries: list[Entry]


_Item = TypeVar("_Item", Request, Auction, Entry)
_decoder = msgspec.json.Decoder(Rules | Request | Auction | Entry, strict=False)


def read(lines: Iterable[bytes]) -> Record:
    """
    This function will read a record from JSON lines in any order.

    :raises ValueError: if a line is none of ours, or there is not exactly one with rules
    """
    items = [_decoder.decode(line) for line in lines if line.strip()]
    rules = [item for item in items if isinstance(item, Rules)]
    if len(rules) != 1:
        raise ValueError(f"A record has one line with rules; this one has {len(rules)}.")
    return Record(
        rules[0],
        [item for item in items if isinstance(item, Request)],
        [item for item in items if isinstance(item, Auction)],
        [item for item in items if isinstance(item, Entry)],
    )


def findings(record: Record) -> list[Finding]:
    """This function will find every error in a record."""
    found = list(one_result_for_each_key(record.requests))
    entries, requests = _by_goods(record.entries), _by_goods(record.requests)
    auctions = _by_goods(record.auctions)
    for goods_id in sorted({*entries, *requests, *auctions}):
        if len(auctions[goods_id]) != 1:
            found += _without_one_auction(goods_id, record, entries[goods_id], requests[goods_id])
            continue
        history = History(
            auctions[goods_id][0], record.rules, entries[goods_id], requests[goods_id]
        )
        found += [
            Finding(name, goods_id, text)
            for name, check in CHECKS.items()
            for text in check(history)
        ]
    return found


def _without_one_auction(
    goods_id: int, record: Record, entries: list[Entry], requests: list[Request]
) -> Iterator[Finding]:
    stored = sum(auction.goods_id == goods_id for auction in record.auctions)
    if stored or entries or any(request.answer for request in requests):
        yield Finding("winner", goods_id, f"there are bids on it, and {stored} auctions")


def _by_goods(items: Iterable[_Item]) -> dict[int, list[_Item]]:
    by_goods = defaultdict(list)
    for item in items:
        by_goods[item.goods_id].append(item)
    return by_goods


def main(paths: list[str]) -> int:
    """This function will check a record and print what is wrong; it returns the exit code."""
    record = read(line for path in paths for line in Path(path).read_bytes().splitlines())
    found = findings(record)
    for check, goods_id, text in found:
        sys.stdout.write(f"{check:<12} goods {goods_id}: {text}\n")
    sys.stdout.write(
        f"{len(record.requests)} requests, {len(record.entries)} entries, "
        f"{len(record.auctions)} auctions: {len(found)} errors\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
