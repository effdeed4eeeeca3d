"""How fast may one do something? A bucket of tokens for each, in the memory of this process."""

from collections import OrderedDict
from collections.abc import Hashable

_MINUTE = 60.0


class Pace:
    """
    Lets everybody do it so often a minute, all at once if they like; 0 is without limit.

    Of a bucket only the moment is kept at which it will be full again. Each process of the edge has
    its own, so that somebody whose requests reach several of them gets that many times as much.
    Of more than `most` of them, who has done it the longest ago is forgotten.
    """

    def __init__(self, per_minute: int, *, most: int = 100_000) -> None:
        self._pause = _MINUTE / per_minute if per_minute else 0.0
        self._most = most
        self._full_at: OrderedDict[Hashable, float] = OrderedDict()

    def wait(self, who: Hashable, now: float) -> float:
        """
        This function will take a token at `now`, any steady clock in seconds.

        It returns 0, or for how many seconds there is none; what is refused takes nothing.
        """
        full_at = max(self._full_at.get(who, now), now) + self._pause
        wait = full_at - now - _MINUTE
        # What is left over from adding fractions is no reason to wait.
        if wait > self._pause / 1000:
            return wait
        self._full_at[who] = full_at
        self._full_at.move_to_end(who)
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return 0.0
