"""What happens among members?"""

from typing import Any, Self

from grpc_services.facts import Fact
from models.community import OrderMessage, Question, Review


class _QuestionFact(Fact, frozen=True, kw_only=True):
    question_id: int
    goods_id: int
    store_id: int
    asker_id: int
    seller_id: int

    @classmethod
    def of(cls, made: Question) -> Self:
        return cls(
            question_id=made.question_id,
            goods_id=made.goods_id,
            store_id=made.goods.store_id,
            asker_id=made.asker_id,
            seller_id=made.seller_id,
        )


class QuestionAsked(_QuestionFact, frozen=True, kw_only=True):
    """Somebody wants to know something of a seller."""


class QuestionAnswered(_QuestionFact, frozen=True, kw_only=True):
    """The seller has answered."""


class ReviewWritten(Fact, frozen=True, kw_only=True):
    """A buyer has said how a sale went."""

    order_id: int
    goods_id: int
    store_id: int
    seller_id: int
    rating: int

    @classmethod
    def of(cls, made: Review) -> Self:
        return cls(**{name: getattr(made, name) for name in cls.__struct_fields__})


class MessageSent(Fact, frozen=True, kw_only=True):
    """One side of an order has a word for the other."""

    message_id: int
    order_id: int
    goods_id: int
    receiver_id: int

    @classmethod
    def of(cls, made: OrderMessage) -> Self:
        order: Any = made.order
        is_from_buyer = made.sender_id == order.buyer_id
        return cls(
            message_id=made.message_id,
            order_id=made.order_id,
            goods_id=order.goods_id,
            receiver_id=order.seller_id if is_from_buyer else order.buyer_id,
        )
