"""Who runs the market? Admins, each with scopes."""

from collections.abc import Collection
from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic
from grpc_services.members.registration import MemberNotFound
from models.admin import AdminScope
from models.dialect import locked
from models.members import Member


@atomic
def grant(*, login_id: str, scopes: Collection[str], by: By, now: datetime) -> Member:
    """
    This function will let a member do what is in `scopes`, and nothing else; none ends it.

    :raises MemberNotFound: if there is no such member, or they have left
    """
    member = locked(Member.select().where(Member.login_id == login_id)).first()
    if member is None or member.withdrawn_at is not None:
        raise MemberNotFound

    before = scopes_of(member_id=member.member_id)
    AdminScope.delete().where(AdminScope.member == member).execute()
    for scope in sorted(scopes):
        AdminScope.create(member=member, scope=scope, granted_at=now)
    member.role = "ADMIN" if scopes else "MEMBER"
    member.save(only=[Member.role])
    note(
        by,
        "GRANT_SCOPES",
        target="MEMBER",
        target_id=member.member_id,
        before={"scopes": before},
        after={"scopes": sorted(scopes)},
        now=now,
    )
    return member


def scopes_of(*, member_id: int) -> list[str]:
    """This function will name what an admin may do; nothing for anybody else."""
    rows = AdminScope.select().where(AdminScope.member == member_id)
    return sorted(row.scope for row in rows)
