"""Who is this, and for how long? Access tokens, checked with the public key, and revoked sessions.

A token is a JWT signed with Ed25519. Its header names the key by `kid`: the first 16 hexadecimal
characters of SHA-256 over the 32 bytes of the public key.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

#: How far the clock of who signs may be from ours; the edge allows the same.
LEEWAY_SECONDS = 5
_CLAIMS = ("sub", "role", "sid", "iat", "exp", "iss", "aud")
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
_MEMBER_ID = re.compile(r"[1-9][0-9]{0,18}")


class BadKeys(Exception):
    """The text holds no Ed25519 public key in PEM, or something else as well."""


class TicketRefused(Exception):
    """The token does not open anything; `code` says why in a word."""

    code = "INVALID_TOKEN"


class InvalidToken(TicketRefused):
    pass


class TokenExpired(TicketRefused):
    code = "TOKEN_EXPIRED"


class SessionRevoked(TicketRefused):
    code = "SESSION_REVOKED"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a valid token says: whose it is, of which session, until when it counts (Unix time)."""

    member_id: int
    sid: str
    expires_at: float


class Tickets:
    """The keys that sign tokens, and the sessions that no longer count."""

    def __init__(self, public_keys: str) -> None:
        self._keys = public_keys_by_id(public_keys)
        self._revoked: dict[str, float] = {}

    def check(self, token: str) -> Ticket:
        """
        This function will read a token.

        :raises InvalidToken: if it is not one of ours, or lacks a claim
        :raises TokenExpired: if it was valid once
        :raises SessionRevoked: if its session has been ended
        """
        ticket = _ticket(self._claims(token))
        if ticket.sid in self._revoked:
            raise SessionRevoked("This session has been ended. Please sign in again.")
        return ticket

    def revoke(self, sid: str, *, until: float, now: float) -> None:
        """This function will refuse the session's tokens; after `until` none of them is valid."""
        until += LEEWAY_SECONDS
        if until > now:
            self._revoked[sid] = until

    def forget_expired(self, now: float) -> None:
        """This function will drop the revocations that no longer matter."""
        self._revoked = {sid: until for sid, until in self._revoked.items() if until > now}

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["EdDSA"],
                audience="pikcur",
                issuer="pikcur",
                leeway=LEEWAY_SECONDS,
                options={"require": list(_CLAIMS)},
            )
            return claims
        except jwt.ExpiredSignatureError:
            raise TokenExpired("The access token has expired.") from None
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            raise InvalidToken("The access token is not valid.") from None


def public_keys_by_id(pem: str) -> dict[str, Ed25519PublicKey]:
    """
    This function will read PEM public keys that stand one after another.

    :raises BadKeys: if there is none, or one that is not Ed25519
    """
    try:
        keys = [load_pem_public_key(match[0].encode()) for match in _PEM.finditer(pem)]
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKeys(str(error)) from error
    if not keys:
        raise BadKeys("there is no public key in it")
    return dict(_identified(key) for key in keys)


def _identified(key: object) -> tuple[str, Ed25519PublicKey]:
    if not isinstance(key, Ed25519PublicKey):
        raise BadKeys("a key is not Ed25519")
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16], key


def _ticket(claims: Mapping[str, Any]) -> Ticket:
    member_id, sid = claims["sub"], claims["sid"]
    if not isinstance(member_id, str) or not _MEMBER_ID.fullmatch(member_id):
        raise InvalidToken("The access token names no member.")
    if not isinstance(sid, str) or not sid:
        raise InvalidToken("The access token names no session.")
    return Ticket(int(member_id), sid, float(claims["exp"]) + LEEWAY_SECONDS)
