"""What do members ask about goods, and what are they answered?"""

from collections.abc import Sequence
from datetime import datetime

from grpc_services.auction.pure.state import AuctionState, OwnGoods
from grpc_services.auction.views import auction_view
from grpc_services.catalogue.attachments import attach, detach
from grpc_services.community.facts import QuestionAnswered, QuestionAsked
from grpc_services.facts import atomic, tells
from grpc_services.members.blocks import require_no_block
from grpc_services.refusals import Conflict, NotFound
from models.community import Question
from models.dialect import locked


class QuestionNotFound(NotFound):
    """There is no such question, or it is not for you to do this to it."""


class QuestionsClosed(Conflict):
    """Questions are taken until an auction ends."""


class AlreadyAnswered(Conflict):
    """There is an answer, which would be to something else."""


@tells(QuestionAsked)
def ask_question(
    *,
    member_id: int,
    goods_id: int,
    text: str,
    secret: bool,
    upload_ids: Sequence[int],
    now: datetime,
) -> Question:
    """
    This function will ask a seller about goods that are for sale.

    :raises GoodsNotFound: if there are no such goods
    :raises OwnGoods: if they are the member's own
    :raises QuestionsClosed: if the auction is over
    :raises Blocked: if one of the two has blocked the other
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    auction = auction_view(goods_id=goods_id, viewer_id=member_id).auction

    if auction.seller_id == member_id:
        raise OwnGoods
    is_for_sale = auction.state in (AuctionState.SCHEDULED, AuctionState.OPEN)
    if not is_for_sale or auction.ends_at <= now:
        raise QuestionsClosed
    require_no_block(one_id=member_id, other_id=auction.seller_id)

    question = Question.create(
        goods=goods_id,
        asker_id=member_id,
        seller_id=auction.seller_id,
        text=text,
        is_secret=secret,
        created_at=now,
    )
    _attach_to(question, upload_ids)
    return question


@atomic
def change_question(
    *,
    member_id: int,
    question_id: int,
    text: str | None,
    secret: bool | None,
    upload_ids: Sequence[int] | None,
) -> Question:
    """
    This function will put other words or pictures in place of those of a question.

    :raises QuestionNotFound: if the member has asked no such question
    :raises AlreadyAnswered: if there is an answer
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    question = _lock_unanswered(question_id, asker_id=member_id)

    question.text = question.text if text is None else text
    question.is_secret = question.is_secret if secret is None else secret
    question.save()
    if upload_ids is not None:
        _attach_to(question, upload_ids)
    return question


@atomic
def withdraw_question(*, member_id: int, question_id: int) -> None:
    """
    This function will delete a question.

    :raises QuestionNotFound: if the member has asked no such question
    :raises AlreadyAnswered: if there is an answer
    """
    question = _lock_unanswered(question_id, asker_id=member_id)

    detach(kind="QUESTION", owner_id=question_id)
    question.delete_instance()


@atomic
def answer_question(
    *, member_id: int, question_id: int, text: str, upload_ids: Sequence[int], now: datetime
) -> Question:
    """
    This function will answer a question, or put another answer in place of the seller's first.

    :raises QuestionNotFound: if the member was asked no such question
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    question = _lock_question(question_id, seller_id=member_id)
    attach(kind="ANSWER", owner_id=question_id, member_id=member_id, upload_ids=upload_ids)

    if question.is_answered:
        return _write_answer(question, text, now)
    return _answer(question=question, text=text, now=now)


@tells(QuestionAnswered)
def _answer(*, question: Question, text: str, now: datetime) -> Question:
    return _write_answer(question, text, now)


@atomic
def withdraw_answer(*, member_id: int, question_id: int) -> None:
    """
    This function will take an answer back; a second time changes nothing.

    :raises QuestionNotFound: if the member was asked no such question
    """
    question = _lock_question(question_id, seller_id=member_id)

    detach(kind="ANSWER", owner_id=question_id)
    _write_answer(question, None, None)


def _write_answer(question: Question, text: str | None, at: datetime | None) -> Question:
    question.is_answered = text is not None
    question.answer, question.answered_at = text, at
    question.save()
    return question


def _attach_to(question: Question, upload_ids: Sequence[int]) -> None:
    attach(
        kind="QUESTION",
        owner_id=question.question_id,
        member_id=question.asker_id,
        upload_ids=upload_ids,
    )


def _lock_unanswered(question_id: int, *, asker_id: int) -> Question:
    question = _lock_question(question_id, asker_id=asker_id)
    if question.is_answered:
        raise AlreadyAnswered
    return question


def _lock_question(question_id: int, **whose: int) -> Question:
    query = Question.select().where(Question.question_id == question_id)
    question = locked(query.where(*[getattr(Question, one) == whose[one] for one in whose])).first()
    if question is None:
        raise QuestionNotFound
    return question
