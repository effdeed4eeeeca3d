"""Is a sale reviewed once, by its buyer, in time, and answered once by its seller?"""

from datetime import timedelta

import pytest

from grpc_services.catalogue.uploads import UploadNotFound
from grpc_services.community import reviews
from grpc_services.community.praise import CHOICES
from grpc_services.community.questions import AlreadyAnswered
from grpc_services.members.standing import StoreNotFound, block_store
from grpc_services.suspension import Blocked
from grpc_services.trade.orders import OrderNotConfirmed, OrderNotFound
from models.community import Review, ReviewChoice
from models.dialect import database_now
from models.members import Block, Store
from protos import community_pb2 as pb
from tests.support import factories, sales


@pytest.fixture
def confirmed(order):
    sales.deliver(order)
    sales.confirm(order)
    return order


def write(order, member_id=None, *, rating=5, choices=("KIND",), upload_ids=(), now=None):
    return reviews.write_review(
        member_id=member_id or order.buyer_id,
        order_id=order.order_id,
        opinion=reviews.Opinion(rating, "좋아요", set(choices), upload_ids),
        now=now or database_now(),
    )


def answer(review, member_id=None, text="고맙습니다."):
    reviews.answer_review(
        member_id=member_id or review.seller_id,
        review_id=review.review_id,
        text=text,
        now=database_now(),
    )


def store_of(member_id):
    return Store.get(Store.member == member_id).store_id


def listed(store_id, **page):
    return reviews.reviews_of(store_id=store_id, **{"limit": 20, "cursor": ""} | page)


class TestAReview:
    def test_is_told_to_the_seller_and_counted(self, confirmed):
        review = write(confirmed, rating=4)

        assert factories.facts()[-1] == "ReviewWritten"
        rating = reviews.rating_of(store_id=review.store_id)
        assert (rating.average, rating.count, rating.given["KIND"]) == (4.0, 1, 1)

    def test_is_written_after_the_settlement_too(self, confirmed):
        sales.settle(confirmed)
        assert write(confirmed).rating == 5

    def test_is_written_once_and_counted_once(self, confirmed):
        review = write(confirmed)
        with pytest.raises(reviews.AlreadyReviewed):
            write(confirmed, rating=1)
        assert reviews.rating_of(store_id=review.store_id).count == 1

    def test_is_the_buyers(self, confirmed, people):
        for member in people[:2]:
            with pytest.raises(OrderNotFound):
                write(confirmed, member.member_id)

    def test_needs_a_confirmed_order(self, order):
        with pytest.raises(OrderNotConfirmed):
            write(order)
        sales.deliver(order)
        with pytest.raises(OrderNotConfirmed):
            write(order)

    def test_comes_within_ninety_days(self, confirmed):
        with pytest.raises(reviews.ReviewTooLate):
            write(confirmed, now=database_now() + timedelta(days=90, minutes=1))
        write(confirmed, now=database_now() + timedelta(days=89))

    def test_is_refused_to_whom_the_seller_has_blocked_and_to_no_others(self, confirmed, now):
        seller_id, buyer_id = confirmed.seller_id, confirmed.buyer_id
        block_store(member_id=seller_id, store_id=store_of(buyer_id), now=now)
        with pytest.raises(Blocked):
            write(confirmed)

        Block.delete().execute()
        block_store(member_id=buyer_id, store_id=store_of(seller_id), now=now)
        write(confirmed)

    def test_leaves_nothing_behind_when_a_picture_is_missing(self, confirmed, people):
        theirs = factories.picture(people[0], kind="REVIEW")
        with pytest.raises(UploadNotFound):
            write(confirmed, upload_ids=[theirs.upload_id])
        assert (Review.select().count(), ReviewChoice.select().count()) == (0, 0)
        assert reviews.rating_of(store_id=store_of(confirmed.seller_id)).count == 0


class TestAnAnswer:
    def test_is_given_once(self, confirmed):
        review = write(confirmed)
        answer(review)
        at = Review.get().answered_at
        answer(review)
        with pytest.raises(AlreadyAnswered):
            answer(review, text="아니요.")
        assert (Review.get().answer, Review.get().answered_at) == ("고맙습니다.", at)

    def test_is_the_sellers(self, confirmed, people):
        review = write(confirmed)
        for member in people[1:]:
            with pytest.raises(reviews.ReviewNotFound):
                answer(review, member.member_id)


class TestAStore:
    def test_lists_its_reviews_newest_first(self, people):
        seller, ann, bob = people
        made = []
        for buyer, number in ((ann, "1"), (bob, "2"), (ann, "3")):
            order = sales.won(seller, buyer)
            sales.pay(order)
            sales.ship(order, invoice=f"12345678901{number}")
            sales.look(order, 6, invoice=f"12345678901{number}")
            sales.confirm(order)
            made.append(write(order).review_id)

        first, cursor = listed(store_of(seller), limit=2)
        rest, end = listed(store_of(seller), limit=2, cursor=cursor)

        assert [view.review.review_id for view in first + rest] == made[::-1]
        assert [view.writer for view in first + rest] == ["an***", "bo***", "an***"]
        assert (rest[0].choices, end) == (["KIND"], None)

    def test_has_to_be_there(self, database):
        for read in (listed, lambda store_id: reviews.rating_of(store_id=store_id)):
            with pytest.raises(StoreNotFound):
                read(10**15)
        with pytest.raises(reviews.ReviewNotFound):
            reviews.review(review_id=10**15)


class TestChoices:
    def test_all_have_words_in_both_languages(self):
        known = {value.name[14:] for value in pb.ReviewChoice.DESCRIPTOR.values}
        assert set(CHOICES) == known - {"UNSPECIFIED"}
        assert all({"ko", "en"} == set(words) for words in CHOICES.values())
