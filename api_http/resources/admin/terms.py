"""What are members to agree to from now on?"""

from google.protobuf.message import Message

from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked
from protos import editorial_pb2 as pb


class NewTerms(Reasoned, frozen=True, kw_only=True):
    kind: texts.Term
    title: texts.Title
    text: texts.LongText
    title_en: texts.Title
    text_en: texts.LongText


class AllTerms(Resource):
    @operation(
        "listAllTerms",
        "The newest version of all terms, in both languages",
        answer=pb.ListAllTermsResponse,
        refuses=NOT_YOURS,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAllTermsRequest(operator_id=call.member_id)
        return await call.ask(self.stubs.editorial.ListAllTerms, request)

    @operation(
        "publishTerms",
        "Put a new version in force, to which members are asked to agree",
        body=NewTerms,
        answer=pb.TermsFile,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/terms/{kind}?version={version}",
        refuses=("TERMS_NOT_FOUND", *NOT_YOURS),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.PublishTermsRequest(**asked(call))
        return await call.ask(self.stubs.editorial.PublishTerms, request)


ROUTES: Routes = (("/v1/admin/terms", AllTerms),)
