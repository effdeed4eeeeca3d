"""What has a member looked for? The last twenty words, each once."""

from datetime import datetime

from grpc_services.facts import atomic
from grpc_services.pages import page, position
from grpc_services.refusals import NotFound
from models.search import OwnSearch

MOST = 20


class SearchNotFound(NotFound):
    """The member has not looked for that, or has had it forgotten."""


@atomic
def keep_search(*, member_id: int, words: str, now: datetime) -> None:
    """This function will keep what a member looked for as their latest, and forget the oldest."""
    mine = OwnSearch.member_id == member_id
    OwnSearch.delete().where(mine, OwnSearch.words == words).execute()
    OwnSearch.create(member_id=member_id, words=words, searched_at=now)
    oldest = (
        OwnSearch.select(OwnSearch.search_id)
        .where(mine)
        .order_by(OwnSearch.search_id.desc())
        .offset(MOST)
        .limit(MOST)
    )
    OwnSearch.delete().where(OwnSearch.search_id.in_([row.search_id for row in oldest])).execute()


def searches_of(*, member_id: int, limit: int, cursor: str) -> tuple[list[OwnSearch], str | None]:
    """
    This function will list what a member looked for, the latest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = OwnSearch.select().where(OwnSearch.member_id == member_id)
    start = position(cursor)
    if start:
        rows = rows.where(OwnSearch.search_id < start[0])
    return page(rows.order_by(OwnSearch.search_id.desc()), limit, lambda row: (row.search_id,))


@atomic
def forget_search(*, member_id: int, search_id: int) -> None:
    """:raises SearchNotFound: if the member has no such search"""
    mine = (OwnSearch.member_id == member_id) & (OwnSearch.search_id == search_id)
    if not OwnSearch.delete().where(mine).execute():
        raise SearchNotFound


@atomic
def forget_searches(*, member_id: int) -> None:
    """This function will forget all that a member looked for."""
    OwnSearch.delete().where(OwnSearch.member_id == member_id).execute()
