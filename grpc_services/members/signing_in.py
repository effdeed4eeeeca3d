"""Who may sign in? Whoever knows the password, unless too many have guessed at it."""

from dataclasses import dataclass
from datetime import datetime

from grpc_services.facts import atomic
from grpc_services.members.limits import Limit
from grpc_services.members.sessions import Lives, OpenSession, open_session
from grpc_services.refusals import TooMany, Unauthenticated
from models.dialect import locked
from models.members import Member, Session


class WrongCredentials(Unauthenticated):
    """Login id or password is wrong."""


class TooManySignIns(TooMany):
    """Too many sign-ins."""


@dataclass(frozen=True)
class SignInLimits:
    """
    What is counted of sign-ins; nobody can use up what another needs.

    `per_login_id`, over all clients, does not stop those from which the member has signed in.
    """

    tries: Limit
    failures: Limit
    failures_per_client: Limit
    failures_per_login_id: Limit


@dataclass(frozen=True)
class Attempt:
    """That a client wants to sign in, and the hash that the password has to have."""

    login_id: str
    client: str
    member_id: int | None
    password_hash: str | None


def begin_sign_in(*, login_id: str, client: str, limits: SignInLimits) -> Attempt:
    """
    This function will tell what a password is to be compared with.

    :raises TooManySignIns: if the client has tried too often, or too many have failed
    """
    member = Member.get_or_none(Member.login_id == login_id)
    limits.failures.check(login_id, client, refusal=TooManySignIns)
    limits.failures_per_client.check(client, refusal=TooManySignIns)
    if member is None or not _is_known(member, client):
        limits.failures_per_login_id.check(login_id, refusal=TooManySignIns)
    limits.tries.hit(login_id, client, refusal=TooManySignIns)

    if member is None:
        return Attempt(login_id, client, None, None)
    return Attempt(login_id, client, member.member_id, member.password_hash)


def _is_known(member: Member, client: str) -> bool:
    return bool(Session.select().where(Session.member == member, Session.client == client).exists())


def end_sign_in(
    *,
    attempt: Attempt,
    is_right: bool,
    device: str,
    limits: SignInLimits,
    lives: Lives,
    now: datetime,
) -> OpenSession:
    """
    This function will open a session for whoever knows the password.

    :raises WrongCredentials: if there is no such member or it is not their password
    """
    if attempt.member_id is None or not is_right:
        count_failure(attempt, limits)
        raise WrongCredentials

    return _open(attempt, device, lives, now)


@atomic
def _open(attempt: Attempt, device: str, lives: Lives, now: datetime) -> OpenSession:
    member = locked(Member.select().where(Member.member_id == attempt.member_id)).get()
    if member.password_hash != attempt.password_hash:
        # Changed while it was compared with the old one.
        raise WrongCredentials

    return open_session(
        member_id=member.member_id, device=device, client=attempt.client, lives=lives, now=now
    )


def count_failure(attempt: Attempt, limits: SignInLimits) -> None:
    """This function will note that a password was wrong."""
    limits.failures.count(attempt.login_id, attempt.client)
    limits.failures_per_client.count(attempt.client)
    limits.failures_per_login_id.count(attempt.login_id)
