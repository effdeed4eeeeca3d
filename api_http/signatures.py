"""Did a provider send this? https://github.com/standard-webhooks/standard-webhooks (spec)"""

import base64
import binascii
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass

import falcon.asgi

from api_http.problems import Problem

#: In seconds, between the sender's clock and ours; what is older may be somebody's copy.
_TOLERANCE = 300
_PREFIX, _VERSION = "whsec_", "v1,"


@dataclass(frozen=True)
class Signed:
    """A body as it came, and what its headers say of it."""

    id: str
    timestamp: str
    #: One for each secret of the sender, after its version.
    signatures: Sequence[str]
    content: bytes

    @classmethod
    def of(cls, req: falcon.asgi.Request, content: bytes) -> "Signed":
        return cls(
            req.get_header("webhook-id") or "",
            req.get_header("webhook-timestamp") or "",
            (req.get_header("webhook-signature") or "").split(" "),
            content,
        )


class Signatures:
    """Knows the secrets of a sender: two while one replaces the other."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [key_of(secret) for secret in secrets]

    def check(self, signed: Signed) -> None:
        """:raises Problem: SIGNATURE_INVALID if it is not the sender's, or not of just now"""
        if not (_is_fresh(signed.timestamp) and self._is_signed(signed)):
            raise Problem("SIGNATURE_INVALID")

    def _is_signed(self, signed: Signed) -> bool:
        told = f"{signed.id}.{signed.timestamp}.".encode() + signed.content
        expected = [
            _VERSION.encode() + base64.b64encode(hmac.digest(key, told, "sha256"))
            for key in self._keys
        ]
        given = [signature.encode() for signature in signed.signatures]
        # All of them, so that nobody can tell by the time it takes which one was nearly right.
        matches = [hmac.compare_digest(one, other) for one in expected for other in given]
        return bool(signed.id) and any(matches)


def key_of(secret: str) -> bytes:
    """:raises ValueError: if it is no secret of this kind"""
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a webhook's secret is whsec_ and the base64 of a key") from error


def _is_fresh(timestamp: str) -> bool:
    is_number = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12
    return is_number and abs(time.time() - int(timestamp)) <= _TOLERANCE
