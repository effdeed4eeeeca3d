"""How did a sale go? The buyer says it once, and the seller may answer once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from grpc_services.catalogue.attachments import attach, attached
from grpc_services.catalogue.ratings import Rating, rate, ratings_of
from grpc_services.community.facts import ReviewWritten
from grpc_services.community.questions import AlreadyAnswered
from grpc_services.facts import atomic, tells
from grpc_services.members.standing import StoreNotFound, masked, standing_of
from grpc_services.pages import newest
from grpc_services.refusals import Conflict, NotFound
from grpc_services.suspension import Blocked
from grpc_services.trade.orders import OrderNotConfirmed, lock_order
from models.community import Attachment, Review, ReviewChoice
from models.dialect import insert_once, locked
from models.members import Block, Store
from models.trade import Order, OrderEvent

#: From the confirmation on; later nobody remembers well.
_OPEN_FOR = timedelta(days=90)


class ReviewNotFound(NotFound):
    """There is no such review, or it is not for you to do this to it."""


class ReviewTooLate(Conflict):
    """An order is reviewed within 90 days of its confirmation."""


class AlreadyReviewed(Conflict):
    """An order is reviewed once."""


@dataclass(frozen=True)
class Opinion:
    """What a buyer says of a sale."""

    rating: int
    content: str
    choices: Collection[str]
    upload_ids: Sequence[int]


@tells(ReviewWritten)
def write_review(*, member_id: int, order_id: int, opinion: Opinion, now: datetime) -> Review:
    """
    This function will keep what a buyer says of a sale, and count it for the store.

    :raises OrderNotFound: if the member has not bought it
    :raises OrderNotConfirmed: if they have not confirmed it
    :raises ReviewTooLate: if they have done so more than 90 days ago
    :raises AlreadyReviewed: if they have reviewed it
    :raises Blocked: if the seller has blocked them
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    order = lock_order(order_id, buyer_id=member_id)

    if _confirmed_at(order) < now - _OPEN_FOR:
        raise ReviewTooLate
    if Review.select().where(Review.order == order_id).exists():
        raise AlreadyReviewed
    if _is_blocked(order):
        raise Blocked

    review = _store_review(order, opinion, now)
    rate(store_id=review.store_id, stars=opinion.rating, choices=opinion.choices)
    attach(
        kind="REVIEW",
        owner_id=review.review_id,
        member_id=member_id,
        upload_ids=opinion.upload_ids,
    )
    return review


def _confirmed_at(order: Order) -> datetime:
    """:raises OrderNotConfirmed: if its buyer has not confirmed it, or has the money back"""
    event = OrderEvent.get_or_none(OrderEvent.order == order, OrderEvent.state == "CONFIRMED")
    if event is None or order.state not in ("CONFIRMED", "SETTLED"):
        raise OrderNotConfirmed
    return event.at


def _is_blocked(order: Order) -> bool:
    """Only the other way: who has blocked a seller may still say why."""
    its = (Block.blocker_id == order.seller_id) & (Block.blocked_id == order.buyer_id)
    return Block.select().where(its).exists()


def _store_review(order: Order, opinion: Opinion, now: datetime) -> Review:
    review = Review.create(
        order=order,
        goods_id=order.goods_id,
        goods_name=order.goods_name,
        store=Store.get(Store.member == order.seller_id),
        seller_id=order.seller_id,
        buyer_id=order.buyer_id,
        rating=opinion.rating,
        content=opinion.content,
        created_at=now,
    )
    insert_once(ReviewChoice, [{"review": review, "choice": one} for one in opinion.choices])
    return review


@atomic
def answer_review(*, member_id: int, review_id: int, text: str, now: datetime) -> None:
    """
    This function will keep the seller's answer; the same words again change nothing.

    :raises ReviewNotFound: if there is no such review of the member's store
    :raises AlreadyAnswered: if they have answered in other words
    """
    query = Review.select().where(Review.review_id == review_id, Review.seller_id == member_id)
    review = locked(query).first()

    if review is None:
        raise ReviewNotFound
    if review.answer is not None and review.answer != text:
        raise AlreadyAnswered

    review.answer, review.answered_at = text, review.answered_at or now
    review.save()


@dataclass(frozen=True)
class ReviewView:
    """A review with what stands around it."""

    review: Review
    #: Masked, as others see them.
    writer: str
    choices: list[str]
    images: list[Attachment]


def review(*, review_id: int) -> ReviewView:
    """:raises ReviewNotFound: if there is none"""
    rows = list(Review.select().where(Review.review_id == review_id))
    if not rows:
        raise ReviewNotFound
    return _views(rows)[0]


def reviews_of(*, store_id: int, limit: int, cursor: str) -> tuple[list[ReviewView], str | None]:
    """
    This function will list the reviews of a store, newest first.

    :raises StoreNotFound: if there is no such store
    :raises InvalidCursor: if the cursor is not ours
    """
    _require_store(store_id)
    query = Review.select().where(Review.store == store_id)
    rows, following = newest(query, Review.store, Review.review_id, limit=limit, cursor=cursor)
    return _views(rows), following


def rating_of(*, store_id: int) -> Rating:
    """:raises StoreNotFound: if there is no such store"""
    _require_store(store_id)
    return ratings_of(store_ids=[store_id])[store_id]


def _require_store(store_id: int) -> None:
    if not Store.select().where(Store.store_id == store_id).exists():
        raise StoreNotFound


def _views(rows: Sequence[Review]) -> list[ReviewView]:
    ids = [row.review_id for row in rows]
    writers = standing_of(member_ids={row.buyer_id for row in rows})
    images = attached(kind="REVIEW", owner_ids=ids)
    choices: dict[int, list[str]] = {review_id: [] for review_id in ids}
    made: Any = ReviewChoice.select().where(ReviewChoice.review.in_(ids))
    for row in made.order_by(ReviewChoice.review, ReviewChoice.choice):
        choices[row.review_id].append(row.choice)
    return [
        ReviewView(
            review=row,
            writer=masked(writers[row.buyer_id].login_id),
            choices=choices[row.review_id],
            images=images[row.review_id],
        )
        for row in rows
    ]
