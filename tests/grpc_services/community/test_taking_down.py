"""Is what should not have been written removed, and what it said given to who removed it?"""

import pytest

from grpc_services.community import reviews
from grpc_services.community.questions import QuestionNotFound
from grpc_services.community.reviews import ReviewNotFound
from grpc_services.community.taking_down import take_down_question, take_down_review
from models.community import Review, ReviewChoice
from models.dialect import database_now
from tests.support import sales


@pytest.fixture
def review(order):
    sales.deliver(order)
    sales.confirm(order)
    return reviews.write_review(
        member_id=order.buyer_id,
        order_id=order.order_id,
        opinion=reviews.Opinion(1, "최악", {"KIND"}, ()),
        now=database_now(),
    )


class TestAReview:
    def test_is_removed_from_the_store_and_its_rating(self, review):
        assert reviews.rating_of(store_id=review.store_id).count == 1

        said = take_down_review(review_id=review.review_id)

        assert (said["rating"], said["text"]) == (1, "최악")
        rating = reviews.rating_of(store_id=review.store_id)
        assert (rating.count, rating.given["KIND"]) == (0, 0)
        assert not Review.select().exists()
        assert not ReviewChoice.select().exists()

    def test_is_removed_once(self, review):
        take_down_review(review_id=review.review_id)
        with pytest.raises(ReviewNotFound):
            take_down_review(review_id=review.review_id)


class TestAQuestion:
    def test_that_is_not_there_cannot_be_removed(self, database):
        with pytest.raises(QuestionNotFound):
            take_down_question(question_id=10**9)
