"""What happens to alarms?"""

from datetime import datetime
from typing import ClassVar

from grpc_services.facts import Fact


class MailsDue(Fact, frozen=True, kw_only=True):
    """Alarms were raised that go out by mail as well."""

    for_workers: ClassVar[bool] = True


class QuietHoursEnded(Fact, frozen=True, kw_only=True):
    """Something was held back in a member's quiet hours, which are over."""

    member_id: int
    count: int
    #: What all that was held back is kept under.
    told_at: datetime


class _Announced(Fact, frozen=True, kw_only=True):
    #: Those of one batch.
    member_ids: list[int]


class NewNotice(_Announced, frozen=True, kw_only=True):
    """Some of those whom a notice concerns are to hear of it."""

    notice_id: int
    title: str
    title_en: str


class _GoodsAnnounced(_Announced, frozen=True, kw_only=True):
    goods_id: int
    store_id: int


class GoodsEndingSoon(_GoodsAnnounced, frozen=True, kw_only=True):
    """Some of those who like goods or have bid on them are to hear that the end is near."""

    minutes: int


class _NewGoods(_GoodsAnnounced, frozen=True, kw_only=True):
    store_name: str


class NewGoodsOfStore(_NewGoods, frozen=True, kw_only=True):
    """Some of those who follow a store are to hear of its new goods."""


class NewGoodsOfBrand(_NewGoods, frozen=True, kw_only=True):
    """Some of those who like a brand are to hear of new goods of it."""
