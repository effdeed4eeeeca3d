"""How does the operator remove what should not have been written?"""

from typing import Any

from grpc_services.catalogue.attachments import detach
from grpc_services.catalogue.ratings import unrate
from grpc_services.community.questions import QuestionNotFound
from grpc_services.community.reviews import ReviewNotFound
from grpc_services.facts import atomic
from models.community import Question, Review, ReviewChoice
from models.dialect import locked


@atomic
def take_down_question(*, question_id: int) -> dict[str, Any]:
    """
    This function will remove a question with its answer, and give what they said.

    :raises QuestionNotFound: if there is no such question
    """
    question = locked(Question.select().where(Question.question_id == question_id)).first()
    if question is None:
        raise QuestionNotFound

    for kind in ("QUESTION", "ANSWER"):
        detach(kind=kind, owner_id=question_id)
    question.delete_instance()
    return {"asker": question.asker_id, "text": question.text, "answer": question.answer}


@atomic
def take_down_review(*, review_id: int) -> dict[str, Any]:
    """
    This function will remove a review from a store and from its rating, and give what it said.

    :raises ReviewNotFound: if there is no such review
    """
    review = locked(Review.select().where(Review.review_id == review_id)).first()
    if review is None:
        raise ReviewNotFound

    choices = [row.choice for row in ReviewChoice.select().where(ReviewChoice.review == review)]
    unrate(store_id=review.store_id, stars=review.rating, choices=choices)
    detach(kind="REVIEW", owner_id=review_id)
    ReviewChoice.delete().where(ReviewChoice.review == review).execute()
    review.delete_instance()
    return {"buyer": review.buyer_id, "rating": review.rating, "text": review.content}
