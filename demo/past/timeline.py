"""In which order did it all happen? By a clock that goes from one moment to the next."""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import msgspec

from grpc_services import outbox
from grpc_services.alarms.announcing import announce_more
from grpc_services.alarms.raising import raise_alarms
from grpc_services.alarms.rules import ANNOUNCED
from grpc_services.facts import KINDS, Fact
from models.outbox import SENT

#: Called with `now`, as every rule is.
Act = Callable[..., object]


class Timeline:
    """What is to happen, the earliest first; whoever acts may plan what follows."""

    def __init__(self, begins_at: datetime) -> None:
        self.now = begins_at
        self._numbers = count()
        self._planned: list[tuple[datetime, int, Act]] = []

    def clock(self) -> datetime:
        return self.now

    def plan(self, at: datetime, act: Act) -> None:
        """This function will have something happen at a moment; what is equally late in turn."""
        heappush(self._planned, (at, next(self._numbers), act))

    def play(self, *, until: datetime, passed: Callable[[int], None]) -> None:
        """
        This function will let everything happen up to a moment; what would come later never does.

        `passed` is called with the number of each week that is over.
        """
        week = timedelta(weeks=1)
        begins_at = self.now
        weeks = 0
        while self._planned and self._planned[0][0] <= until:
            self.now, _, act = heappop(self._planned)
            act(now=self.now)
            tell_all(now=self.now)
            while (weeks + 1) * week <= self.now - begins_at:
                weeks += 1
                passed(weeks)


def tell_all(*, now: datetime) -> None:
    """
    This function will put into inboxes what follows from what just happened.

    Nothing goes to screens, to mails or to workers: what they would have done is long past.
    """
    told = _tell(now)
    if not ANNOUNCED.keys().isdisjoint(told):
        while announce_more(now=now):
            _tell(now)


def _tell(now: datetime) -> set[type[Fact]]:
    """Tells what is in the outbox, and says of which kinds it was."""
    rows = outbox.claim_new()
    facts = [(row.fact_id, msgspec.json.decode(row.payload, type=KINDS[row.kind])) for row in rows]
    raise_alarms(facts=facts, now=now)
    outbox.advance([row.fact_id for row in rows], SENT)
    return {type(fact) for _, fact in facts}
