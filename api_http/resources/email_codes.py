"""Is an e-mail address one's own? Codes by mail, and the tokens that prove it."""

from typing import Any, Literal

from google.protobuf.message import Message

from api_http import shapes
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb

Purpose = Literal["SIGN_UP", "FIND_ID", "RESET_PASSWORD", "CHANGE_EMAIL"]


class NewEmailCode(Shape, frozen=True, kw_only=True):
    email: shapes.Email
    purpose: Purpose


class EmailCode(NewEmailCode, frozen=True, kw_only=True):
    code: shapes.Code


class EmailCodes(Resource):
    @operation(
        "requestEmailCode",
        "Ask for a six-digit code by mail",
        body=NewEmailCode,
        status=202,
        public=True,
        key=Key.ACCEPTED,
        refuses=("TOO_MANY_EMAIL_CODES",),
    )
    async def on_post(self, call: Call) -> None:
        request = pb.RequestEmailCodeRequest(
            email=call.body.email.lower(),
            purpose=_purpose(call.body.purpose),
            language=call.language,
        )
        await call.ask(self.stubs.members.RequestEmailCode, request)


class EmailCodeVerification(Resource):
    @operation(
        "verifyEmailCode",
        "Exchange the code for a token that proves the address",
        body=EmailCode,
        answer=pb.EmailToken,
        public=True,
        key=Key.ACCEPTED,
        refuses=("EMAIL_CODE_WRONG",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.VerifyEmailCodeRequest(
            email=call.body.email.lower(),
            purpose=_purpose(call.body.purpose),
            code=call.body.code,
        )
        return await call.ask(self.stubs.members.VerifyEmailCode, request)


def _purpose(name: str) -> Any:
    return pb.EmailPurpose.Value(f"EMAIL_PURPOSE_{name}")


ROUTES: Routes = (
    ("/v1/auth/email-codes", EmailCodes),
    ("/v1/auth/email-codes/verify", EmailCodeVerification),
)
