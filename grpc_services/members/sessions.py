"""Who is signed in? Sessions, and the chain of refresh tokens of each."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from grpc_services.facts import atomic, tells
from grpc_services.members.facts import SessionRevoked
from grpc_services.members.tokens import Signer, digest, opaque_token
from grpc_services.refusals import NotFound, Unauthenticated
from models.dialect import locked, take_turn
from models.members import Member, RefreshToken, Session

log = structlog.get_logger()

#: So many are read exactly by every client, as numbers of 53 bits are.
_NUMBER_BITS = 52


class InvalidRefreshToken(Unauthenticated):
    """The refresh token is unknown, expired or was used before; sign in again."""


class SessionNotFound(NotFound):
    """You have no such session, or it has ended."""


@dataclass(frozen=True)
class Lives:
    """How long refresh tokens and sessions live, how long a used token is forgiven; how many."""

    refresh: timedelta
    grace: timedelta
    session: timedelta
    #: Sessions of one member.
    most: int

    def is_over(self, session: Session, now: datetime) -> bool:
        return session.revoked_at is not None or session.created_at + self.session <= now

    def of_token(self, session: Session, now: datetime) -> timedelta:
        """This function will tell how long a refresh token that is made now may live."""
        return min(self.refresh, session.created_at + self.session - now)


@dataclass(frozen=True)
class OpenSession:
    session: Session
    refresh_token: str


@atomic
def open_session(
    *, member_id: int, device: str, client: str, lives: Lives, now: datetime
) -> OpenSession:
    """This function will sign a member in; of too many sessions the longest unused one ends."""
    take_turn(Member, [member_id])

    for session in open_sessions(member_id=member_id, lives=lives, now=now)[lives.most - 1 :]:
        end_session(session_id=session.session_id, now=now)

    session = Session.create(
        session_id=_new_number(),
        member=member_id,
        device=device,
        client=client,
        created_at=now,
        used_at=now,
    )
    return OpenSession(session, _keep(opaque_token(), session, lives, now))


def _new_number() -> int:
    """
    Of a session that is gone others know for a day that it has ended.

    SQLite gives the number of a deleted row once more; by chance none comes twice.
    """
    return secrets.randbits(_NUMBER_BITS) + 1


def open_sessions(*, member_id: int, lives: Lives, now: datetime) -> list[Session]:
    """This function will list where a member is signed in, the one that was used last first."""
    return list(
        Session.select()
        .where(
            Session.member == member_id,
            Session.revoked_at.is_null(),
            Session.created_at > now - lives.session,
        )
        .order_by(Session.used_at.desc(), Session.session_id.desc())
    )


def refresh_session(
    *, refresh_token: str, lives: Lives, signer: Signer, now: datetime
) -> OpenSession:
    """
    This function will exchange a refresh token for the next; a stolen one ends the session.

    :raises InvalidRefreshToken: if it is unknown, expired, revoked, or was used before
    """
    token = RefreshToken.get_or_none(RefreshToken.token_hash == digest(refresh_token))
    if token is None:
        raise InvalidRefreshToken
    opened = _rotate(
        session_id=token.session_id,
        used=refresh_token,
        successor=signer.successor(refresh_token),
        lives=lives,
        now=now,
    )
    if opened is None:
        log.warning(
            "refresh token used again",
            session_id=token.session_id,
            member_id=token.session.member_id,
        )
        end_session(session_id=token.session_id, now=now)
        raise InvalidRefreshToken
    return opened


@atomic
def _rotate(
    *, session_id: int, used: str, successor: str, lives: Lives, now: datetime
) -> OpenSession | None:
    session = locked(Session.select().where(Session.session_id == session_id)).get()
    token = RefreshToken.get_or_none(RefreshToken.token_hash == digest(used))

    if token is None or lives.is_over(session, now):
        raise InvalidRefreshToken
    if token.used_at is not None:
        is_doubled = now - token.used_at <= lives.grace and _is_unused(successor)
        return OpenSession(session, successor) if is_doubled else None
    if token.expires_at <= now:
        raise InvalidRefreshToken

    token.used_at = session.used_at = now
    token.save(only=[RefreshToken.used_at])
    session.save(only=[Session.used_at])
    return OpenSession(session, _keep(successor, session, lives, now))


def _is_unused(token: str) -> bool:
    row = RefreshToken.get_or_none(RefreshToken.token_hash == digest(token))
    return row is not None and row.used_at is None


def _keep(token: str, session: Session, lives: Lives, now: datetime) -> str:
    RefreshToken.create(
        token_hash=digest(token),
        session=session,
        expires_at=now + lives.of_token(session, now),
    )
    return token


def end_session(*, session_id: int, now: datetime) -> None:
    """This function will end a session; ending it again changes nothing."""
    if (
        Session.select()
        .where(Session.session_id == session_id, Session.revoked_at.is_null())
        .exists()
    ):
        _revoke(session_id=session_id, now=now)


def end_session_of(*, member_id: int, session_id: int, now: datetime) -> None:
    """
    This function will sign a member out elsewhere.

    :raises SessionNotFound: if the member has no such session, or it has ended
    """
    if session_id not in _going_on(member_id):
        raise SessionNotFound
    _revoke(session_id=session_id, now=now)


@atomic
def end_sessions(*, member_id: int, but: int = 0, now: datetime) -> None:
    """This function will sign a member out everywhere, but for the session `but`."""
    for session_id in _going_on(member_id):
        if session_id != but:
            _revoke(session_id=session_id, now=now)


def _going_on(member_id: int) -> list[int]:
    query = Session.select(Session.session_id).where(
        Session.member == member_id, Session.revoked_at.is_null()
    )
    return [row.session_id for row in query]


@tells(SessionRevoked)
def _revoke(*, session_id: int, now: datetime) -> Session:
    session = locked(Session.select().where(Session.session_id == session_id)).get()
    session.revoked_at = session.revoked_at or now
    session.save(only=[Session.revoked_at])
    RefreshToken.delete().where(RefreshToken.session == session_id).execute()
    return session


def forget(*, now: datetime, lives: Lives) -> None:
    """
    This function will delete tokens that have expired, and sessions that can be no more.

    Until then an ended session says from where its member has signed in.
    """
    over = Session.select(Session.session_id).where(Session.created_at <= now - lives.session)
    RefreshToken.delete().where(
        (RefreshToken.expires_at <= now) | RefreshToken.session.in_(over)
    ).execute()
    Session.delete().where(Session.created_at <= now - lives.session).execute()
