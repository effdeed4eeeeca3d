"""How are members looked after? Found, suspended and let in again, signed out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grpc_services.admin.facts import SuspensionBegun, SuspensionEnded
from grpc_services.admin.operators import scopes_of
from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic, tells
from grpc_services.members.registration import MemberNotFound
from grpc_services.members.sessions import end_sessions
from grpc_services.pages import page, position
from grpc_services.refusals import Conflict, Invalid
from grpc_services.trade.strikes import strikes_of
from models.dialect import locked
from models.members import Member, Session, Store
from models.trade import Strike

#: Suspensions that are ended at a time, and strikes that are shown.
_MOST = 100


class MemberIsAdmin(Conflict):
    """An admin is not suspended; their scopes are taken first."""


class SuspensionOver(Invalid):
    """The suspension would be over already."""


@dataclass(frozen=True)
class File:
    """What is known of a member, for who looks after them."""

    member: Member
    store: Store
    scopes: list[str]
    session_count: int
    #: The latest of them, newest first.
    strikes: list[Strike]


def members(
    *, query: str, state: str | None, limit: int, cursor: str
) -> tuple[list[Member], str | None]:
    """
    This function will find members by how their login id begins, or by their address, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Member.select().order_by(Member.member_id.desc())
    if query:
        text = query.lower()
        rows = rows.where(Member.login_id.startswith(text) | (Member.email == text))
    if state is not None:
        rows = rows.where(_STATES[state])
    start = position(cursor)
    if start:
        rows = rows.where(Member.member_id < start[0])
    return page(rows, limit, lambda row: (row.member_id,))


_IS_HERE = Member.withdrawn_at.is_null()
_STATES: dict[str, Any] = {
    "ACTIVE": _IS_HERE & ~Member.is_suspended,
    "SUSPENDED": _IS_HERE & Member.is_suspended,
    "WITHDRAWN": Member.withdrawn_at.is_null(False),
}


def file_of(*, member_id: int) -> File:
    """:raises MemberNotFound: if there is no such member"""
    member = Member.get_or_none(Member.member_id == member_id)
    if member is None:
        raise MemberNotFound
    going_on = Session.select().where(Session.member == member_id, Session.revoked_at.is_null())
    return File(
        member,
        Store.get(Store.member == member_id),
        scopes_of(member_id=member_id),
        going_on.count(),
        strikes_of(member_id=member_id, limit=_MOST, cursor="")[0],
    )


@tells(SuspensionBegun)
def suspend(*, member_id: int, until: datetime | None, by: By, now: datetime) -> Member:
    """
    This function will let a member only read and do what they owe, until then or until reinstated.

    :raises MemberNotFound: if there is no such member, or they have left
    :raises MemberIsAdmin: if they run the market themselves
    :raises SuspensionOver: if the moment has passed
    """
    member = _lock(member_id)
    if scopes_of(member_id=member_id):
        raise MemberIsAdmin
    if until is not None and until <= now:
        raise SuspensionOver("until")

    before = _standing(member)
    _set(member, is_suspended=True, because=by.reason, until=until)
    _note(by, "SUSPEND", member, before, now)
    return member


@tells(SuspensionEnded)
def reinstate(*, member_id: int, by: By, now: datetime) -> Member:
    """
    This function will let a suspended member act again.

    :raises MemberNotFound: if there is no such member, or they have left
    """
    member = _lock(member_id)

    before = _standing(member)
    _set(member, is_suspended=False, because="", until=None)
    _note(by, "REINSTATE", member, before, now)
    return member


@atomic
def end_suspensions(*, now: datetime) -> None:
    """This function will let those act again whose suspension was until now."""
    over = Member.select().where(Member.suspended_until <= now, _IS_HERE)
    for member in locked(over.order_by(Member.member_id).limit(_MOST)):
        _end(member=member)


@tells(SuspensionEnded)
def _end(*, member: Member) -> Member:
    _set(member, is_suspended=False, because="", until=None)
    return member


@atomic
def sign_out(*, member_id: int, by: By, now: datetime) -> None:
    """
    This function will end all sessions of a member.

    :raises MemberNotFound: if there is no such member, or they have left
    """
    member = _lock(member_id)

    end_sessions(member_id=member_id, now=now)
    _note(by, "SIGN_OUT", member, {}, now)


def _lock(member_id: int) -> Member:
    member = locked(Member.select().where(Member.member_id == member_id, _IS_HERE)).first()
    if member is None:
        raise MemberNotFound
    return member


def _set(member: Member, *, is_suspended: bool, because: str, until: datetime | None) -> None:
    member.is_suspended = is_suspended
    member.suspended_because = because
    member.suspended_until = until
    member.save(only=[Member.is_suspended, Member.suspended_because, Member.suspended_until])


def _standing(member: Member) -> dict[str, Any]:
    return {"suspended": member.is_suspended, "until": member.suspended_until}


def _note(by: By, act: str, member: Member, before: dict[str, Any], now: datetime) -> None:
    note(
        by,
        act,
        target="MEMBER",
        target_id=member.member_id,
        before=before,
        after=_standing(member),
        now=now,
    )
