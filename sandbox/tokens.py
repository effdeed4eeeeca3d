"""May this caller speak to PortOne V1? Its one access token, and how long it lives."""

import secrets
import sqlite3
from dataclasses import dataclass

from sandbox import store

IMP_KEY = "sandbox-key"
IMP_SECRET = "sandbox-secret"

_LIFE_SECONDS = 30 * 60
#: Asked again this late, the same token is extended instead of replaced.
_EXTENDED_WITHIN_SECONDS = 60
_EXTENSION_SECONDS = 5 * 60


@dataclass(frozen=True, kw_only=True)
class Token:
    access_token: str
    expired_at: int


def issue_token(db: sqlite3.Connection, *, now: int) -> Token:
    """This function will answer the living token, near its end a longer one, or a new one."""
    token = _kept_token(db)
    if token is None or token.expired_at <= now:
        return _keep(db, secrets.token_hex(20), now + _LIFE_SECONDS)
    if token.expired_at - now < _EXTENDED_WITHIN_SECONDS:
        return _keep(db, token.access_token, token.expired_at + _EXTENSION_SECONDS)
    return token


def limit_token(db: sqlite3.Connection, *, expires_in: int, now: int) -> Token:
    """This function will let the token end `expires_in` seconds from now, so that renewal shows."""
    token = issue_token(db, now=now)
    return _keep(db, token.access_token, now + expires_in)


def is_valid(db: sqlite3.Connection, authorization: str | None, *, now: int) -> bool:
    """This function will accept the token bare or after `Bearer`: both are in use."""
    token = _kept_token(db)
    if token is None or not authorization or token.expired_at <= now:
        return False
    return authorization.removeprefix("Bearer ").strip() == token.access_token


def _kept_token(db: sqlite3.Connection) -> Token | None:
    kept = store.setting(db, "access_token")
    if kept is None:
        return None
    access_token, _, expired_at = kept.partition(" ")
    return Token(access_token=access_token, expired_at=int(expired_at))


def _keep(db: sqlite3.Connection, access_token: str, expired_at: int) -> Token:
    store.keep_setting(db, "access_token", f"{access_token} {expired_at}")
    return Token(access_token=access_token, expired_at=expired_at)
