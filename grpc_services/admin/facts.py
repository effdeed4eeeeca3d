"""What does the operator do that others are told of?"""

from datetime import datetime
from typing import Self

from grpc_services.facts import Fact
from models.community import Report
from models.members import Member


class SuspensionBegun(Fact, frozen=True, kw_only=True):
    """A member may only read and do what they owe."""

    member_id: int
    because: str
    #: None until somebody lifts it.
    until: datetime | None

    @classmethod
    def of(cls, made: Member) -> Self:
        return cls(
            member_id=made.member_id, because=made.suspended_because, until=made.suspended_until
        )


class SuspensionEnded(Fact, frozen=True, kw_only=True):
    """A member may act again."""

    member_id: int

    @classmethod
    def of(cls, made: Member) -> Self:
        return cls(member_id=made.member_id)


class _ReportDecided(Fact, frozen=True, kw_only=True):
    reporter_id: int

    @classmethod
    def of(cls, made: Report) -> Self:
        return cls(reporter_id=made.reporter_id)


class ReportDismissed(_ReportDecided, frozen=True, kw_only=True):
    """The operator has found nothing wrong with what somebody reported."""


class ReportUpheld(_ReportDecided, frozen=True, kw_only=True):
    """The operator has acted on what somebody reported."""
