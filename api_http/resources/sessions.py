"""How does a member sign in, stay signed in, and sign out?"""

from google.protobuf.message import Message

from api_http.kinds import texts
from api_http.operations import Call, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb


class SignIn(Shape, frozen=True, kw_only=True):
    login_id: texts.LoginId
    password: texts.TriedPassword


class Refresh(Shape, frozen=True, kw_only=True):
    refresh_token: texts.Opaque


class SignIns(Resource):
    @operation(
        "signIn",
        "Sign in",
        body=SignIn,
        answer=pb.Tokens,
        public=True,
        refuses=("WRONG_CREDENTIALS", "TOO_MANY_SIGN_INS"),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.SignInRequest(
            login_id=call.body.login_id,
            password=call.body.password,
            address=call.address,
            device=call.agent,
        )
        return await call.ask(self.stubs.members.SignIn, request)


class Refreshes(Resource):
    @operation(
        "refreshSession",
        "Exchange the refresh token for new tokens",
        body=Refresh,
        answer=pb.Tokens,
        public=True,
        refuses=("INVALID_REFRESH_TOKEN",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.RefreshSessionRequest(refresh_token=call.body.refresh_token)
        return await call.ask(self.stubs.members.RefreshSession, request)


class SignOuts(Resource):
    @operation("signOut", "Sign out; ends this session", status=204)
    async def on_post(self, call: Call) -> None:
        session_id = call.caller.session_id if call.caller else 0
        await call.ask(self.stubs.members.SignOut, pb.SignOutRequest(session_id=session_id))


ROUTES: Routes = (
    ("/v1/auth/sign-in", SignIns),
    ("/v1/auth/refresh", Refreshes),
    ("/v1/auth/sign-out", SignOuts),
)
