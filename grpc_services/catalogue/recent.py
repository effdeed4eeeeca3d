"""What has a member looked at lately?"""

from datetime import datetime
from typing import Any

from grpc_services.facts import atomic
from grpc_services.pages import microseconds, moment_at, page, position
from models.base import UtcField
from models.catalogue import GoodsView
from models.dialect import insert_rows

#: Of one member; older ones are forgotten.
MOST = 100
_utc = UtcField()


@atomic
def note_view(*, member_id: int, goods_id: int, now: datetime) -> None:
    """This function will keep that a member looked at goods, and forget what is long ago."""
    insert_rows(
        "goods_view",
        ("member_id", "goods_id", "viewed_at"),
        [(member_id, goods_id, _utc.db_value(now))],
        keys=("member_id", "goods_id"),
        changed=("viewed_at",),
    )
    oldest = _latest(member_id).offset(MOST - 1).first()
    if oldest is not None:
        GoodsView.delete().where(
            GoodsView.member_id == member_id, GoodsView.viewed_at < oldest.viewed_at
        ).execute()


def viewed_by(*, member_id: int, limit: int, cursor: str) -> tuple[list[int], str | None]:
    """
    This function will list the goods that a member has looked at, the latest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = _latest(member_id)
    start = position(cursor, parts=2)
    if start:
        at = moment_at(start[0])
        is_next = (GoodsView.viewed_at == at) & (GoodsView.goods < start[1])
        query = query.where((GoodsView.viewed_at < at) | is_next)
    rows, following = page(query, limit, lambda row: (microseconds(row.viewed_at), row.goods_id))
    return [row.goods_id for row in rows], following


def _latest(member_id: int) -> Any:
    return (
        GoodsView.select()
        .where(GoodsView.member_id == member_id)
        .order_by(GoodsView.viewed_at.desc(), GoodsView.goods.desc())
    )
