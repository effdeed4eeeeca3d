"""What is a record of a run made of? What clients asked and were told, and what was stored.

Each line of a file is a JSON object; its `line` says which:

- `rules`, once: `increments`, as in the settings.
- `request`, one for each time that one was sent: `invokedNs`, `answeredNs` (null if no answer
  came; both from one clock), `goodsId`, `memberId`, `key`, `amount` or `maximum`, and as answered
  `status`, `answer` (the body of a 201) or `problem` (the body of a refusal).
- `auction`, one for each goods, and `entry`, one for each line of their logs: as stored at the end.

A bid that was sent again with its key makes one request more, and is still one bid. A run is one
listing of each goods, and too short for a win to be taken back because nobody paid.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import Struct

#: When what is never answered is answered.
NEVER = float("inf")


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
    def answered(self) -> float:
        return NEVER if self.answered_ns is None else self.answered_ns

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


class Record(NamedTuple):
    """A run: what was asked and answered, and what was stored."""

    rules: Rules
    requests: list[Request]
    auctions: list[Auction]
    entries: list[Entry]


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
