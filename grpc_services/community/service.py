"""How is the community served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.catalogue.messages import image_messages
from grpc_services.catalogue.pictures import Pictures
from grpc_services.community import order_messages, questions, reading, reports, reviews
from grpc_services.community.praise import CHOICES
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.server import keyed_rpc, rpc
from protos import community_pb2 as pb
from protos import community_pb2_grpc


@dataclass(frozen=True)
class Community(community_pb2_grpc.CommunityServicer):
    pictures: Pictures

    @keyed_rpc(pb.Question)
    def AskQuestion(self, request: pb.AskQuestionRequest, now: datetime) -> pb.Question:
        made = questions.ask_question(
            member_id=request.member_id,
            goods_id=request.goods_id,
            text=request.text,
            secret=request.secret,
            upload_ids=request.upload_ids,
            now=now,
        )
        return self._question(made.question_id, request.member_id)

    @rpc
    def GetQuestion(self, request: pb.GetQuestionRequest, now: datetime) -> Message:
        return self._question(request.question_id, request.viewer_id)

    @rpc
    def ListQuestions(self, request: pb.ListQuestionsRequest, now: datetime) -> Message:
        found, following = reading.questions_about(
            goods_id=request.goods_id,
            viewer_id=request.viewer_id,
            limit=request.limit,
            cursor=request.cursor,
        )
        items = [question_message(self.pictures, view) for view in found]
        return pb.ListQuestionsResponse(items=items, next_cursor=following)

    @rpc
    def ListMyQuestions(self, request: pb.ListMyQuestionsRequest, now: datetime) -> Message:
        found, following = reading.questions_of(
            member_id=request.member_id,
            role=enum_name(pb.QuestionRole, request.role) or "ASKED",
            answered=request.answered if request.HasField("answered") else None,
            limit=request.limit,
            cursor=request.cursor,
        )
        items = [question_message(self.pictures, view) for view in found]
        return pb.ListQuestionsResponse(items=items, next_cursor=following)

    @rpc
    def ChangeQuestion(self, request: pb.ChangeQuestionRequest, now: datetime) -> Message:
        questions.change_question(
            member_id=request.member_id,
            question_id=request.question_id,
            text=request.text if request.HasField("text") else None,
            secret=request.secret if request.HasField("secret") else None,
            upload_ids=request.upload_ids if request.changes_pictures else None,
        )
        return self._question(request.question_id, request.member_id)

    @rpc
    def WithdrawQuestion(self, request: pb.WithdrawQuestionRequest, now: datetime) -> Message:
        questions.withdraw_question(member_id=request.member_id, question_id=request.question_id)
        return pb.WithdrawQuestionResponse()

    @rpc
    def AnswerQuestion(self, request: pb.AnswerQuestionRequest, now: datetime) -> Message:
        questions.answer_question(
            member_id=request.member_id,
            question_id=request.question_id,
            text=request.text,
            upload_ids=request.upload_ids,
            now=now,
        )
        return self._question(request.question_id, request.member_id)

    @rpc
    def WithdrawAnswer(self, request: pb.WithdrawAnswerRequest, now: datetime) -> Message:
        questions.withdraw_answer(member_id=request.member_id, question_id=request.question_id)
        return pb.WithdrawAnswerResponse()

    @keyed_rpc(pb.Review)
    def WriteReview(self, request: pb.WriteReviewRequest, now: datetime) -> pb.Review:
        chosen = [enum_name(pb.ReviewChoice, choice) for choice in request.choices]
        made = reviews.write_review(
            member_id=request.member_id,
            order_id=request.order_id,
            opinion=reviews.Opinion(
                rating=request.rating,
                content=request.content,
                choices={choice for choice in chosen if choice},
                upload_ids=request.upload_ids,
            ),
            now=now,
        )
        return self._review(made.review_id)

    @rpc
    def GetReview(self, request: pb.GetReviewRequest, now: datetime) -> Message:
        return self._review(request.review_id)

    @rpc
    def ListReviews(self, request: pb.ListReviewsRequest, now: datetime) -> Message:
        found, following = reviews.reviews_of(
            store_id=request.store_id, limit=request.limit, cursor=request.cursor
        )
        items = [review_message(self.pictures, view) for view in found]
        return pb.ListReviewsResponse(items=items, next_cursor=following)

    @rpc
    def AnswerReview(self, request: pb.AnswerReviewRequest, now: datetime) -> Message:
        reviews.answer_review(
            member_id=request.member_id, review_id=request.review_id, text=request.text, now=now
        )
        return self._review(request.review_id)

    @rpc
    def GetRating(self, request: pb.GetRatingRequest, now: datetime) -> Message:
        rating = reviews.rating_of(store_id=request.store_id)
        return pb.Rating(
            average=rating.average,
            count=rating.count,
            by_stars={str(stars): count for stars, count in rating.by_stars.items()},
            choices=[
                pb.ChoiceCount(
                    choice=enum_value(pb.ReviewChoice, choice),
                    name=name.get(request.language, name["ko"]),
                    count=rating.given.get(choice, 0),
                )
                for choice, name in CHOICES.items()
            ],
        )

    @keyed_rpc(pb.OrderMessage)
    def SendMessage(self, request: pb.SendMessageRequest, now: datetime) -> pb.OrderMessage:
        sent = order_messages.send_message(
            member_id=request.member_id,
            order_id=request.order_id,
            text=request.text,
            upload_ids=request.upload_ids,
            now=now,
        )
        view = order_messages.message(member_id=request.member_id, message=sent)
        return order_message(self.pictures, view)

    @rpc
    def ListMessages(self, request: pb.ListMessagesRequest, now: datetime) -> Message:
        found, following = order_messages.messages_of(
            member_id=request.member_id,
            order_id=request.order_id,
            limit=request.limit,
            cursor=request.cursor,
        )
        items = [order_message(self.pictures, view) for view in found]
        return pb.ListMessagesResponse(items=items, next_cursor=following)

    @keyed_rpc(pb.Report)
    def FileReport(self, request: pb.FileReportRequest, now: datetime) -> pb.Report:
        made = reports.file_report(
            member_id=request.member_id,
            target=enum_name(pb.ReportTarget, request.target) or "GOODS",
            target_id=request.target_id,
            reason=enum_name(pb.ReportReason, request.reason) or "OTHER",
            detail=request.detail,
            now=now,
        )
        return pb.Report(
            report_id=made.report_id,
            target=request.target,
            target_id=made.target_id,
            reason=request.reason,
            detail=made.detail,
            created_at=timestamp(made.created_at),
        )

    def _question(self, question_id: int, viewer_id: int) -> pb.Question:
        view = reading.question(question_id=question_id, viewer_id=viewer_id)
        return question_message(self.pictures, view)

    def _review(self, review_id: int) -> pb.Review:
        return review_message(self.pictures, reviews.review(review_id=review_id))


def question_message(pictures: Pictures, view: reading.QuestionView) -> pb.Question:
    """This function will show a question, or only that there is one."""
    row = view.question
    return pb.Question(
        question_id=row.question_id,
        goods_id=row.goods_id,
        goods_name=view.goods_name,
        asker=view.asker,
        mine=view.is_mine,
        secret=row.is_secret,
        text=None if view.is_hidden else row.text,
        images=image_messages(pictures, view.images),
        answered=row.is_answered,
        answer=_answer(pictures, view),
        created_at=timestamp(row.created_at),
    )


def _answer(pictures: Pictures, view: reading.QuestionView) -> pb.QuestionAnswer | None:
    if view.is_hidden or not view.question.is_answered:
        return None
    return pb.QuestionAnswer(
        text=view.question.answer,
        images=image_messages(pictures, view.answer_images),
        answered_at=timestamp(view.question.answered_at),
    )


def review_message(pictures: Pictures, view: reviews.ReviewView) -> pb.Review:
    row = view.review
    answer = None
    if row.answer is not None:
        answer = pb.ReviewAnswer(text=row.answer, answered_at=timestamp(row.answered_at))
    return pb.Review(
        review_id=row.review_id,
        store_id=row.store_id,
        goods_id=row.goods_id,
        goods_name=row.goods_name,
        writer=view.writer,
        rating=row.rating,
        content=row.content,
        choices=[enum_value(pb.ReviewChoice, choice) for choice in view.choices],
        images=image_messages(pictures, view.images),
        answer=answer,
        created_at=timestamp(row.created_at),
    )


def order_message(pictures: Pictures, view: order_messages.MessageView) -> pb.OrderMessage:
    row = view.message
    return pb.OrderMessage(
        message_id=row.message_id,
        order_id=row.order_id,
        sender=pb.MESSAGE_SENDER_BUYER if view.is_from_buyer else pb.MESSAGE_SENDER_SELLER,
        mine=view.is_mine,
        text=row.text,
        images=image_messages(pictures, view.images),
        created_at=timestamp(row.created_at),
    )
