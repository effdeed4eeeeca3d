"""How does somebody become a member?"""

from datetime import datetime

from grpc_services.facts import atomic
from grpc_services.refusals import Conflict, NotFound
from models.members import Agreement, Member, Store


class LoginIdTaken(Conflict):
    """Somebody has this login id; choose another."""


class EmailTaken(Conflict):
    """There is an account with this address already."""


class TermsNotAgreed(Conflict):
    """The terms have to be agreed to."""


class MemberNotFound(NotFound):
    """There is no such member."""


@atomic
def sign_up(
    *,
    login_id: str,
    password_hash: str,
    name: str,
    email: str,
    phone: str,
    birth: str,
    gender: str,
    language: str,
    agreed_to: set[str],
    now: datetime,
    role: str = "MEMBER",
) -> Member:
    """
    This function will make a member and their store.

    :raises TermsNotAgreed: if none were agreed to
    :raises LoginIdTaken: if another member has the login id
    :raises EmailTaken: if another member has the address
    """
    if not agreed_to:
        raise TermsNotAgreed
    if not is_free(login_id=login_id):
        raise LoginIdTaken
    if Member.select().where(Member.email == email).exists():
        raise EmailTaken

    member = Member.create(
        login_id=login_id,
        password_hash=password_hash,
        name=name,
        email=email,
        phone=phone,
        birth=birth,
        gender=gender,
        language=language,
        role=role,
        created_at=now,
    )
    Store.create(member=member, name=login_id, created_at=now)
    Agreement.insert_many(
        [{"member": member, "term": term, "agreed_at": now} for term in sorted(agreed_to)]
    ).execute()
    return member


def is_free(*, login_id: str) -> bool:
    return not Member.select().where(Member.login_id == login_id).exists()


def member_with_store(*, member_id: int) -> tuple[Member, Store]:
    """:raises MemberNotFound: if there is no such member"""
    store = Store.select(Store, Member).join(Member).where(Store.member == member_id).first()
    if store is None:
        raise MemberNotFound
    return store.member, store
