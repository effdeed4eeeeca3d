"""Was a recorded run right? Each check tells what is wrong with a history, in words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeVar

from grpc_services.audit.history import History, Standing, best_of
from grpc_services.audit.record import NEVER, Answer, Auction, Entry, Record, Request

#: Answers that settle nothing: the same request may be sent again and be accepted.
_NO_RESULT = {"IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED", "TOO_MANY_BIDS"}


class Finding(NamedTuple):
    """One error: which check found it, on which goods, and what is wrong."""

    check: str
    goods_id: int
    text: str


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
        before = self._lowest[bisect_left(self._invoked, -request.answered)]
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
            request.answered
            for request in history.requests
            if request.problem
            and request.problem.code == "AUCTION_NOT_OPEN"
            and request.problem.opens_at is None
        ),
        default=NEVER,
    )
    for operation in history.operations:
        if operation.invoked > closed:
            yield f"entry {operation.seq} was asked for after others had been told it was over"


def winner(history: History) -> Iterator[str]:
    """The highest maximum leads, ties to the earlier, at the last entry's price; it alone wins."""
    auction = history.auction
    last = history.moves[-1] if history.moves else None
    best = best_of(history.standing_bids(until=NEVER))
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
        and request.answered > accepted.invoked_ns
    )


_Item = TypeVar("_Item", Request, Auction, Entry)


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
