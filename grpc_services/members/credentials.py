"""How are a password and an address changed, and how does one come back who has forgotten?"""

from datetime import datetime

import peewee

from grpc_services.facts import tells
from grpc_services.members import sessions
from grpc_services.members.codes import EmailCodes, EmailNotVerified, proven_address
from grpc_services.members.facts import AccountChanged
from grpc_services.members.proofs import WrongPassword
from grpc_services.members.registration import EmailTaken, guessed_first
from grpc_services.members.signing_in import Attempt
from models.dialect import locked
from models.members import Member


def login_id_of(*, codes: EmailCodes, email_token: str) -> str:
    """
    This function will tell a login id to whoever has proven the member's address.

    :raises EmailNotVerified: if the token proves no member's address
    """
    email = proven_address(codes=codes, token=email_token, purpose="FIND_ID")
    member = Member.get_or_none(Member.email == email)
    if member is None:
        raise EmailNotVerified
    return str(member.login_id)


def known_of_owner(*, login_id: str, codes: EmailCodes, email_token: str) -> tuple[str, ...]:
    """
    This function will tell what a new password must not be like.

    :raises EmailNotVerified: if the token does not prove the address of a member with this login id
    """
    email = proven_address(codes=codes, token=email_token, purpose="RESET_PASSWORD")
    member = Member.get_or_none(Member.login_id == login_id)
    if member is None or member.email != email:
        raise EmailNotVerified
    return guessed_first(member.login_id, member.name, member.email)


def known_of(*, member_id: int) -> tuple[str, ...]:
    """This function will tell what a member's new password must not be like."""
    member = Member.get_by_id(member_id)
    return guessed_first(member.login_id, member.name, member.email)


@tells(AccountChanged)
def reset_password(
    *, login_id: str, codes: EmailCodes, email_token: str, password_hash: str, now: datetime
) -> AccountChanged:
    """
    This function will give a new password to whoever has proven the address; all sessions end.

    :raises EmailNotVerified: if the token does not prove the address of a member with this login id
    """
    member = locked(Member.select().where(Member.login_id == login_id)).first()
    email = proven_address(codes=codes, token=email_token, purpose="RESET_PASSWORD")

    if member is None or member.email != email:
        raise EmailNotVerified

    sessions.end_sessions(member_id=member.member_id, now=now)
    return _set_password(member, password_hash)


@tells(AccountChanged)
def change_password(
    *, attempt: Attempt, session_id: int, password_hash: str, now: datetime
) -> AccountChanged:
    """
    This function will give a new password to who has proven the old; other sessions end.

    :raises WrongPassword: if it was changed meanwhile
    """
    member = locked(Member.select().where(Member.member_id == attempt.member_id)).get()

    if member.password_hash != attempt.password_hash:
        raise WrongPassword

    sessions.end_sessions(member_id=member.member_id, but=session_id, now=now)
    return _set_password(member, password_hash)


def _set_password(member: Member, password_hash: str) -> AccountChanged:
    member.password_hash = password_hash
    member.save(only=[Member.password_hash])
    return AccountChanged(change="PASSWORD", email=member.email, language=member.language)


@tells(AccountChanged)
def change_email(*, member_id: int, codes: EmailCodes, email_token: str) -> AccountChanged:
    """
    This function will move an account to an address that its member has proven.

    :raises EmailNotVerified: if the token proves no address
    :raises EmailTaken: if there is an account with it already
    """
    email = proven_address(codes=codes, token=email_token, purpose="CHANGE_EMAIL")
    member = locked(Member.select().where(Member.member_id == member_id)).get()

    if Member.select().where(Member.email == email).exists():
        raise EmailTaken

    told = AccountChanged(change="EMAIL", email=member.email, language=member.language)
    _move(member, email)
    return told


def _move(member: Member, email: str) -> None:
    member.email = email
    try:
        member.save(only=[Member.email])
    except peewee.IntegrityError as error:
        # Somebody was faster, and has committed.
        raise EmailTaken from error
