"""Who is calling? The access token, checked with the public key, and sessions that have ended."""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from typing import Any

import jwt
import redis.asyncio
import redis.exceptions
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from api_http.problems import Problem

log = structlog.get_logger()

ISSUER = AUDIENCE = "pikcur"
_CLAIMS = ["sub", "role", "sid", "iat", "exp", "iss", "aud"]
#: Seconds that the clocks of whoever signs and whoever reads may differ; the relay allows as many.
LEEWAY = 5
_END = "-----END PUBLIC KEY-----"
#: Verified tokens remembered in a process; above it all are forgotten and verified anew.
_REMEMBERED_MOST = 50_000

SESSIONS = "relay:sessions"
#: Shorter than the client's own time-out, or waiting for news would count as a failure.
_BLOCK_MS = 2_000
_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a token speaks for, until when (unix seconds)."""

    member_id: int
    session_id: int
    role: str
    expires_at: float


class Tokens:
    """Verifies access tokens; each once, as long as it lives."""

    def __init__(self, public_keys: str) -> None:
        self._keys = dict(_keys(public_keys))
        self._verified: dict[str, Caller] = {}

    def caller(self, token: str) -> Caller:
        """:raises Problem: 401 TOKEN_EXPIRED or INVALID_TOKEN"""
        caller = self._verified.get(token)
        if caller is None:
            caller = self._verify(token)
            if len(self._verified) >= _REMEMBERED_MOST:
                self._verified.clear()
            self._verified[token] = caller
        if caller.expires_at + LEEWAY <= time.time():
            self._verified.pop(token, None)
            raise Problem("TOKEN_EXPIRED")
        return caller

    def _verify(self, token: str) -> Caller:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key,
                algorithms=["EdDSA"],
                issuer=ISSUER,
                audience=AUDIENCE,
                leeway=LEEWAY,
                options={"require": _CLAIMS},
            )
            return Caller(
                int(claims["sub"]), int(claims["sid"]), str(claims["role"]), float(claims["exp"])
            )
        except jwt.ExpiredSignatureError as error:
            raise Problem("TOKEN_EXPIRED") from error
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as error:
            raise Problem("INVALID_TOKEN") from error


def _keys(pems: str) -> list[tuple[str, Ed25519PublicKey]]:
    """:raises ValueError: if there is no Ed25519 public key"""
    keys = []
    for block in pems.split(_END)[:-1]:
        key = load_pem_public_key((block.strip() + "\n" + _END + "\n").encode())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 public key")
        keys.append((hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16], key))
    if not keys:
        raise ValueError("no public key in PEM")
    return keys


class Revocations:
    """Sessions that ended before their tokens did, as the services tell them."""

    def __init__(self, streams: Any) -> None:
        self._redis = streams
        self._ended: dict[int, float] = {}
        self._last = "0"

    def has_ended(self, session_id: int) -> bool:
        return session_id in self._ended

    async def follow(self) -> None:
        """This function will learn of ended sessions for as long as it is left running."""
        # redis-py, in sending, swallows a cancellation that coincides with what it waits for.
        while not _is_cancelled():
            try:
                for _, entries in await self._redis.xread(
                    {SESSIONS: self._last}, count=1_000, block=_BLOCK_MS
                ):
                    self._learn(entries)
            except redis.exceptions.RedisError as error:
                log.warning("revocations out of reach", error=str(error))
                # Another Redis may answer next, which counts otherwise.
                self._last = "0"
                await asyncio.sleep(_PAUSE_SECONDS)

    def _learn(self, entries: list[tuple[str, dict[str, str]]]) -> None:
        now = time.time()
        for entry_id, fields in entries:
            self._last = entry_id
            self._ended[int(fields["sid"])] = float(fields["until"])
        self._ended = {sid: until for sid, until in self._ended.items() if until > now}


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
