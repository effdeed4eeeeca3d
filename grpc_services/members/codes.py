"""Is this address theirs? Six digits by mail, then a token; both live in Redis only."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import redis

from grpc_services import outbox
from grpc_services.facts import atomic
from grpc_services.members.facts import EmailCodeRequested
from grpc_services.members.limits import Limit
from grpc_services.members.tokens import digest, opaque_token
from grpc_services.refusals import Conflict, TooMany
from models.members import Member

CODE_LIFE = timedelta(minutes=3)
TOKEN_LIFE = timedelta(minutes=10)
#: A million codes and five tries: guessing succeeds once in 200,000 codes.
TRIES = 5
_FOR_MEMBERS_ONLY = {"FIND_ID", "RESET_PASSWORD"}


class TooManyEmailCodes(TooMany):
    """Too many codes were asked for this address."""


class EmailCodeWrong(Conflict):
    """The code is wrong or has expired; ask for a new one."""


class EmailNotVerified(Conflict):
    """The e-mail token is not valid for this address; verify it again."""


@dataclass(frozen=True)
class EmailCodes:
    """Where codes are kept and counted, and with what: a million would be tried in seconds."""

    store: redis.Redis
    secret: bytes
    a_minute: Limit
    an_hour: Limit
    an_hour_from: Limit

    def kept(self, key: str, code: str) -> str:
        """This function will give what is kept of a code."""
        return hmac.digest(self.secret, f"{key}:{code}".encode(), "sha256").hex()


@atomic
def request_code(
    *, codes: EmailCodes, email: str, purpose: str, language: str, client: str
) -> None:
    """
    This function will have a code mailed to `email`, whether or not it is known to us.

    :raises TooManyEmailCodes: if the address has had too many, or the client has asked for too many
    """
    mailbox = _mailbox(email)
    codes.a_minute.check(mailbox, refusal=TooManyEmailCodes)
    codes.an_hour.check(mailbox, refusal=TooManyEmailCodes)
    codes.an_hour_from.hit(client, refusal=TooManyEmailCodes)
    codes.an_hour.hit(mailbox, refusal=TooManyEmailCodes)
    codes.a_minute.hit(mailbox, refusal=TooManyEmailCodes)

    outbox.append([EmailCodeRequested(email=email, purpose=purpose, language=language)])


def _mailbox(email: str) -> str:
    """What comes after a plus is delivered to the same person."""
    name, _, domain = email.partition("@")
    return f"{name.partition('+')[0]}@{domain}"


def issue_code(*, codes: EmailCodes, email: str, purpose: str) -> str:
    """This function will make the code to be mailed now; empty when nothing is to be mailed."""
    if purpose in _FOR_MEMBERS_ONLY and not _is_known(email):
        return ""

    code = f"{secrets.randbelow(1_000_000):06}"
    key = _code_key(email, purpose)
    with codes.store.pipeline(transaction=True) as pipe:
        pipe.delete(key)
        pipe.hset(key, mapping={"hash": codes.kept(key, code), "tries": 0})
        pipe.expire(key, CODE_LIFE)
        pipe.execute()
    return code


def verify_code(*, codes: EmailCodes, email: str, purpose: str, code: str) -> str:
    """
    This function will exchange a code for a token that proves the address.

    :raises EmailCodeWrong: if it is not the code, or was tried too often, or is too old
    """
    key = _code_key(email, purpose)
    wanted = codes.store.hget(key, "hash")
    if wanted is None or codes.store.hincrby(key, "tries", 1) > TRIES:
        codes.store.delete(key)
        raise EmailCodeWrong
    if not secrets.compare_digest(str(wanted), codes.kept(key, code)):
        raise EmailCodeWrong
    # Of two requests with the right code one deletes it; the other comes too late.
    if not codes.store.delete(key):
        raise EmailCodeWrong

    token = opaque_token()
    codes.store.set(_token_key(token), f"{purpose}:{email}", ex=TOKEN_LIFE)
    return token


def require_verified(*, codes: EmailCodes, token: str, email: str, purpose: str) -> None:
    """:raises EmailNotVerified: if the token does not prove this address for this purpose"""
    if proven_address(codes=codes, token=token, purpose=purpose) != email:
        raise EmailNotVerified


def proven_address(*, codes: EmailCodes, token: str, purpose: str) -> str:
    """:raises EmailNotVerified: if the token proves no address for this purpose"""
    proven_for, _, email = str(codes.store.get(_token_key(token)) or "").partition(":")
    if proven_for != purpose:
        raise EmailNotVerified
    return email


def use_up(*, codes: EmailCodes, token: str) -> None:
    """This function will make a token worthless, once what it was for is committed."""
    codes.store.delete(_token_key(token))


def _is_known(email: str) -> bool:
    return bool(Member.select().where(Member.email == email).exists())


def _code_key(email: str, purpose: str) -> str:
    return f"email-code:{purpose}:{email}"


def _token_key(token: str) -> str:
    return f"email-token:{digest(token)}"
