"""What does a busy hour ask of a market? Bids, deliveries and pages, second by second.

Simulated, not played: each bidder looks around, watches what they bid on, and bids mostly in the
last minutes; few goods draw most. What people do is assumed, and can be said otherwise.
"""

import bisect
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass

#: The relay merges what happens to one goods within a tenth of a second.
_STATES_A_SECOND = 10
#: Of the bids on goods, these come in the last minutes.
_LATE_SHARE, _LATE_SECONDS = 0.5, 120
#: How strongly the first goods draw more than the next ones.
_SKEW = 0.8
#: Auctions end at full minutes that people remember, as often as at any other.
_ROUND_SHARE, _ROUND_SECONDS = 0.5, 600


@dataclass(frozen=True)
class Habits:
    """What one person does in an hour at the peak."""

    pages: float = 60.0
    searches: float = 12.0
    bids: float = 6.0
    #: Lots that end in the hour, for each person there; each is sold and paid, and others put up.
    lots: float = 0.1
    pictures: float = 3.0


@dataclass(frozen=True)
class Second:
    """What happens in one second."""

    bids: int
    #: Of them on the one goods that draws most.
    hottest: int
    deliveries: float


def busy_second(*, bidders: int, habits: Habits, seconds: int, seed: int = 1) -> Second:
    """This function will give a second that in each respect one of a hundred is busier than."""
    past = [
        astuple(second)
        for second in evening(bidders=bidders, habits=habits, seconds=seconds, seed=seed)
    ]
    return Second(*(sorted(column)[int(0.99 * seconds)] for column in zip(*past, strict=True)))


def evening(*, bidders: int, habits: Habits, seconds: int, seed: int) -> Iterator[Second]:
    """This function will go through the last `seconds` of an hour."""
    chance = random.Random(seed)
    lots = max(1, round(bidders * habits.lots))
    drawn = list(itertools.accumulate((n + 1) ** -_SKEW for n in range(lots)))
    ends = [_end(chance, seconds) for _ in range(lots)]
    watchers = _watchers(drawn, bidders)
    bids: dict[int, Counter[int]] = {second: Counter() for second in range(seconds)}
    for _ in range(round(bidders * habits.bids * seconds / 3_600)):
        lot = bisect.bisect(drawn, chance.random() * drawn[-1])
        bids[_moment(chance, ends[lot])][lot] += 1
    for second in range(seconds):
        placed = bids[second]
        told = sum(min(n, _STATES_A_SECOND) * watchers[lot] for lot, n in placed.items())
        # Whoever was outbid hears of it, too.
        yield Second(placed.total(), max(placed.values(), default=0), told + placed.total())


def _end(chance: random.Random, seconds: int) -> int:
    moment = chance.randrange(1, seconds + 1)
    if chance.random() < _ROUND_SHARE:
        return min(seconds, -(-moment // _ROUND_SECONDS) * _ROUND_SECONDS)
    return moment


def _moment(chance: random.Random, end: int) -> int:
    first = max(0, end - _LATE_SECONDS) if chance.random() < _LATE_SHARE else 0
    return chance.randrange(first, end)


def _watchers(drawn: list[float], bidders: int) -> list[float]:
    """Each watches one lot, and rather what draws the others."""
    return [
        bidders * (now - before) / drawn[-1] for before, now in itertools.pairwise([0.0, *drawn])
    ]
