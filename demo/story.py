"""What has happened in a sale so far? Kept for a live view, and told as lines for a pipe."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

PEOPLE = ("seller", "ann", "bob", "guest")


@dataclass
class Step:
    """One thing that somebody does, and what must follow from it."""

    title: str
    began_at: float | None = None
    ended_at: float | None = None
    #: Why it is not as it should be.
    failure: str = ""

    def seconds(self, now: float) -> float:
        if self.began_at is None:
            return 0.0
        return (self.ended_at or now) - self.began_at


class Offer(NamedTuple):
    who: str
    what: str
    outcome: str


@dataclass(frozen=True)
class Received:
    """What one screen was told: an alarm, or a price when `title` is empty."""

    head: str
    title: str
    text: str


class Story:
    """Everything that happened; `write` is called with a line for each event."""

    def __init__(
        self,
        titles: Sequence[str],
        write: Callable[[str], None] = lambda line: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.steps = [Step(title) for title in titles]
        self.current = -1
        self.note = ""
        self.offers: list[Offer] = []
        self.received: dict[str, list[Received]] = defaultdict(list)
        self.goods: dict[str, Any] = {}
        self.auction: dict[str, Any] = {}
        self.order: dict[str, Any] = {}
        #: How far the market's time is ahead of ours.
        self.ahead = timedelta()
        self._write = write
        self._clock = clock
        self._began_at = clock()

    @property
    def elapsed(self) -> float:
        return self._clock() - self._began_at

    @property
    def step(self) -> Step:
        return self.steps[self.current]

    def begin_step(self) -> None:
        self.current += 1
        self.note = ""
        self.step.began_at = self.elapsed
        self._tell(f"{self.position} {self.step.title}")

    def end_step(self) -> None:
        self.step.ended_at = self.elapsed
        self._tell(f"{self.position} ok, {self.step.seconds(0):.1f} s")

    def fail_step(self, why: str) -> None:
        self.step.ended_at = self.elapsed
        self.step.failure = why
        self._tell(f"{self.position} FAILED: {why}")

    @property
    def position(self) -> str:
        return f"[{self.current + 1:2}/{len(self.steps)}]"

    def say(self, who: str, text: str) -> None:
        self.note = f"{who}: {text}"
        self._tell_of(who, " ", text)

    def offer(self, who: str, what: str, outcome: str) -> None:
        self.offers.append(Offer(who, what, outcome))
        self.note = f"{who} bids {what}: {outcome}"
        self._tell_of(who, "→", f"bids {what}: {outcome}")

    def list_goods(self, goods: dict[str, Any]) -> None:
        self.goods = goods
        self.say("seller", f"goods {goods['goodsId']}, {goods['name']}, until {goods['endsAt']}")

    def receive(self, who: str, body: dict[str, Any]) -> None:
        """This function will keep what a screen shows; it is called by the screen's own thread."""
        came = received(body)
        if not came.title:
            self.auction = body
        self.received[who].append(came)
        self._tell_of(who, "←", f"{came.head}  {came.title} {came.text}".rstrip())

    def follow_order(self, order: dict[str, Any]) -> None:
        if order["state"] != self.order.get("state"):
            self._tell_of("", " ", f"order {order['orderId']} is {order['state']}")
        self.order = order

    def _tell_of(self, who: str, sign: str, text: str) -> None:
        self._tell(f"        {who:6} {sign} {text}")

    def _tell(self, text: str) -> None:
        self._write(f"{self.elapsed:5.1f} s {text}")


def received(body: dict[str, Any]) -> Received:
    """This function will put a message of the relay into few words."""
    if "alarmId" in body:
        return Received(body["kind"], body["title"], body["text"])
    if body["currentPrice"] is None:
        return Received("no bid yet", "", body["state"])
    return Received(f"{body['currentPrice']:,}", "", leader(body))


def leader(auction: dict[str, Any]) -> str:
    verb = {"OPEN": "leads", "WON": "won", "SOLD": "paid"}.get(auction["state"], auction["state"])
    return f"{auction['leader']} {verb}"
