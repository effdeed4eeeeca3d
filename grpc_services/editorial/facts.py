"""What does the operator write that others are told of?"""

from typing import Self

from grpc_services.facts import Fact
from models.helpdesk import Notice


class NoticePublished(Fact, frozen=True, kw_only=True):
    """The operator announces something; titles in Korean and English."""

    notice_id: int
    title: str
    title_en: str

    @classmethod
    def of(cls, made: Notice) -> Self:
        return cls(notice_id=made.notice_id, title=made.title, title_en=made.title_en)
