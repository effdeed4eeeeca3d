"""What would other rules have made of the same bids?

Bids that were refused are in no log, and cannot be accepted now.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from grpc_services.auction.pure import listing, state
from grpc_services.auction.pure.state import Auction, AuctionState, Rules
from grpc_services.audit.replay import Replay, Stored, stored
from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.members.tokens import Signer
from grpc_services.refusals import Refusal

_PRICES = ("start_price", "buy_now_price", "reserve_price")
_Increments = tuple[tuple[int | None, int], ...]


class Step(NamedTuple):
    """The price as it stood from a moment on, in won; 0 while there is no bid."""

    at: datetime
    price: int


class Outcome(NamedTuple):
    """The auction at its end, how many entries it has, and what was refused on the way."""

    auction: Auction
    entries: int
    refused: Counter[str]
    steps: list[Step]


@dataclass(frozen=True)
class WhatIf:
    """Other rules, of the house and of the goods."""

    rules: Rules
    #: Fields of an auction, by their names.
    prices: dict[str, Any]

    def asked_again(self, before: Stored) -> Outcome:
        """This function will ask everything again, by these rules."""
        replay = Replay(replace(before.listed, **self.prices), self.rules)
        refused: Counter[str] = Counter()
        steps: list[Step] = []
        for command in before.commands:
            try:
                replay.ask(command)
            except Refusal as refusal:
                refused[refusal.code()] += 1
            price = replay.auction.current_price or 0
            if price != (steps[-1].price if steps else 0):
                steps.append(Step(command.entry.at, price))
        return Outcome(_closed(replay.auction), len(replay.entries), refused, steps)


def _closed(auction: Auction) -> Auction:
    if auction.state is AuctionState.WON:
        return auction
    return listing.close(auction, now=auction.ends_at)


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
                rules = replace(rules, increments=msgspec.convert(value, _Increments))
            elif name in _PRICES:
                prices[name] = msgspec.convert(value, int | None)
            else:
                raise ValueError("there is no such rule")
        except (msgspec.DecodeError, TypeError, ValueError) as error:
            raise ValueError(f"{change!r}: {error}") from error
    return WhatIf(rules, prices)


def stored_goods(goods_id: int) -> Stored:
    """:raises GoodsNotFound: if there are no such goods"""
    try:
        return stored(goods_id)
    except ValueError as error:
        raise GoodsNotFound from error


def changed_rules(
    rules: Rules,
    *,
    soft_close: timedelta | None,
    extensions: int | None,
    increment: int | None,
    prices: dict[str, int],
) -> WhatIf:
    """This function will take what is said in place of the house's rules; prices of 0 are none."""
    return WhatIf(
        replace(
            rules,
            soft_close=rules.soft_close if soft_close is None else soft_close,
            extensions_max=rules.extensions_max if extensions is None else extensions,
            increments=rules.increments if increment is None else ((None, increment),),
        ),
        {name: price or None for name, price in prices.items()},
    )


def told(before: Stored, what_if: WhatIf, signer: Signer) -> str:
    """This function will say what was, and what would have been."""
    auction = before.row.auction
    was = _outcome(auction, len(before.listing), signer)
    would, entries, refused, _ = what_if.asked_again(before)
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
    ends_at = state.rfc3339(auction.ends_at)
    return f"{auction.state}: {price} by {who}, end {ends_at}, {entries} entries"
