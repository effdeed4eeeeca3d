"""Is an e-mail address one's own? Codes by mail, and the tokens that prove it."""

from google.protobuf.message import Message

from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.kinds.contacts import Email
from api_http.operations import Call, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb


class Purpose(Choice, of=pb.EmailPurpose):
    """What an address is proved for."""


class NewEmailCode(Shape, frozen=True, kw_only=True):
    email: Email
    purpose: Purpose


class EmailCode(NewEmailCode, frozen=True, kw_only=True):
    code: texts.EmailCode


class EmailCodes(Resource):
    @operation(
        "requestEmailCode",
        "Ask for a six-digit code by mail",
        body=NewEmailCode,
        status=202,
        public=True,
        refuses=("TOO_MANY_EMAIL_CODES",),
    )
    async def on_post(self, call: Call) -> None:
        request = pb.RequestEmailCodeRequest(
            email=call.body.email,
            purpose=call.body.purpose.number,
            language=call.language,
            address=call.address,
        )
        await call.ask(self.stubs.members.RequestEmailCode, request)


class EmailCodeVerification(Resource):
    @operation(
        "verifyEmailCode",
        "Exchange the code for a token that proves the address",
        body=EmailCode,
        answer=pb.EmailToken,
        public=True,
        refuses=("EMAIL_CODE_WRONG",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.VerifyEmailCodeRequest(
            email=call.body.email,
            purpose=call.body.purpose.number,
            code=call.body.code,
        )
        return await call.ask(self.stubs.members.VerifyEmailCode, request)


ROUTES: Routes = (
    ("/v1/auth/email-codes", EmailCodes),
    ("/v1/auth/email-codes/verify", EmailCodeVerification),
)
