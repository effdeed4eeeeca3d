"""What is looked for most? Counted by the hour, and half forgotten after six hours.

It is in Redis only: when that is lost, counting begins anew.
"""

import hashlib
from datetime import datetime, timedelta

import redis

#: How long an hour counts, and after how many its weight is halved.
_HOURS, _HALVED_AFTER = 24, 6
_LIFE = timedelta(hours=_HOURS + 1)
#: One asker counts once for the same words in this time.
_PAUSE = timedelta(hours=1)
#: So long the sum of all hours is not made anew.
_SUM_LIFE = timedelta(seconds=10)
_SUM = "popular"
MOST = 100


class Popular:
    """Words with how often they were looked for."""

    def __init__(self, store: redis.Redis) -> None:
        self._store = store

    def count(self, words: str, *, asker: str, now: datetime) -> None:
        """This function will count words once for whoever asks, however often they do."""
        mark = hashlib.sha256(f"{asker}\n{words}".encode()).hexdigest()
        if not self._store.set(f"{_SUM}:by:{mark}", 1, nx=True, ex=_PAUSE):
            return
        key = _hour(now)
        self._store.zincrby(key, 1, words)
        self._store.expire(key, _LIFE)

    def most(self, *, limit: int, now: datetime) -> list[str]:
        """This function will list what is looked for most, the most popular first."""
        if not self._store.exists(_SUM):
            hours = {
                _hour(now - timedelta(hours=age)): 0.5 ** (age / _HALVED_AFTER)
                for age in range(_HOURS)
            }
            self._store.zunionstore(_SUM, hours)
            self._store.expire(_SUM, _SUM_LIFE)
        return [str(words) for words in self._store.zrevrange(_SUM, 0, limit - 1)]


def _hour(moment: datetime) -> str:
    return f"{_SUM}:{moment:%Y%m%d%H}"
