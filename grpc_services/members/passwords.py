"""Is this the password, and is it a good one? Kept as argon2id (RFC 9106's low-memory profile)."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from math import ceil
from threading import Lock
from time import monotonic
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn
from zxcvbn.matching import L33T_TABLE

from grpc_services.refusals import Invalid, TooMany

Made = TypeVar("Made")

_hasher = PasswordHasher()
#: A hash takes 64 MiB and tens of milliseconds of a core: a flood of sign-ins must not starve bids.
_AT_ONCE = 2
#: Who would wait longer is sent away at once: long before the edge gives up.
_WAIT_SECONDS_MOST = 1.0
#: What a hash takes until it is known, and how much the last one says of the next.
_SECONDS, _WEIGHT = 0.1, 0.2
#: Of zxcvbn's 0 to 4: from here on it takes a million guesses and more.
_SCORE_LEAST = 2
#: It tries all that signs may stand for (4 and @ for a, …): many of them would take it minutes.
_SIGNS = frozenset(sign for signs in L33T_TABLE.values() for sign in signs)
_SIGNS_MOST = 8
_LOOKED_AT, _LOOKED_AT_WITH_SIGNS = 32, 12


class PasswordTooWeak(Invalid):
    """The password is among the first that are tried."""


class Hashing:
    """Threads that do nothing but hash, so that nobody waits in one for it who wants else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="hashing")
        self._seconds = _SECONDS
        self._changing = Lock()
        self._under_way = 0

    async def do(self, work: Callable[[], Made], *, busy: type[TooMany]) -> Made:
        """
        This function will run `work` when its turn comes.

        :raises TooMany: as the given class, if that would be long
        """
        wait = self._under_way / _AT_ONCE * self._seconds
        if wait >= _WAIT_SECONDS_MOST:
            raise busy(retry_after=ceil(wait))
        self._count(1)
        done = self._threads.submit(self._timed, work)
        done.add_done_callback(lambda _: self._count(-1))
        return await asyncio.wrap_future(done)

    def _count(self, difference: int) -> None:
        with self._changing:
            self._under_way += difference

    def _timed(self, work: Callable[[], Made]) -> Made:
        began = monotonic()
        try:
            return work()
        finally:
            self._seconds += _WEIGHT * (monotonic() - began - self._seconds)


def hashed(password: str) -> str:
    return _hasher.hash(password)


def hash_if_strong(password: str, *, known: Iterable[str]) -> str:
    """:raises PasswordTooWeak: if it is easily guessed, also by who knows what is `known`"""
    has_many = len(_SIGNS.intersection(password)) > _SIGNS_MOST
    looked_at = password[: _LOOKED_AT_WITH_SIGNS if has_many else _LOOKED_AT]
    if zxcvbn(looked_at, user_inputs=list(known))["score"] < _SCORE_LEAST:
        raise PasswordTooWeak("password")
    return hashed(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether it is; takes as long when there is no hash to compare with."""
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), password) and bool(password_hash)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
