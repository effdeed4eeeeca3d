"""What is there to agree to, and who has agreed to which version?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from grpc_services.facts import atomic
from grpc_services.refusals import Conflict, Invalid, NotFound
from models.dialect import insert_once
from models.members import Consent, Terms


class TermsNotFound(NotFound):
    """There are no such terms, or not in this version."""


class TermsUnknown(Invalid):
    """There are no such terms, or not in this version."""


class TermsNotAgreed(Conflict):
    """The newest version of the terms has to be agreed to."""


#: In place of a version: the newest.
IN_FORCE = 0


class Version(NamedTuple):
    """One version of some terms."""

    kind: str
    version: int


def newest_terms() -> list[Terms]:
    """This function will list the newest version of all terms, what is required first."""
    rows = _newest(Terms.select())
    return sorted(rows, key=lambda row: (not row.is_required, row.kind))


def _newest(query: Any) -> Collection[Terms]:
    return {row.kind: row for row in query.order_by(Terms.version)}.values()


def terms(*, kind: str, version: int | None) -> Terms:
    """
    This function will give one version of some terms, or the newest.

    :raises TermsNotFound: if there is none
    """
    query = Terms.select().where(Terms.kind == kind).order_by(Terms.version.desc())
    if version is not None:
        query = query.where(Terms.version == version)
    row = query.first()
    if row is None:
        raise TermsNotFound
    return row


def required_versions() -> frozenset[Version]:
    """This function will name what every member has to agree to."""
    # Without the texts: this is asked with every profile.
    rows = _newest(Terms.select(Terms.kind, Terms.version, Terms.is_required))
    return frozenset(Version(row.kind, row.version) for row in rows if row.is_required)


def require_agreed(agreed_to: Collection[Version]) -> None:
    """
    This function will refuse whoever has not agreed to all that has to be.

    :raises TermsUnknown: if there are no such terms
    :raises TermsNotAgreed: if something is missing, or older than the newest
    """
    if not required_versions() <= _meant(agreed_to):
        raise TermsNotAgreed


def _meant(agreed_to: Collection[Version]) -> set[Version]:
    """:raises TermsUnknown: if there are no such terms"""
    known = {Version(row.kind, row.version) for row in Terms.select(Terms.kind, Terms.version)}
    newest = dict(sorted(known))
    meant = {Version(kind, version or newest.get(kind, IN_FORCE)) for kind, version in agreed_to}
    if not meant <= known:
        raise TermsUnknown("agreed_to")
    return meant


@atomic
def agree(*, member_id: int, agreed_to: Collection[Version], now: datetime) -> None:
    """
    This function will keep what a member has agreed to; the first time counts.

    :raises TermsUnknown: if there are no such terms
    """
    meant = _meant(agreed_to)

    insert_once(
        Consent,
        [{"member": member_id, **agreed._asdict(), "agreed_at": now} for agreed in sorted(meant)],
    )


def agreements_of(*, member_id: int) -> list[Consent]:
    """This function will list what a member has agreed to, the newest first."""
    query = Consent.select().where(Consent.member == member_id)
    return list(query.order_by(Consent.agreed_at.desc(), Consent.kind, Consent.version.desc()))


def outstanding(*, member_id: int) -> list[Version]:
    """This function will name what a member has still to agree to."""
    agreed_to = {(row.kind, row.version) for row in agreements_of(member_id=member_id)}
    return sorted(required_versions() - agreed_to)
