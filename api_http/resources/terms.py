"""What is there to agree to, and what has one agreed to?"""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.agreements import AgreedTerms
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb

_Version = Annotated[int, Meta(ge=1, le=1_000_000)]


#: Some terms, each in the version that was shown, or in the one in force.
Agreed = Annotated[list[AgreedTerms], Meta(min_length=1, max_length=20)]


def versions(agreed_to: list[AgreedTerms]) -> list[pb.TermsVersion]:
    """This function will name terms as services take them."""
    return [pb.TermsVersion(kind=one, version=one.version) for one in agreed_to]


class NewAgreement(Shape, frozen=True, kw_only=True):
    agreed_to: Agreed


class WhichVersion(Shape, frozen=True, kw_only=True):
    version: _Version | UnsetType = UNSET


class AllTerms(Resource):
    @operation(
        "listTerms",
        "What there is to agree to, in the newest version",
        answer=pb.ListTermsResponse,
        public=True,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListTermsRequest(language=call.language)
        return await call.ask(self.stubs.members.ListTerms, request)


class Terms(Resource):
    @operation(
        "readTerms",
        "Some terms in one version, or the newest",
        query=WhichVersion,
        answer=pb.Terms,
        public=True,
        refuses=("TERMS_NOT_FOUND",),
    )
    async def on_get(self, call: Call, kind: texts.Term) -> Message:
        request = pb.GetTermsRequest(kind=kind, language=call.language, **shapes.given(call.query))
        return await call.ask(self.stubs.members.GetTerms, request)


class MyAgreements(Resource):
    @operation("listAgreements", "What you have agreed to", answer=pb.ListAgreementsResponse)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAgreementsRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.ListAgreements, request)

    @operation(
        "agreeToTerms",
        "Agree to terms; your profile says which are outstanding",
        body=NewAgreement,
        answer=pb.ListAgreementsResponse,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/agreements",
        refuses=("TERMS_UNKNOWN",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.AgreeToTermsRequest(
            member_id=call.member_id, agreed_to=versions(call.body.agreed_to)
        )
        return await call.ask(self.stubs.members.AgreeToTerms, request)


ROUTES: Routes = (
    ("/v1/terms", AllTerms),
    ("/v1/terms/{kind}", Terms),
    ("/v1/me/agreements", MyAgreements),
)
