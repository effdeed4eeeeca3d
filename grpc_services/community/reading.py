"""What was asked, and how much of it may somebody read?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from grpc_services.catalogue.attachments import attached
from grpc_services.catalogue.goods import goods_of
from grpc_services.community.questions import QuestionNotFound
from grpc_services.members.standing import masked, standing_of
from grpc_services.pages import newest
from models.base import tuples
from models.catalogue import Goods
from models.community import Attachment, Question
from models.members import Member


@dataclass(frozen=True)
class QuestionView:
    """A question as somebody sees it; nothing of what is hidden from them is in it."""

    question: Question
    goods_name: str
    #: Masked, as others see them.
    asker: str
    is_mine: bool
    is_hidden: bool
    images: list[Attachment] = field(default_factory=list)
    answer_images: list[Attachment] = field(default_factory=list)


def question(*, question_id: int, viewer_id: int) -> QuestionView:
    """:raises QuestionNotFound: if there is none"""
    rows = list(Question.select().where(Question.question_id == question_id))
    if not rows:
        raise QuestionNotFound
    return _views(rows, viewer_id)[0]


def questions_about(
    *, goods_id: int, viewer_id: int, limit: int, cursor: str
) -> tuple[list[QuestionView], str | None]:
    """
    This function will list what was asked about goods, newest first.

    :raises GoodsNotFound: if there are no such goods
    :raises InvalidCursor: if the cursor is not ours
    """
    goods_of(goods_id=goods_id, viewer_id=viewer_id)
    return _newest({Question.goods: goods_id}, viewer_id, limit, cursor)


def questions_of(
    *, member_id: int, role: str, answered: bool | None, limit: int, cursor: str
) -> tuple[list[QuestionView], str | None]:
    """
    This function will list what a member has asked or was asked, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    side = Question.seller_id if role == "RECEIVED" else Question.asker_id
    wanted: dict[Any, object] = {side: member_id}
    if answered is not None:
        wanted[Question.is_answered] = answered
    return _newest(wanted, member_id, limit, cursor)


def _newest(
    wanted: dict[Any, object], viewer_id: int, limit: int, cursor: str
) -> tuple[list[QuestionView], str | None]:
    query = Question.select().where(*(field == value for field, value in wanted.items()))
    rows, following = newest(query, *wanted, Question.question_id, limit=limit, cursor=cursor)
    return _views(rows, viewer_id), following


def _views(rows: Sequence[Question], viewer_id: int) -> list[QuestionView]:
    askers = standing_of(member_ids={row.asker_id for row in rows})
    names = _names_of({row.goods_id for row in rows})
    may_read_all = any(row.is_secret for row in rows) and _is_operator(viewer_id)
    readable = [row for row in rows if may_read_all or _may_read(row, viewer_id)]
    ids = [row.question_id for row in readable]
    images, answers = (attached(kind=kind, owner_ids=ids) for kind in ("QUESTION", "ANSWER"))
    return [
        QuestionView(
            question=row,
            goods_name=names[row.goods_id],
            asker=masked(askers[row.asker_id].login_id),
            is_mine=row.asker_id == viewer_id,
            is_hidden=row.question_id not in ids,
            images=images[row.question_id],
            answer_images=answers[row.question_id],
        )
        for row in rows
    ]


def _names_of(goods_ids: Collection[int]) -> dict[int, str]:
    # Joined, they would have the database begin with the goods, and sort all their questions.
    query = Goods.select(Goods.goods_id, Goods.name).where(Goods.goods_id.in_(list(goods_ids)))
    return dict(tuples(query))


def _may_read(question: Question, viewer_id: int) -> bool:
    return not question.is_secret or viewer_id in (question.asker_id, question.seller_id)


def _is_operator(member_id: int) -> bool:
    return Member.select().where(Member.member_id == member_id, Member.role == "ADMIN").exists()
