"""How did sales go?"""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.resources.uploads import OF_PICTURES
from api_http.shapes import Shape
from protos import community_pb2 as pb


class ReviewChoice(Choice, of=pb.ReviewChoice):
    """A short praise or complaint."""


class NewReview(Shape, frozen=True, kw_only=True):
    rating: Annotated[int, Meta(ge=1, le=5)]
    content: texts.Text
    choices: Annotated[tuple[ReviewChoice, ...], Meta(max_length=9)] = ()
    upload_ids: shapes.Uploads = ()


class NewReviewAnswer(Shape, frozen=True, kw_only=True):
    text: texts.Text


class OrderReview(Resource):
    @operation(
        "writeReview",
        "Say how a sale went, once you have confirmed the order",
        sides=(Side.BUYER,),
        body=NewReview,
        answer=pb.Review,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/reviews/{review_id}",
        refuses=(
            "ORDER_NOT_FOUND",
            "ORDER_NOT_CONFIRMED",
            "REVIEW_TOO_LATE",
            "ALREADY_REVIEWED",
            "BLOCKED",
            "MEMBER_SUSPENDED",
            *OF_PICTURES,
        ),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.WriteReviewRequest(
            member_id=call.member_id,
            order_id=order_id,
            rating=call.body.rating,
            content=call.body.content,
            choices=[choice.number for choice in call.body.choices],
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.community.WriteReview, request)


class Review(Resource):
    @operation(
        "readReview", "A review", answer=pb.Review, public=True, refuses=("REVIEW_NOT_FOUND",)
    )
    async def on_get(self, call: Call, review_id: int) -> Message:
        request = pb.GetReviewRequest(review_id=review_id)
        return await call.ask(self.stubs.community.GetReview, request)


class ReviewAnswer(Resource):
    @operation(
        "answerReview",
        "Answer a review of your store, once",
        sides=(Side.SELLER,),
        body=NewReviewAnswer,
        answer=pb.Review,
        refuses=("REVIEW_NOT_FOUND", "ALREADY_ANSWERED", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, review_id: int) -> Message:
        request = pb.AnswerReviewRequest(
            member_id=call.member_id, review_id=review_id, text=call.body.text
        )
        return await call.ask(self.stubs.community.AnswerReview, request)


class StoreReviews(Resource):
    @operation(
        "listReviews",
        "The reviews of a store, newest first",
        query=shapes.Page,
        answer=pb.ListReviewsResponse,
        public=True,
        refuses=("STORE_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, store_id: int) -> Message:
        request = pb.ListReviewsRequest(store_id=store_id, **call.page)
        return await call.ask(self.stubs.community.ListReviews, request)


class StoreRating(Resource):
    @operation(
        "readRating",
        "How a store was rated, counted",
        answer=pb.Rating,
        public=True,
        refuses=("STORE_NOT_FOUND",),
    )
    async def on_get(self, call: Call, store_id: int) -> Message:
        request = pb.GetRatingRequest(store_id=store_id, language=call.language)
        return await call.ask(self.stubs.community.GetRating, request)


ROUTES: Routes = (
    ("/v1/orders/{order_id:id}/review", OrderReview),
    ("/v1/reviews/{review_id:id}", Review),
    ("/v1/reviews/{review_id:id}/answer", ReviewAnswer),
    ("/v1/stores/{store_id:id}/reviews", StoreReviews),
    ("/v1/stores/{store_id:id}/rating", StoreRating),
)
