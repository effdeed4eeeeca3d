"""Who of the operator's people has done what, and why? Written down with what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from grpc_services.pages import page, position
from models.admin import AuditLine


@dataclass(frozen=True)
class By:
    """Who acts, why, and from where."""

    operator_id: int
    reason: str
    client: str


def note(
    by: By,
    act: str,
    *,
    target: str,
    target_id: int,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """This function will write an act down, as part of the transaction that does it."""
    AuditLine.create(
        actor_id=by.operator_id,
        act=act,
        target=target,
        target_id=target_id,
        reason=by.reason,
        before=_json(before),
        after=_json(after),
        client=by.client,
        at=now,
    )


def lines(
    *, actor_id: int | None, target: str | None, target_id: int | None, limit: int, cursor: str
) -> tuple[list[AuditLine], str | None]:
    """
    This function will list what was done, by whom and to what one likes, the latest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = AuditLine.select().order_by(AuditLine.line_id.desc())
    for column, wanted in (
        (AuditLine.actor_id, actor_id),
        (AuditLine.target, target),
        (AuditLine.target_id, target_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    start = position(cursor)
    if start:
        query = query.where(AuditLine.line_id < start[0])
    return page(query, limit, lambda row: (row.line_id,))


def _json(values: Mapping[str, Any] | None) -> str:
    return msgspec.json.encode(dict(values or {})).decode()
