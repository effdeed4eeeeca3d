"""Who hears of what members tell each other?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.community.facts import (
    MessageSent,
    QuestionAnswered,
    QuestionAsked,
    ReviewWritten,
)


@hears(QuestionAsked)
def somebody_asks_you(question: QuestionAsked) -> Iterator[Alarm]:
    yield _of_question(question, question.seller_id, AlarmKind.QUESTION_RECEIVED)


@hears(QuestionAnswered)
def your_question_was_answered(question: QuestionAnswered) -> Iterator[Alarm]:
    yield _of_question(question, question.asker_id, AlarmKind.QUESTION_ANSWERED)


def _of_question(
    question: QuestionAsked | QuestionAnswered, member_id: int, kind: AlarmKind
) -> Alarm:
    return Alarm(
        member_id,
        kind,
        goods_id=question.goods_id,
        store_id=question.store_id,
        question_id=question.question_id,
    )


@hears(ReviewWritten)
def you_were_reviewed(review: ReviewWritten) -> Iterator[Alarm]:
    yield Alarm(
        review.seller_id,
        AlarmKind.REVIEW_RECEIVED,
        goods_id=review.goods_id,
        order_id=review.order_id,
        store_id=review.store_id,
        values={"rating": review.rating},
    )


@hears(MessageSent)
def somebody_writes_to_you(message: MessageSent) -> Iterator[Alarm]:
    yield Alarm(
        message.receiver_id,
        AlarmKind.MESSAGE_RECEIVED,
        goods_id=message.goods_id,
        order_id=message.order_id,
    )
