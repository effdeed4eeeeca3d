"""What happens to members?"""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from grpc_services.facts import Fact
from models.members import Session


class EmailCodeRequested(Fact, frozen=True, kw_only=True):
    """Somebody wants to prove that an address is theirs."""

    for_workers: ClassVar[bool] = True
    email: str
    purpose: str
    language: str


class AccountChanged(Fact, frozen=True, kw_only=True):
    """Something that only its owner may change has changed; `email` is where they are told."""

    for_workers: ClassVar[bool] = True
    #: PASSWORD, EMAIL or WITHDRAWAL.
    change: str
    email: str
    language: str

    @classmethod
    def of(cls, made: Self) -> Self:
        return made


class SessionRevoked(Fact, frozen=True, kw_only=True):
    """No access token of the session is to be accepted any more; all have expired at `until`."""

    session_id: int
    member_id: int
    until: datetime

    @classmethod
    def of(cls, made: Session) -> Self:
        return cls(
            session_id=made.session_id,
            member_id=made.member_id,
            until=made.revoked_at + timedelta(hours=24),
        )
