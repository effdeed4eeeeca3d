"""With which words do goods wait for review?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked, by
from protos import editorial_pb2 as pb


class NewForbiddenWord(Reasoned, frozen=True, kw_only=True):
    word: texts.Name


class ForbiddenWordChange(Reasoned, frozen=True, kw_only=True):
    """What is not sent stays as it is."""

    word: texts.Name | UnsetType = UNSET


class ForbiddenWords(Resource):
    @operation(
        "listForbiddenWords",
        "Forbidden words, the newest first",
        query=shapes.Page,
        answer=pb.ListForbiddenWordsResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListForbiddenWordsRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.editorial.ListForbiddenWords, request)

    @operation(
        "addForbiddenWord",
        "Have goods wait for review that are put up, changed or added to with a word from now on",
        body=NewForbiddenWord,
        answer=pb.ForbiddenWord,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/forbidden-words/{word_id}",
        refuses=("WORD_TOO_SHORT", *NOT_YOURS),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateForbiddenWordRequest(**asked(call))
        return await call.ask(self.stubs.editorial.CreateForbiddenWord, request)


class OneForbiddenWord(Resource):
    @operation(
        "changeForbiddenWord",
        "Change a forbidden word",
        body=ForbiddenWordChange,
        answer=pb.ForbiddenWord,
        refuses=("WORD_NOT_FOUND", "WORD_TOO_SHORT", *NOT_YOURS),
    )
    async def on_patch(self, call: Call, word_id: int) -> Message:
        request = pb.UpdateForbiddenWordRequest(word_id=word_id, **asked(call))
        return await call.ask(self.stubs.editorial.UpdateForbiddenWord, request)

    @operation(
        "deleteForbiddenWord",
        "Allow a word again; goods that wait for it go on waiting",
        body=Reasoned,
        status=204,
        refuses=("WORD_NOT_FOUND", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, word_id: int) -> None:
        request = pb.DeleteForbiddenWordRequest(word_id=word_id, **by(call, call.body.reason))
        await call.ask(self.stubs.editorial.DeleteForbiddenWord, request)


ROUTES: Routes = (
    ("/v1/admin/forbidden-words", ForbiddenWords),
    ("/v1/admin/forbidden-words/{word_id:id}", OneForbiddenWord),
)
