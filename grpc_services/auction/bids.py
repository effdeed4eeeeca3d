"""How do bids get into the log? Many in one transaction, and answered after its commit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services import outbox
from grpc_services.auction import closing, log, member_bids, wins
from grpc_services.auction.answers import (
    ANSWER_COLUMNS,
    NO_ANSWER,
    Answer,
    Answers,
    NewBid,
    PlacedBid,
    answer_values,
    answered_before,
)
from grpc_services.auction.bidders import Person, bidder, people
from grpc_services.auction.facts import BidsPlaced
from grpc_services.auction.hot_rows import HotRow, lock_auctions, save_auctions, snapshot
from grpc_services.auction.house import House
from grpc_services.auction.log import Line, chain
from grpc_services.auction.pure import bidding, state
from grpc_services.auction.pure.bidding import Accepted
from grpc_services.auction.pure.state import AuctionState, Rules
from grpc_services.auction.receipts import receipts
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.facts import Fact, repeatable
from grpc_services.idempotency import IdempotencyKeyReused
from grpc_services.members.tokens import Signer
from grpc_services.refusals import Refusal
from models.dialect import insert_rows


@repeatable
def place_bids(*, bids: Sequence[NewBid], house: House) -> list[Answer]:
    """
    This function will place bids of whatever goods, in the given order, and answer each of them.

    Refusals are returned, not raised: one bid's refusal is nothing to the others.
    """
    rows = lock_auctions({bid.goods_id for bid in bids})
    # Only after the locks were given is the time that decides; another batch may have held them.
    now = house.clock()
    answers = answered_before(bids)
    fresh = _first_of_each(bids, answers)

    members = _people(fresh, rows) if fresh else {}
    decided = [
        _decide(rows[goods_id], asked, members=members, now=now, house=house)
        for goods_id, asked in _by_goods(fresh).items()
        if goods_id in rows and not rows[goods_id].auction.is_waiting
    ]
    answers |= _write([one for one in decided if one.lines], members, house, now)

    for one in decided:
        answers |= one.refusals
    return [_answer(bid, answers) for bid in bids]


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
class Decided:
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
    house: House,
) -> Decided:
    now = row.time(now)
    commands = [_command(row.auction, bid, members.get(bid.member_id)) for bid in asked]
    auction, results = bidding.decide(row.auction, commands, now=now, rules=house.rules)
    lines: list[tuple[Line, NewBid | None, Accepted]] = []
    refusals: Answers = {}
    last_hash = row.last_hash
    for bid, result in zip(asked, results, strict=True):
        if isinstance(result, Refusal):
            refusals[bid.identity] = (bid.offer, result)
            continue
        chained = chain(
            goods_id=bid.goods_id, entries=result.entries, last_hash=last_hash, signer=house.signer
        )
        last_hash = chained[-1].hash
        lines += [(line, bid if i == 0 else None, result) for i, line in enumerate(chained)]
    after = HotRow(auction, last_hash, now if lines else row.last_at)
    return Decided(row, after, lines, refusals)


def _command(auction: state.Auction, bid: NewBid, person: Person | None) -> bidding.Bid:
    who = bidder(auction=auction, member_id=bid.member_id, person=person)
    return bidding.Bid(who, bid.amount, bid.maximum)


def _write(
    decided: list[Decided], members: dict[int, Person], house: House, now: datetime
) -> Answers:
    """Writes the log, the auctions, the wins and the facts, and gives the answers of the bids."""
    if not decided:
        return {}
    answers = _write_lines(decided, house.signer)
    member_bids.put_offers(map(_offered, decided))
    save_auctions([one.after for one in decided], before=[one.before for one in decided])
    wins.keep_wins([one.after for one in decided])
    facts = [fact for one in decided for fact in _facts(one, members, house.rules)]
    outbox.append(facts, now=now)
    return answers


def _offered(one: Decided) -> tuple[state.Auction, state.Auction, list[state.Entry]]:
    made = [line.entry for line, bid, _ in one.lines if bid]
    return one.before.auction, one.after.auction, made


def _write_lines(decided: list[Decided], signer: Signer) -> Answers:
    lines = [(one.before.auction.goods_id, *line) for one in decided for line in one.lines]
    hashes = [line.hash for _, line, bid, _ in lines if bid]
    signed = iter(receipts(hashes=hashes, sign=signer.key.sign))
    answers: Answers = {}
    rows = []
    for goods_id, line, bid, result in lines:
        if bid is None:
            rows.append(log.values(goods_id, line) + NO_ANSWER)
            continue
        placed = _placed(bid, line, result, next(signed))
        answers[bid.identity] = (bid.offer, placed)
        rows.append(log.values(goods_id, line) + answer_values(bid, placed))
    insert_rows("bids", log.COLUMNS + ANSWER_COLUMNS, rows)
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


def _facts(one: Decided, members: dict[int, Person], rules: Rules) -> list[Fact]:
    auction = one.after.auction
    seen = snapshot(auction, rules, members)
    led = {bid.member_id for _, bid, result in one.lines if bid and result.leading}
    led.add(one.before.auction.leader_id or 0)
    placed = BidsPlaced(
        seller_id=auction.seller_id,
        auction=seen,
        count=sum(1 for _, bid, _ in one.lines if bid),
        leader_id=auction.leader_id or 0,
        no_longer_leading=sorted(led - {auction.leader_id or 0, 0}),
    )
    if auction.state is not AuctionState.WON:
        return [placed]
    return [
        placed,
        closing.outcome(
            auction, seen, member_bids.bidders_of([auction.goods_id])[auction.goods_id]
        ),
    ]


def _answer(bid: NewBid, answers: Answers) -> Answer:
    if bid.identity not in answers:
        return GoodsNotFound()
    offer, answer = answers[bid.identity]
    return answer if offer == bid.offer else IdempotencyKeyReused()
