"""What does the operator announce, to whom, and how many have heard of it?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from grpc_services.admin.trail import By
from grpc_services.editorial.facts import NoticePublished
from grpc_services.editorial.rows import add_row, change_row, lock_row
from grpc_services.facts import atomic, tells
from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from models.alarms import Announcement
from models.auction import Auction
from models.base import tuples
from models.helpdesk import Notice
from models.members import Member
from models.trade import Order


class NoticeNotFound(NotFound):
    """There is no such notice, or it was taken off."""


@dataclass(frozen=True)
class Progress:
    """How many have heard of a notice, and whether that is everybody concerned."""

    told: int = 0
    is_done: bool = False


@tells(NoticePublished)
def publish_notice(*, texts: Mapping[str, str], audience: str, by: By, now: datetime) -> Notice:
    """This function will announce something to everybody concerned."""
    values = {**texts, "audience": audience, "published_at": now}
    notice: Notice = add_row(Notice, values, by=by, now=now)
    return notice


@atomic
def change_notice(*, notice_id: int, texts: Mapping[str, str], by: By, now: datetime) -> Notice:
    """
    This function will change what is read from now on.

    :raises NoticeNotFound: if there is no such notice, or it was taken off
    """
    notice = _lock(notice_id)

    change_row(notice, texts, by=by, now=now)
    return notice


@atomic
def retire_notice(*, notice_id: int, by: By, now: datetime) -> None:
    """
    This function will take a notice off; who has not heard of it will not.

    :raises NoticeNotFound: if there is no such notice, or it was taken off
    """
    notice = _lock(notice_id)

    change_row(notice, {"retired_at": now}, by=by, now=now, act="RETIRE")


def _lock(notice_id: int) -> Notice:
    notice: Notice = lock_row(Notice, notice_id, missing=NoticeNotFound)
    if notice.retired_at is not None:
        raise NoticeNotFound
    return notice


def notices(*, limit: int, cursor: str) -> tuple[list[Notice], str | None]:
    """
    This function will list all notices, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Notice.select().order_by(Notice.notice_id.desc())
    start = position(cursor)
    if start:
        rows = rows.where(Notice.notice_id < start[0])
    return page(rows, limit, lambda row: (row.notice_id,))


def progress_of(*, notice_ids: Collection[int]) -> dict[int, Progress]:
    """This function will tell how far notices have been told; nothing of those not begun."""
    rows = Announcement.select().where(
        Announcement.kind == "NOTICE", Announcement.audience_id.in_(list(notice_ids))
    )
    return {row.audience_id: Progress(row.told, row.done_at is not None) for row in rows}


def concerned(*, notice_id: int, after_id: int, most: int) -> list[int]:
    """This function will name the next members whom a notice concerns; none once it is off."""
    notice = Notice.get_by_id(notice_id)
    if notice.retired_at is not None:
        return []
    reader = _READERS[notice.audience]
    rows = reader.model.select(reader).where(reader > after_id)
    return [member_id for (member_id,) in tuples(rows.distinct().order_by(reader).limit(most))]


_READERS = {"ALL": Member.member_id, "SELLERS": Auction.seller_id, "BUYERS": Order.buyer_id}
