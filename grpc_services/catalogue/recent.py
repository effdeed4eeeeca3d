"""What has a member looked at lately?"""

from datetime import datetime
from typing import Any

from grpc_services.facts import atomic
from grpc_services.pages import latest
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
    index = (GoodsView.member_id, GoodsView.viewed_at, GoodsView.goods)
    views = GoodsView.select().where(GoodsView.member_id == member_id)
    rows, following = latest(views, *index, limit=limit, cursor=cursor)
    return [row.goods_id for row in rows], following


def _latest(member_id: int) -> Any:
    return (
        GoodsView.select()
        .where(GoodsView.member_id == member_id)
        .order_by(GoodsView.viewed_at.desc(), GoodsView.goods.desc())
    )
