"""What happens between members and the operator?"""

from typing import Self

from grpc_services.facts import Fact
from models.helpdesk import Inquiry


class InquiryAnswered(Fact, frozen=True, kw_only=True):
    """The operator has answered a member."""

    inquiry_id: int
    member_id: int
    title: str

    @classmethod
    def of(cls, made: Inquiry) -> Self:
        return cls(inquiry_id=made.inquiry_id, member_id=made.member_id, title=made.title)


class InquiryEnded(Fact, frozen=True, kw_only=True):
    """The operator has closed a thread."""

    inquiry_id: int
    member_id: int
    title: str
    because: str

    @classmethod
    def of(cls, made: Self) -> Self:
        return made
