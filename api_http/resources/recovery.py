"""How does one come back who has forgotten login id or password?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb


class ForgottenId(Shape, frozen=True, kw_only=True):
    email_token: texts.Opaque


class ForgottenPassword(Shape, frozen=True, kw_only=True):
    login_id: texts.LoginId
    email_token: texts.Opaque
    new_password: texts.Password


class LoginIdFinding(Resource):
    @operation(
        "findLoginId",
        "Your login id, by an address proven for FIND_ID",
        body=ForgottenId,
        answer=pb.FoundLoginId,
        public=True,
        key=Key.ACCEPTED,
        refuses=("EMAIL_NOT_VERIFIED",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.FindLoginIdRequest(email_token=call.body.email_token)
        return await call.ask(self.stubs.members.FindLoginId, request)


class PasswordReset(Resource):
    @operation(
        "resetPassword",
        "Set a new password, by an address proven for RESET_PASSWORD; all sessions end",
        body=ForgottenPassword,
        status=204,
        public=True,
        key=Key.ACCEPTED,
        refuses=("EMAIL_NOT_VERIFIED", "PASSWORD_TOO_WEAK", "TOO_MANY_SIGN_INS"),
    )
    async def on_post(self, call: Call) -> None:
        request = pb.ResetPasswordRequest(**shapes.given(call.body))
        await call.ask(self.stubs.members.ResetPassword, request)


ROUTES: Routes = (
    ("/v1/auth/find-id", LoginIdFinding),
    ("/v1/auth/reset-password", PasswordReset),
)
