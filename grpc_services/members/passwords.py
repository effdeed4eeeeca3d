"""Is this the password? Kept as argon2id by the defaults of RFC 9106's low-memory profile."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_hasher = PasswordHasher()
#: A hash takes 64 MiB and tens of milliseconds of a core: a flood of sign-ins must not starve bids.
_at_once = BoundedSemaphore(2)


def hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether it is; takes as long when there is no hash to compare with."""
    with _at_once:
        try:
            return _hasher.verify(password_hash or _nobodys_hash(), password) and bool(
                password_hash
            )
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
