"""Would the same bids give the same result again? Stored auctions, replayed from their logs.

    python -m bench.replay [--what-if NAME=VALUE]… [GOODS_ID…] DATABASE_URL

Every command in a log goes through the engine once more, at the time it was entered at: each entry,
each answer, each hash, and the auction as it stands at the end have to come out as they are stored.
The rules, and the secret that pseudonyms are made with, are those of the settings in force.

With `--what-if` it tells instead what other rules would have made of the same bids: `soft_close=0`
(seconds), `extensions=3`, `increments=[[10000,500],[null,1000]]`, `start_price`, `buy_now_price` or
`reserve_price`. Bids that were refused are in no log, and cannot be accepted now.

Of goods that were listed again only the last listing is replayed, as the end of those before is not
kept; the hashes are checked from the first entry on.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from itertools import zip_longest
from typing import Any, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import asdict, replace

import settings
from grpc_services.__main__ import rules as house_rules
from grpc_services.auction import buy_now, engine, retraction
from grpc_services.auction.engine import Accepted, Auction, Bid, Bidder, Entry, Kind, Rules, State
from grpc_services.auction.hot_rows import HotRow, auctions
from grpc_services.auction.log import chain, entries_of
from grpc_services.members.tokens import Signer
from grpc_services.refusals import Refusal
from models import auction as rows
from models.auction import NO_HASH
from models.base import database
from models.dialect import open_database

_PRICES = ("start_price", "buy_now_price", "reserve_price")
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

    @property
    def goods_id(self) -> int:
        return self.row.auction.goods_id

    @property
    def listed(self) -> Auction:
        """The auction as it was last listed, before anybody bid."""
        return replace(
            self.row.auction,
            state=State.OPEN,
            ends_at=self.row.auction.listed_ends_at,
            extensions=0,
            current_price=None,
            leader_id=None,
            maximum=None,
            seq=len(self.log) - len(self.listing),
            bid_count=0,
            reserved_by=None,
            reserved_until=None,
        )

    @cached_property
    def listing(self) -> list[Command]:
        """What was entered since the goods were last listed."""
        numbers = range(len(self.log), 0, -1)
        first = next((n for n in numbers if self.log[n - 1].entry.kind is Kind.RELISTING), 0)
        return self.log[first:]

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
    if auctions([goods_id])[goods_id].auction.seq > row.auction.seq:
        log = [one for one in log if one.entry.seq <= row.auction.seq]
    return Stored(row, log)


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
        if entry.kind in (Kind.BID, Kind.RAISE):
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
        if entry.kind is not Kind.BUY_NOW and self.auction.is_reserved_at(entry.at):
            self.auction = buy_now.release(self.auction)

    def _bid(self, command: Command) -> Accepted:
        self.auction, (answer,) = engine.decide(
            self.auction, [command.bid], now=command.entry.at, rules=self.rules
        )
        if isinstance(answer, Refusal):
            raise answer
        return answer

    def _other(self, entry: Entry) -> tuple[Auction, Entry]:
        if entry.kind is Kind.RETRACTION:
            return self._retracted(entry)
        if entry.kind is Kind.RESERVATION:
            buyer = Bidder(entry.bidder_id)
            return buy_now.buy_now(self.auction, buyer, now=entry.at, rules=self.rules)
        return buy_now.take(self.auction, member_id=entry.bidder_id, now=entry.at)

    def _retracted(self, entry: Entry) -> tuple[Auction, Entry]:
        """Logs do not say why; either reason has the same effect."""
        retract = partial(
            retraction.retract,
            self.auction,
            self.entries,
            seq=self.seqs.get(entry.retracts or 0, 0),
            member_id=entry.bidder_id,
            now=entry.at,
            rules=self.rules,
        )
        with suppress(retraction.RetractionNotAllowed):
            return retract(reason=retraction.Reason.MISTYPED)
        return retract(reason=retraction.Reason.CHANGED_DESCRIPTION)


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
    yield from _in_entries(before, replay)
    yield from _in_auction(before, replay)


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
    auction, after = before.row.auction, replay.auction
    told = {name: getattr(auction, name) for name in _TOLD}
    yield from _compared(
        before.goods_id, "auction", told, {name: getattr(after, name) for name in _TOLD}
    )
    if auction.state not in _possible_states(after):
        names = " or ".join(sorted(_possible_states(after)))
        yield Difference(before.goods_id, "auction", "state", auction.state, names)


def _possible_states(after: Auction) -> set[State]:
    """What an auction may be by now: logs tell neither its opening nor what came of a win."""
    if after.state is State.WON:
        return {State.WON, State.SOLD, State.FAILED}
    over = engine.close(after, now=after.ends_at).state
    states = {State.OPEN, State.CANCELLED, State.FAILED, over}
    if over is State.WON:
        states.add(State.SOLD)
    if not after.bid_count:
        states.add(State.SCHEDULED)
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


@dataclass(frozen=True)
class WhatIf:
    """Other rules, of the house and of the goods."""

    rules: Rules
    #: Fields of an auction, by their names.
    prices: dict[str, Any]

    def asked_again(self, before: Stored) -> tuple[Auction, int, Counter[str]]:
        """This function will give the auction at its end, its entries, and the refusals."""
        replay = Replay(replace(before.listed, **self.prices), self.rules)
        refused: Counter[str] = Counter()
        for command in before.commands:
            try:
                replay.ask(command)
            except Refusal as refusal:
                refused[refusal.code()] += 1
        return _closed(replay.auction), len(replay.entries), refused


def _closed(auction: Auction) -> Auction:
    if auction.state is State.WON:
        return auction
    return engine.close(auction, now=auction.ends_at)


def other_rules(rules: Rules, changes: Sequence[str]) -> WhatIf:
    """
    This function will read changes like `soft_close=0`.

    :raises ValueError: naming what cannot be changed, or not to that
    """
    prices: dict[str, Any] = {}
    for change in changes:
        name, _, text = change.partition("=")
        try:
            value = msgspec.json.decode(text)
            if name == "soft_close":
                rules = replace(rules, soft_close=timedelta(seconds=value))
            elif name == "extensions":
                rules = replace(rules, extensions_max=msgspec.convert(value, int))
            elif name == "increments":
                rules = replace(rules, increments=msgspec.convert(value, settings.Increments))
            elif name in _PRICES:
                prices[name] = msgspec.convert(value, int | None)
            else:
                raise ValueError("there is no such rule")
        except (msgspec.DecodeError, TypeError, ValueError) as error:
            raise ValueError(f"{change!r}: {error}") from error
    return WhatIf(rules, prices)


def told(before: Stored, what_if: WhatIf, signer: Signer) -> str:
    """This function will say what was, and what would have been."""
    auction = before.row.auction
    was = _outcome(auction, len(before.listing), signer)
    would, entries, refused = what_if.asked_again(before)
    lines = [
        f"goods {before.goods_id}",
        f"  was    {was}",
        f"  would  {_outcome(would, entries, signer)}",
    ]
    if refused:
        codes = ", ".join(f"{count} × {code}" for code, count in sorted(refused.items()))
        lines.append(f"  refused would have been {codes}")
    return "\n".join(lines)


def _outcome(auction: Auction, entries: int, signer: Signer) -> str:
    who = "nobody"
    if auction.leader_id is not None:
        who = signer.pseudonym(goods_id=auction.goods_id, member_id=auction.leader_id)
    price = "no bid" if auction.current_price is None else f"{auction.current_price:,} won"
    ends_at = engine.rfc3339(auction.ends_at)
    return f"{auction.state}: {price} by {who}, end {ends_at}, {entries} entries"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.replay",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--what-if", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("goods_ids", nargs="*", type=int, metavar="GOODS_ID")
    parser.add_argument("database_url", metavar="DATABASE_URL")
    return parser


def main(arguments: list[str]) -> int:
    """This function will replay what is asked for; it returns the exit code."""
    options = _parser().parse_args(arguments)
    config = settings.load("pseudonym_secret")
    # It signs nothing here: only the names of bidders are made anew.
    signer = Signer(Ed25519PrivateKey.generate(), timedelta(), config.pseudonym_secret or "")
    try:
        what_if = other_rules(house_rules(config), options.what_if)
        database.initialize(open_database(options.database_url))
        with database.connection_context():
            goods_ids = options.goods_ids or _all_goods()
            if options.what_if:
                return _tell_what_if(goods_ids, what_if, signer)
            return _tell_differences(goods_ids, what_if.rules, signer)
    except ValueError as error:
        sys.exit(f"bench.replay: {error}")


def _tell_what_if(goods_ids: Sequence[int], what_if: WhatIf, signer: Signer) -> int:
    for goods_id in goods_ids:
        sys.stdout.write(told(stored(goods_id), what_if, signer) + "\n")
    return 0


def _tell_differences(goods_ids: Sequence[int], rules: Rules, signer: Signer) -> int:
    entries, found = 0, 0
    for goods_id in goods_ids:
        before = stored(goods_id)
        entries += len(before.log)
        for difference in differences(before, rules, signer):
            found += 1
            sys.stdout.write(f"{difference}\n")
    sys.stdout.write(f"{len(goods_ids)} auctions, {entries} entries: {found} differences\n")
    return 1 if found else 0


def _all_goods() -> list[int]:
    sql = "SELECT goods_id FROM auction ORDER BY goods_id"
    return [goods_id for (goods_id,) in database.execute_sql(sql)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
