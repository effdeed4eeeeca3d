"""What are members to agree to from now on? A new version; no version ever changes."""

from collections.abc import Mapping
from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic
from grpc_services.members.terms import TermsNotFound
from models.dialect import locked
from models.members import Terms


@atomic
def publish_terms(*, kind: str, texts: Mapping[str, str], by: By, now: datetime) -> Terms:
    """
    This function will put a new version of some terms in force.

    :raises TermsNotFound: if there are no such terms
    """
    versions = Terms.select().where(Terms.kind == kind)
    # Not the newest: it may no longer be that once whoever came before has let go of it.
    if locked(versions.where(Terms.version == 1)).first() is None:
        raise TermsNotFound
    newest = versions.order_by(Terms.version.desc()).get()

    terms = Terms.create(
        **texts,
        kind=kind,
        version=newest.version + 1,
        is_required=newest.is_required,
        published_at=now,
    )
    # Without the texts: they never change, and stand where they are.
    said = {"kind": kind, "title": terms.title}
    note(by, "PUBLISH", target="TERMS", target_id=terms.version, after=said, now=now)
    return terms
