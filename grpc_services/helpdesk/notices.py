"""What does the operator announce?"""

from datetime import datetime

from grpc_services.pages import page, position
from models.helpdesk import Notice


def published_notices(*, limit: int, cursor: str, now: datetime) -> tuple[list[Notice], str | None]:
    """
    This function will list what was announced up to now, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Notice.select().where(Notice.published_at <= now, Notice.retired_at.is_null())
    rows = rows.order_by(Notice.notice_id.desc())
    start = position(cursor)
    if start:
        rows = rows.where(Notice.notice_id < start[0])
    return page(rows, limit, lambda row: (row.notice_id,))
