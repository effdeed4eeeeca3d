"""Who is signed in? Sessions, and the chain of refresh tokens of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.facts import atomic, tells
from grpc_services.members.facts import SessionRevoked
from grpc_services.members.limits import Limit
from grpc_services.members.passwords import is_password
from grpc_services.members.tokens import digest, opaque_token
from grpc_services.refusals import TooMany, Unauthenticated
from models.dialect import locked
from models.members import Member, RefreshToken, Session


class WrongCredentials(Unauthenticated):
    """Login id or password is wrong."""


class InvalidRefreshToken(Unauthenticated):
    """The refresh token is unknown, expired or was used before; sign in again."""


class TooManySignIns(TooMany):
    """Too many failed sign-ins."""


@dataclass(frozen=True)
class SignInLimits:
    per_login_id: Limit
    per_address: Limit


@dataclass(frozen=True)
class Lives:
    """How long refresh tokens live, and how long a used one is forgiven."""

    refresh: timedelta
    grace: timedelta


@dataclass(frozen=True)
class OpenSession:
    session: Session
    refresh_token: str


def sign_in(
    *,
    login_id: str,
    password: str,
    address: str,
    device: str,
    limits: SignInLimits,
    lives: Lives,
    now: datetime,
) -> OpenSession:
    """
    This function will open a session for whoever knows the password.

    :raises TooManySignIns: if the login id or the address has failed too often
    :raises WrongCredentials: if there is no such member or it is not their password
    """
    limits.per_login_id.check(login_id, TooManySignIns)
    limits.per_address.check(address, TooManySignIns)

    member = Member.get_or_none(Member.login_id == login_id)
    is_right = is_password(password, member.password_hash if member else None)
    if member is None or not is_right:
        limits.per_login_id.hit(login_id, TooManySignIns)
        limits.per_address.hit(address, TooManySignIns)
        raise WrongCredentials

    return _open_session(member=member, device=device, lives=lives, now=now)


@atomic
def _open_session(*, member: Member, device: str, lives: Lives, now: datetime) -> OpenSession:
    session = Session.create(member=member, device=device, client="", created_at=now, used_at=now)
    return OpenSession(session, _new_token(session, lives, now))


def refresh_session(*, refresh_token: str, lives: Lives, now: datetime) -> OpenSession:
    """
    This function will exchange a refresh token for the next; a stolen one ends the session.

    :raises InvalidRefreshToken: if it is unknown, expired, revoked, or was used before
    """
    token = RefreshToken.get_or_none(RefreshToken.token_hash == digest(refresh_token))
    if token is None:
        raise InvalidRefreshToken
    opened = _rotate(session_id=token.session_id, used=token.token_hash, lives=lives, now=now)
    if opened is None:
        end_session(session_id=token.session_id, now=now)
        raise InvalidRefreshToken
    return opened


@atomic
def _rotate(*, session_id: int, used: str, lives: Lives, now: datetime) -> OpenSession | None:
    session = locked(Session.select().where(Session.session_id == session_id)).get()
    token = RefreshToken.get_by_id(used)

    if session.revoked_at is not None or token.expires_at <= now:
        raise InvalidRefreshToken
    if token.used_at is not None and now - token.used_at > lives.grace:
        return None

    RefreshToken.update(used_at=now).where(
        RefreshToken.token_hash == used, RefreshToken.used_at.is_null()
    ).execute()
    return OpenSession(session, _new_token(session, lives, now))


def end_session(*, session_id: int, now: datetime) -> None:
    """This function will end a session; ending it again changes nothing."""
    if (
        Session.select()
        .where(Session.session_id == session_id, Session.revoked_at.is_null())
        .exists()
    ):
        _revoke(session_id=session_id, now=now)


@tells(SessionRevoked)
def _revoke(*, session_id: int, now: datetime) -> Session:
    session = locked(Session.select().where(Session.session_id == session_id)).get()
    session.revoked_at = session.revoked_at or now
    session.save(only=[Session.revoked_at])
    return session


def _new_token(session: Session, lives: Lives, now: datetime) -> str:
    token = opaque_token()
    RefreshToken.create(token_hash=digest(token), session=session, expires_at=now + lives.refresh)
    return token
