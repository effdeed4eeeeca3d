"""How fast may one member bid? A bucket of tokens for each, in the memory of this process."""

from collections import OrderedDict

_MINUTE = 60.0


class Pace:
    """
    Lets every member bid so often a minute, all at once if they like; 0 is without limit.

    Of a bucket only the moment is kept at which it will be full again. Each process of the edge has
    its own, so that a member whose requests reach several of them gets that many times as much.
    Of more than `members_most` members, who has bid the longest ago is forgotten.
    """

    def __init__(self, per_minute: int, *, members_most: int = 100_000) -> None:
        self._pause = _MINUTE / per_minute if per_minute else 0.0
        self._members_most = members_most
        self._full_at: OrderedDict[int, float] = OrderedDict()

    def wait(self, member_id: int, now: float) -> float:
        """
        This function will take a token at `now`, any steady clock in seconds.

        It returns 0, or for how many seconds there is none; a refused bid takes nothing.
        """
        full_at = max(self._full_at.get(member_id, now), now) + self._pause
        wait = full_at - now - _MINUTE
        # What is left over from adding fractions is no reason to wait.
        if wait > self._pause / 1000:
            return wait
        self._full_at[member_id] = full_at
        self._full_at.move_to_end(member_id)
        if len(self._full_at) > self._members_most:
            self._full_at.popitem(last=False)
        return 0.0
