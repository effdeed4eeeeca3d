"""Would the same bids give the same result again? What is stored otherwise than the rules have it.

Each entry, each answer, each hash (from the first entry on), the auction as it stands at the end
and how its bidders stand have to come out as they are stored.
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import asdict

from grpc_services.auction.log import chain
from grpc_services.auction.member_bids import BidderRow, offers, state_of
from grpc_services.auction.pure import listing, second_chances
from grpc_services.auction.pure.bidding import Accepted, Bid
from grpc_services.auction.pure.state import Auction, AuctionState, EntryKind, Rules
from grpc_services.audit.replay import Command, Replay, Stored
from grpc_services.members.tokens import Signer
from grpc_services.refusals import Refusal
from models import auction as rows
from models.auction import NO_HASH

#: Of an auction, what its log tells.
_TOLD = ("current_price", "leader_id", "maximum", "seq", "bid_count", "ends_at", "extensions",
         "reserved_by")  # fmt: skip


class Difference(NamedTuple):
    """Something that is stored otherwise than the rules have it."""

    goods_id: int
    where: str
    name: str
    stored: object
    replayed: object

    def __str__(self) -> str:
        place = f"goods {self.goods_id}, {self.where}"
        return f"{place}: {self.name} is {self.stored}, replayed {self.replayed}"


def differences(before: Stored, rules: Rules, signer: Signer) -> Iterator[Difference]:
    """This function will find what is stored otherwise than the engine has it."""
    yield from _in_hashes(before, signer)
    replay = Replay(before.listed, rules)
    for command in before.commands:
        wrong = list(_in_command(before, replay, command))
        yield from wrong
        if wrong:
            # From here on all would be otherwise.
            return
    wrong = [*_in_entries(before, replay), *_in_auction(before, replay)]
    yield from wrong or _in_bidders(before)


def _in_hashes(before: Stored, signer: Signer) -> Iterator[Difference]:
    last_hash = NO_HASH
    for entry, row in before.log:
        (line,) = chain(
            goods_id=before.goods_id, entries=[entry], last_hash=last_hash, signer=signer
        )
        last_hash = line.hash
        if row.hash != last_hash:
            where = f"entry {entry.seq}"
            yield Difference(before.goods_id, where, "hash", row.hash, last_hash)
            return
    if before.row.last_hash != last_hash:
        yield Difference(before.goods_id, "auction", "last_hash", before.row.last_hash, last_hash)


def _in_command(before: Stored, replay: Replay, command: Command) -> Iterator[Difference]:
    where = f"entry {command.entry.seq}"
    try:
        entries, answer = replay.ask(command)
    except Refusal as refusal:
        yield Difference(before.goods_id, where, "answer", "accepted", refusal.code())
        return
    yield from _compared(before.goods_id, where, asdict(command.entry), asdict(entries[0]))
    if answer is not None and command.row.offer is not None:
        told, replayed = _told(command.row), _answered(command.bid, answer)
        yield from _compared(before.goods_id, where, told, replayed)


def _in_entries(before: Stored, replay: Replay) -> Iterator[Difference]:
    for one, replayed in zip_longest(before.listing, replay.entries):
        if one is None or replayed is None:
            seq = (one.entry if one else replayed).seq
            is_there = ("there", "missing") if one else ("missing", "there")
            yield Difference(before.goods_id, f"entry {seq}", "it", *is_there)
            return
        where = f"entry {one.entry.seq}"
        wrong = list(_compared(before.goods_id, where, asdict(one.entry), asdict(replayed)))
        yield from wrong
        if wrong:
            return


def _in_auction(before: Stored, replay: Replay) -> Iterator[Difference]:
    auction = before.row.auction
    after = _answered_by(auction, replay)
    told = {name: getattr(auction, name) for name in _TOLD}
    yield from _compared(
        before.goods_id, "auction", told, {name: getattr(after, name) for name in _TOLD}
    )
    if auction.state not in _possible_states(after):
        names = " or ".join(sorted(_possible_states(after)))
        yield Difference(before.goods_id, "auction", "state", auction.state, names)


def _answered_by(auction: Auction, replay: Replay) -> Auction:
    """The replayed auction, in which an offer is accepted if it was: logs do not tell that."""
    last = replay.entries[-1] if replay.entries else None
    if last is None or last.kind is not EntryKind.SECOND_CHANCE:
        return replay.auction
    if auction.leader_id != last.bidder_id:
        return replay.auction
    return second_chances.accept(replay.auction, member_id=last.bidder_id)


def _in_bidders(before: Stored) -> Iterator[Difference]:
    """Only if the auction is right: how it stands is how they do."""
    if before.bidders is None:
        return
    auction = before.row.auction
    by_log = {
        member_id: BidderRow(state_of(auction, member_id), offer)
        for member_id, offer in offers(before.standing_bids).items()
    }
    for member_id in sorted(by_log.keys() | before.bidders.keys()):
        told = (before.bidders.get(member_id), by_log.get(member_id))
        if told[0] != told[1]:
            yield Difference(before.goods_id, f"bidder {member_id}", "standing", *told)


def _possible_states(after: Auction) -> set[AuctionState]:
    """What an auction may be by now: logs tell neither its opening nor what came of a win."""
    if after.state is AuctionState.WON:
        return {AuctionState.WON, AuctionState.SOLD, AuctionState.FAILED}
    over = listing.close(after, now=after.ends_at).state
    states = {AuctionState.OPEN, AuctionState.CANCELLED, AuctionState.FAILED, over}
    if over is AuctionState.WON:
        states.add(AuctionState.SOLD)
    if not after.bid_count:
        states.add(AuctionState.SCHEDULED)
    return states


def _compared(
    goods_id: int, where: str, kept: Mapping[str, object], replayed: Mapping[str, object]
) -> Iterator[Difference]:
    for name, value in kept.items():
        if value != replayed[name]:
            yield Difference(goods_id, where, name, value, replayed[name])


def _told(row: rows.BidEntry) -> dict[str, object]:
    return {
        "offer": row.offer,
        "amount_asked": row.amount_asked,
        "price_after": row.price_after,
        "minimum_after": row.minimum_after,
        "ends_at_after": row.ends_at_after,
        "leading_after": row.leading_after,
    }


def _answered(bid: Bid, answer: Accepted) -> dict[str, object]:
    return {
        "offer": "MAXIMUM" if bid.amount is None else "AMOUNT",
        "amount_asked": bid.amount,
        "price_after": answer.current_price,
        "minimum_after": answer.minimum_bid,
        "ends_at_after": answer.ends_at,
        "leading_after": answer.leading,
    }
