"""What do members ask about goods, and what are they answered?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice, number
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.resources.uploads import OF_PICTURES
from api_http.shapes import Shape
from protos import community_pb2 as pb


class QuestionRole(Choice, of=pb.QuestionRole):
    """On which side of a question a member is."""


class NewQuestion(Shape, frozen=True, kw_only=True):
    text: texts.Text
    secret: bool = False
    upload_ids: shapes.Uploads = ()


class QuestionChange(Shape, frozen=True, kw_only=True):
    """What is not sent stays as it is; pictures that are there may be named again."""

    text: texts.Text | UnsetType = UNSET
    secret: bool | UnsetType = UNSET
    upload_ids: shapes.Uploads | UnsetType = UNSET


class NewAnswer(Shape, frozen=True, kw_only=True):
    text: texts.Text
    upload_ids: shapes.Uploads = ()


class MyQuestionsQuery(shapes.Page, frozen=True, kw_only=True):
    role: QuestionRole | None = None
    answered: bool | None = None


class GoodsQuestions(Resource):
    @operation(
        "listQuestions",
        "What was asked about goods, newest first",
        query=shapes.Page,
        answer=pb.ListQuestionsResponse,
        public=True,
        refuses=("GOODS_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        request = pb.ListQuestionsRequest(goods_id=goods_id, viewer_id=call.member_id, **call.page)
        return await call.ask(self.stubs.community.ListQuestions, request)

    @operation(
        "askQuestion",
        "Ask the seller about goods that are for sale",
        body=NewQuestion,
        answer=pb.Question,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/questions/{question_id}",
        refuses=(
            "GOODS_NOT_FOUND",
            "OWN_GOODS",
            "QUESTIONS_CLOSED",
            "BLOCKED",
            "MEMBER_SUSPENDED",
            *OF_PICTURES,
        ),
    )
    async def on_post(self, call: Call, goods_id: int) -> Message:
        request = pb.AskQuestionRequest(
            member_id=call.member_id,
            goods_id=goods_id,
            text=call.body.text,
            secret=call.body.secret,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.community.AskQuestion, request)


class MyQuestions(Resource):
    @operation(
        "listMyQuestions",
        "What you have asked, or were asked, newest first",
        query=MyQuestionsQuery,
        answer=pb.ListQuestionsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListMyQuestionsRequest(
            member_id=call.member_id,
            role=number(call.query.role),
            answered=call.query.answered,
            **call.page,
        )
        return await call.ask(self.stubs.community.ListMyQuestions, request)


class Question(Resource):
    @operation(
        "readQuestion",
        "A question, as much of it as you may see",
        answer=pb.Question,
        public=True,
        refuses=("QUESTION_NOT_FOUND",),
    )
    async def on_get(self, call: Call, question_id: int) -> Message:
        request = pb.GetQuestionRequest(question_id=question_id, viewer_id=call.member_id)
        return await call.ask(self.stubs.community.GetQuestion, request)

    @operation(
        "changeQuestion",
        "Change your question before there is an answer",
        sides=(Side.AUTHOR,),
        body=QuestionChange,
        answer=pb.Question,
        refuses=("QUESTION_NOT_FOUND", "ALREADY_ANSWERED", "MEMBER_SUSPENDED", *OF_PICTURES),
    )
    async def on_patch(self, call: Call, question_id: int) -> Message:
        given = shapes.given(call.body)
        request = pb.ChangeQuestionRequest(
            member_id=call.member_id,
            question_id=question_id,
            changes_pictures="upload_ids" in given,
            **given,
        )
        return await call.ask_until_ready(self.stubs.community.ChangeQuestion, request)

    @operation(
        "withdrawQuestion",
        "Delete your question before there is an answer",
        sides=(Side.AUTHOR,),
        status=204,
        refuses=("QUESTION_NOT_FOUND", "ALREADY_ANSWERED", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, question_id: int) -> None:
        request = pb.WithdrawQuestionRequest(member_id=call.member_id, question_id=question_id)
        await call.ask(self.stubs.community.WithdrawQuestion, request)


class Answer(Resource):
    @operation(
        "answerQuestion",
        "Answer a question about your goods, or change the answer",
        sides=(Side.SELLER,),
        body=NewAnswer,
        answer=pb.Question,
        refuses=("QUESTION_NOT_FOUND", *OF_PICTURES),
    )
    async def on_put(self, call: Call, question_id: int) -> Message:
        request = pb.AnswerQuestionRequest(
            member_id=call.member_id,
            question_id=question_id,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.community.AnswerQuestion, request)

    @operation(
        "withdrawAnswer",
        "Take your answer back",
        sides=(Side.SELLER,),
        status=204,
        refuses=("QUESTION_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, question_id: int) -> None:
        request = pb.WithdrawAnswerRequest(member_id=call.member_id, question_id=question_id)
        await call.ask(self.stubs.community.WithdrawAnswer, request)


ROUTES: Routes = (
    ("/v1/goods/{goods_id:id}/questions", GoodsQuestions),
    ("/v1/me/questions", MyQuestions),
    ("/v1/questions/{question_id:id}", Question),
    ("/v1/questions/{question_id:id}/answer", Answer),
)
