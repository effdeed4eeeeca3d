"""What happens to members?"""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from grpc_services.facts import Fact
from models.members import Session


class EmailCodeRequested(Fact):
    """Somebody wants to prove that an address is theirs."""

    for_workers: ClassVar[bool] = True
    email: str
    purpose: str
    language: str


class SessionRevoked(Fact):
    """No access token of the session is to be accepted any more; all have expired at `until`."""

    session_id: int
    member_id: int
    until: datetime

    @classmethod
    def of(cls, session: Session) -> Self:
        return cls(
            session_id=session.session_id,
            member_id=session.member_id,
            until=session.revoked_at + timedelta(hours=24),
        )
