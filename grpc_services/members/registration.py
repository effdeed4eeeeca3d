"""How does somebody become a member?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import peewee

from grpc_services.facts import atomic
from grpc_services.members.codes import EmailCodes, require_verified
from grpc_services.members.login_ids import require_free
from grpc_services.members.terms import Version, agree, require_agreed
from grpc_services.refusals import Conflict, Forbidden, Invalid, NotFound, TooMany
from models.members import Member, Store

#: The younger need a guardian's consent (Personal Information Protection Act, article 22-2).
_YEARS_LEAST = 14
_FIRST_BIRTH = date(1900, 1, 1)
_KOREA = timezone(timedelta(hours=9))


class EmailTaken(Conflict):
    """There is an account with this address already."""


class BirthImplausible(Invalid):
    """Nobody who signs up was born then."""


class TooYoung(Forbidden):
    """Members are at least fourteen years old."""


class MemberNotFound(NotFound):
    """There is no such member."""


class TooManySignUps(TooMany):
    """Too many want to become members at this moment."""


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who wants to become a member, and what they say of themselves."""

    login_id: str
    name: str
    email: str
    phone: str
    birth: str
    gender: str
    language: str
    agreed_to: frozenset[Version]

    @property
    def known(self) -> tuple[str, ...]:
        """What somebody who guesses at their password would try."""
        return guessed_first(self.login_id, self.name, self.email)


def guessed_first(login_id: str, name: str, email: str) -> tuple[str, ...]:
    """This function will tell what is tried first by who guesses at a member's password."""
    return (login_id, name, email, email.partition("@")[0], "pikcur")


def require_welcome(
    *, applicant: Applicant, codes: EmailCodes, email_token: str, now: datetime
) -> None:
    """
    This function will refuse whom `sign_up_verified` would, before their password is hashed.

    :raises EmailNotVerified: if the token does not prove their address
    :raises TermsUnknown, TermsNotAgreed, BirthImplausible, TooYoung: of what they say
    :raises LoginIdInvalid, LoginIdReserved, LoginIdTaken, EmailTaken: if it cannot be theirs
    """
    require_verified(codes=codes, token=email_token, email=applicant.email, purpose="SIGN_UP")
    _require_welcome(applicant, now)


def _require_welcome(applicant: Applicant, now: datetime) -> None:
    require_agreed(applicant.agreed_to)
    require_age(applicant.birth, now=now)
    _require_free(applicant)


def require_age(birth: str, *, now: datetime) -> None:
    """:raises BirthImplausible, TooYoung: if somebody born then cannot be a member"""
    born, today = date.fromisoformat(birth), now.astimezone(_KOREA).date()
    if not _FIRST_BIRTH <= born <= today:
        raise BirthImplausible("birth")
    if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < _YEARS_LEAST:
        raise TooYoung


def _require_free(applicant: Applicant) -> None:
    require_free(applicant.login_id)
    if Member.select().where(Member.email == applicant.email).exists():
        raise EmailTaken


@atomic
def sign_up_verified(
    *,
    applicant: Applicant,
    password_hash: str,
    codes: EmailCodes,
    email_token: str,
    now: datetime,
) -> Member:
    """
    This function will sign up whoever has proven their address; the token is not used up yet.

    :raises EmailNotVerified: if the token does not prove their address
    """
    require_verified(codes=codes, token=email_token, email=applicant.email, purpose="SIGN_UP")

    return sign_up(applicant=applicant, password_hash=password_hash, now=now)


@atomic
def sign_up(
    *, applicant: Applicant, password_hash: str, now: datetime, role: str = "MEMBER"
) -> Member:
    """
    This function will make a member and their store.

    :raises TermsUnknown, TermsNotAgreed, BirthImplausible, TooYoung: of what they say
    :raises LoginIdInvalid, LoginIdReserved, LoginIdTaken, EmailTaken: if it cannot be theirs
    """
    _require_welcome(applicant, now)

    member = _new_member(applicant, password_hash, role, now)
    Store.create(member=member, name=applicant.login_id, created_at=now)
    agree(member_id=member.member_id, agreed_to=applicant.agreed_to, now=now)
    return member


def _new_member(applicant: Applicant, password_hash: str, role: str, now: datetime) -> Member:
    try:
        return Member.create(
            login_id=applicant.login_id,
            password_hash=password_hash,
            name=applicant.name,
            email=applicant.email,
            phone=applicant.phone,
            birth=applicant.birth,
            gender=applicant.gender,
            language=applicant.language,
            role=role,
            created_at=now,
        )
    except peewee.IntegrityError:
        # Somebody was faster, and has committed: whoever looks again sees what they took.
        _require_free(applicant)
        raise


def member_with_store(*, member_id: int) -> tuple[Member, Store]:
    """:raises MemberNotFound: if there is no such member"""
    store = Store.select(Store, Member).join(Member).where(Store.member == member_id).first()
    if store is None:
        raise MemberNotFound
    return store.member, store
