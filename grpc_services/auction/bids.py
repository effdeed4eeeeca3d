"""How do bids get into the log? Many in one transaction, and answered after its commit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grpc_services import outbox
from grpc_services.auction import closing, engine, log
from grpc_services.auction.bidders import Person, bidder, people
from grpc_services.auction.engine import Accepted, Rules, State
from grpc_services.auction.facts import BidsPlaced
from grpc_services.auction.hot_rows import HotRow, lock_auctions, save_auctions, snapshot
from grpc_services.auction.log import Line, chain
from grpc_services.auction.receipts import receipts
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.errors import Refusal
from grpc_services.facts import Fact, atomic
from grpc_services.idempotency import IdempotencyKeyReused
from grpc_services.members.tokens import Signer
from models.base import UtcField
from models.dialect import database_now, fetch, insert_rows

#: bid_id = goods_id × this + seq.
SEQS = 10_000_000
_utc = UtcField()


@dataclass(frozen=True, slots=True)
class NewBid:
    """A bid as it was asked for: exactly one of `amount` and `maximum`, in won."""

    goods_id: int
    member_id: int
    key: str
    amount: int | None
    maximum: int | None

    @property
    def identity(self) -> tuple[int, str]:
        return self.member_id, self.key

    @property
    def offer(self) -> tuple[int, str, int]:
        if self.maximum is None:
            return self.goods_id, "AMOUNT", self.amount or 0
        return self.goods_id, "MAXIMUM", self.maximum


@dataclass(frozen=True, slots=True)
class PlacedBid:
    """An accepted bid, and the auction just after it."""

    goods_id: int
    seq: int
    amount: int
    leading: bool
    current_price: int
    minimum_bid: int
    ends_at: datetime
    placed_at: datetime
    receipt: str

    @property
    def bid_id(self) -> int:
        return self.goods_id * SEQS + self.seq


Answer = PlacedBid | Refusal
#: By who asked with which key: what was asked, and the answer.
Answers = dict[tuple[int, str], tuple[object, Answer]]


@atomic
def place_bids(*, bids: Sequence[NewBid], rules: Rules, signer: Signer) -> list[Answer]:
    """
    This function will place bids of whatever goods, in the given order, and answer each of them.

    Refusals are returned, not raised: one bid's refusal is nothing to the others.
    """
    rows = lock_auctions({bid.goods_id for bid in bids})
    # Only after the locks were given is the time that decides; another batch may have held them.
    now = database_now()
    answers = _answered_before(bids)
    fresh = _first_of_each(bids, answers)

    members = _people(fresh, rows) if fresh else {}
    batches = [
        _decide(rows[goods_id], asked, members=members, now=now, rules=rules, signer=signer)
        for goods_id, asked in _by_goods(fresh).items()
        if goods_id in rows
    ]
    written = [batch for batch in batches if batch.lines]
    answers |= _written(written, members, rules, signer, now)

    for batch in batches:
        answers |= batch.refusals
    return [_answer(bid, answers) for bid in bids]


_STORED = (
    "bidder_id, idempotency_key, goods_id, offer, amount_asked, maximum, seq, amount,"
    " leading_after, price_after, minimum_after, ends_at_after, placed_at, receipt"
)
_OF_ONE = "bidder_id IN (?) AND idempotency_key IN (?)"


def _answered_before(bids: Sequence[NewBid]) -> Answers:
    # One by one: of two lists the server would look at every pair.
    each = [[part] for bid in bids for part in bid.identity]
    rows = fetch(_STORED, f"FROM bids WHERE {' OR '.join([_OF_ONE] * len(bids))}", *each)
    return {(row[0], row[1]): _stored(*row[2:]) for row in rows}


def _stored(
    goods_id: int,
    offer: str,
    amount_asked: int,
    maximum: int,
    seq: int,
    amount: int,
    leading: int,
    price: int,
    minimum: int,
    ends_at: Any,
    placed_at: Any,
    receipt: str,
) -> tuple[object, PlacedBid]:
    """What was asked, and what was answered."""
    answer = PlacedBid(
        goods_id=goods_id,
        seq=seq,
        amount=amount,
        leading=bool(leading),
        current_price=price,
        minimum_bid=minimum,
        ends_at=_moment(ends_at),
        placed_at=_moment(placed_at),
        receipt=receipt,
    )
    return (goods_id, offer, maximum if offer == "MAXIMUM" else amount_asked), answer


def _moment(value: Any) -> datetime:
    moment = _utc.python_value(value)
    if moment is None:
        raise ValueError("An answered bid has both times.")
    return moment


def _first_of_each(bids: Sequence[NewBid], answers: Answers) -> list[NewBid]:
    fresh: dict[tuple[int, str], NewBid] = {}
    for bid in bids:
        if bid.identity not in answers:
            fresh.setdefault(bid.identity, bid)
    return list(fresh.values())


def _people(bids: Sequence[NewBid], rows: dict[int, HotRow]) -> dict[int, Person]:
    """Everybody who bids, and whom they have to beat."""
    auctions = [row.auction for row in rows.values()]
    return people(
        member_ids={bid.member_id for bid in bids} | {a.leader_id for a in auctions if a.leader_id},
        seller_ids={auction.seller_id for auction in auctions},
    )


def _by_goods(bids: Sequence[NewBid]) -> dict[int, list[NewBid]]:
    by_goods: dict[int, list[NewBid]] = defaultdict(list)
    for bid in bids:
        by_goods[bid.goods_id].append(bid)
    return by_goods


@dataclass(frozen=True, slots=True)
class Batch:
    """What the bids on one auction came to."""

    before: HotRow
    after: HotRow
    #: In the order of the log; automatic answers have no bid.
    lines: list[tuple[Line, NewBid | None, Accepted]]
    refusals: Answers


def _decide(
    row: HotRow,
    asked: list[NewBid],
    *,
    members: dict[int, Person],
    now: datetime,
    rules: Rules,
    signer: Signer,
) -> Batch:
    commands = [
        engine.Bid(
            bidder(auction=row.auction, member_id=bid.member_id, person=members.get(bid.member_id)),
            bid.amount,
            bid.maximum,
        )
        for bid in asked
    ]
    auction, results = engine.decide(row.auction, commands, now=now, rules=rules)
    lines: list[tuple[Line, NewBid | None, Accepted]] = []
    refusals: Answers = {}
    last_hash = row.last_hash
    for bid, result in zip(asked, results, strict=True):
        if isinstance(result, Refusal):
            refusals[bid.identity] = (bid.offer, result)
            continue
        chained = chain(
            goods_id=bid.goods_id, entries=result.entries, last_hash=last_hash, signer=signer
        )
        last_hash = chained[-1].hash
        lines += [(line, bid if i == 0 else None, result) for i, line in enumerate(chained)]
    return Batch(row, HotRow(auction, last_hash), lines, refusals)


#: What a bid was answered with, in the order of `_answer_values`; after the columns of the log.
_ANSWER_COLUMNS = (
    "idempotency_key",
    "offer",
    "amount_asked",
    "price_after",
    "minimum_after",
    "ends_at_after",
    "leading_after",
    "receipt",
)
_NO_ANSWER = (None,) * len(_ANSWER_COLUMNS)


def _written(
    batches: list[Batch],
    members: dict[int, Person],
    rules: Rules,
    signer: Signer,
    now: datetime,
) -> Answers:
    """Writes the log, the auctions, the wins and the facts, and gives the answers of the bids."""
    if not batches:
        return {}
    lines = [(b.before.auction.goods_id, *line) for b in batches for line in b.lines]
    hashes = [line.hash for _, line, bid, _ in lines if bid]
    signed = iter(receipts(hashes=hashes, sign=signer.key.sign))
    answers: Answers = {}
    rows = []
    for goods_id, line, bid, result in lines:
        if bid is None:
            rows.append(log.values(goods_id, line) + _NO_ANSWER)
            continue
        placed = _placed(bid, line, result, next(signed))
        answers[bid.identity] = (bid.offer, placed)
        rows.append(log.values(goods_id, line) + _answer_values(bid, placed))
    insert_rows("bids", log.COLUMNS + _ANSWER_COLUMNS, rows)
    save_auctions(batch.after for batch in batches)
    closing.keep_wins([batch.after for batch in batches])
    outbox.append(
        [
            (type(fact).__name__, fact)
            for batch in batches
            for fact in _facts(batch, members, rules)
        ],
        now=now,
    )
    return answers


def _placed(bid: NewBid, line: Line, result: Accepted, receipt: str) -> PlacedBid:
    return PlacedBid(
        goods_id=bid.goods_id,
        seq=line.entry.seq,
        amount=line.entry.amount,
        leading=result.leading,
        current_price=result.current_price,
        minimum_bid=result.minimum_bid,
        ends_at=result.ends_at,
        placed_at=line.entry.at,
        receipt=receipt,
    )


def _answer_values(bid: NewBid, placed: PlacedBid) -> tuple[object, ...]:
    return (
        bid.key,
        bid.offer[1],
        bid.amount,
        placed.current_price,
        placed.minimum_bid,
        _utc.db_value(placed.ends_at),
        placed.leading,
        placed.receipt,
    )


def _facts(batch: Batch, members: dict[int, Person], rules: Rules) -> list[Fact]:
    auction = batch.after.auction
    seen = snapshot(auction, rules, members)
    led = {bid.member_id for _, bid, result in batch.lines if bid and result.leading}
    led.add(batch.before.auction.leader_id or 0)
    placed = BidsPlaced(
        seller_id=auction.seller_id,
        auction=seen,
        count=sum(1 for _, bid, _ in batch.lines if bid),
        leader_id=auction.leader_id or 0,
        no_longer_leading=sorted(led - {auction.leader_id or 0, 0}),
    )
    if auction.state is not State.WON:
        return [placed]
    return [placed, closing.outcome(auction, seen, closing.bidders_of(auction.goods_id))]


def _answer(bid: NewBid, answers: Answers) -> Answer:
    if bid.identity not in answers:
        return GoodsNotFound()
    offer, answer = answers[bid.identity]
    return answer if offer == bid.offer else IdempotencyKeyReused()
