"""Who vouches for what? The services' signature on access tokens and bid receipts (EdDSA)."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

ISSUER = AUDIENCE = "pikcur"


@dataclass(frozen=True)
class Signer:
    """The private key, which no other process has."""

    key: Ed25519PrivateKey
    access_life: timedelta
    #: Outlives the key: with another one, old logs would name other bidders.
    pseudonym_secret: str

    @classmethod
    def from_pem(cls, pem: str, access_life: timedelta, pseudonym_secret: str) -> "Signer":
        """:raises ValueError: if it is not an Ed25519 private key"""
        key = load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("not an Ed25519 private key")
        return cls(key, access_life, pseudonym_secret)

    def access_token(self, *, member_id: int, role: str, session_id: int, now: datetime) -> str:
        claims = {
            "sub": str(member_id),
            "role": role,
            "sid": str(session_id),
            "iat": int(now.timestamp()),
            "exp": int((now + self.access_life).timestamp()),
            "iss": ISSUER,
            "aud": AUDIENCE,
        }
        return jwt.encode(claims, self.key, algorithm="EdDSA", headers={"kid": self.kid})

    @property
    def kid(self) -> str:
        return hashlib.sha256(self.key.public_key().public_bytes_raw()).hexdigest()[:16]

    def pseudonym(self, *, goods_id: int, member_id: int) -> str:
        """This function will name a bidder to outsiders: the same only within one auction."""
        named = f"{goods_id}:{member_id}".encode()
        return hmac.digest(self.pseudonym_secret.encode(), named, "sha256").hex()[:16]

    def secret(self, purpose: str) -> bytes:
        """This function will give a key for nothing but `purpose`, the same in all services."""
        return hmac.digest(self.pseudonym_secret.encode(), f"for {purpose}".encode(), "sha256")

    def successor(self, refresh_token: str) -> str:
        """This function will give the token that follows, which nobody else can tell from it."""
        made = hmac.digest(self.secret("refresh tokens"), refresh_token.encode(), "sha256")
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def opaque_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """This function will give what is kept of an opaque token: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def public_keys(pems: str) -> tuple[bytes, ...]:
    """
    This function will read public keys, PEM, one after another: 32 bytes of each.

    :raises ValueError: if one is not an Ed25519 public key
    """
    end = "-----END PUBLIC KEY-----"
    keys = [load_pem_public_key(f"{block}{end}\n".encode()) for block in pems.split(end)[:-1]]
    for key in keys:
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("not an Ed25519 public key")
    return tuple(key.public_bytes_raw() for key in keys if isinstance(key, Ed25519PublicKey))
