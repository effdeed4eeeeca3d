"""What do members say breaks the rules? One table, whatever it is about."""

from datetime import datetime
from typing import Any

import peewee

from grpc_services.catalogue.goods import GoodsNotFound, goods_of
from grpc_services.community.questions import QuestionNotFound
from grpc_services.community.reviews import ReviewNotFound
from grpc_services.facts import atomic
from grpc_services.members.standing import StoreNotFound
from grpc_services.refusals import Conflict, NotFound
from models.catalogue import Goods
from models.community import Question, Report, Review
from models.members import Store

#: What may be reported, by its key, and what is said when there is none.
_TARGETS: dict[str, tuple[Any, type[NotFound]]] = {
    "GOODS": (Goods.goods_id, GoodsNotFound),
    "STORE": (Store.store_id, StoreNotFound),
    "QUESTION": (Question.question_id, QuestionNotFound),
    "REVIEW": (Review.review_id, ReviewNotFound),
}


class AlreadyReported(Conflict):
    """A member reports a thing once."""


@atomic
def file_report(
    *, member_id: int, target: str, target_id: int, reason: str, detail: str, now: datetime
) -> Report:
    """
    This function will keep what a member says breaks the rules, for the operator to look at.

    :raises GoodsNotFound, StoreNotFound, QuestionNotFound, ReviewNotFound: if it is not there
    :raises AlreadyReported: if the member has reported it before
    """
    key, missing = _TARGETS[target]
    if target == "GOODS":
        goods_of(goods_id=target_id, viewer_id=member_id)
    if not key.model.select().where(key == target_id).exists():
        raise missing

    try:
        return Report.create(
            reporter_id=member_id,
            target=target,
            target_id=target_id,
            reason=reason,
            detail=detail,
            state="OPEN",
            created_at=now,
        )
    except peewee.IntegrityError as error:
        raise AlreadyReported from error
