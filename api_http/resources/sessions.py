"""How does a member sign in, stay signed in, and sign out?"""

from typing import Literal

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http.kinds import texts
from api_http.operations import Call, Resource, Routes, operation
from api_http.problems import Problem
from api_http.shapes import OneOf, Shape
from protos import members_pb2 as pb

#: Where the refresh token is to be kept, if not by whoever reads the answer.
Keep = Literal["COOKIE"] | UnsetType


class SignIn(Shape, frozen=True, kw_only=True):
    login_id: texts.LoginId
    password: texts.TriedPassword
    keep: Keep = UNSET


class Refresh(OneOf, frozen=True, kw_only=True):
    """The refresh token, or word that it is in the cookie."""

    refresh_token: texts.Opaque | UnsetType = UNSET
    keep: Keep = UNSET


class SignOut(Shape, frozen=True, kw_only=True):
    keep: Keep = UNSET


class Sessions(Resource):
    """Where a refresh token is given, taken, and taken away: in bodies, or in a cookie."""

    def require_trusted(self, call: Call) -> None:
        """:raises Problem: ORIGIN_NOT_ALLOWED, if a cookie is to be kept for a page of others"""
        if call.body.keep:
            self.edge.browsers.require_trusted(origin=call.origin, host=call.host)

    def given(self, call: Call, tokens: pb.Tokens) -> Message:
        """This function will answer with tokens, the refresh token in a cookie if it is kept so."""
        if call.body.keep:
            self._keep(call, tokens.refresh_token, tokens.refresh_expires_in)
            tokens.ClearField("refresh_token")
        return tokens

    def taken(self, call: Call) -> str:
        """:raises Problem: if there is no refresh token where it should be"""
        token = call.kept_token if call.body.keep else call.body.refresh_token
        if not token:
            raise Problem("INVALID_REFRESH_TOKEN")
        return str(token)

    def take_away(self, call: Call) -> None:
        if call.body.keep:
            self._keep(call, "", 0)

    def _keep(self, call: Call, token: str, seconds: int) -> None:
        call.headers["Set-Cookie"] = self.edge.browsers.kept(token, seconds=seconds)


class SignIns(Sessions):
    @operation(
        "signIn",
        "Sign in",
        body=SignIn,
        answer=pb.Tokens,
        public=True,
        refuses=("WRONG_CREDENTIALS", "TOO_MANY_SIGN_INS", "ORIGIN_NOT_ALLOWED"),
    )
    async def on_post(self, call: Call) -> Message:
        self.require_trusted(call)
        request = pb.SignInRequest(
            login_id=call.body.login_id,
            password=call.body.password,
            address=call.address,
            device=call.agent,
        )
        return self.given(call, await call.ask(self.stubs.members.SignIn, request))


class Refreshes(Sessions):
    @operation(
        "refreshSession",
        "Exchange the refresh token for new tokens",
        body=Refresh,
        answer=pb.Tokens,
        public=True,
        refuses=("INVALID_REFRESH_TOKEN", "ORIGIN_NOT_ALLOWED"),
    )
    async def on_post(self, call: Call) -> Message:
        self.require_trusted(call)
        request = pb.RefreshSessionRequest(refresh_token=self.taken(call))
        return self.given(call, await call.ask(self.stubs.members.RefreshSession, request))


class SignOuts(Sessions):
    @operation(
        "signOut",
        "Sign out; ends this session",
        body=SignOut,
        body_optional=True,
        status=204,
        refuses=("ORIGIN_NOT_ALLOWED",),
    )
    async def on_post(self, call: Call) -> None:
        self.require_trusted(call)
        request = pb.SignOutRequest(session_id=call.session_id)
        await call.ask(self.stubs.members.SignOut, request)
        self.take_away(call)


class MySessions(Resource):
    @operation("listSessions", "Where you are signed in", answer=pb.ListSessionsResponse)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSessionsRequest(member_id=call.member_id, session_id=call.session_id)
        return await call.ask(self.stubs.members.ListSessions, request)


class MySession(Resource):
    @operation("endSession", "Sign a device out", status=204, refuses=("SESSION_NOT_FOUND",))
    async def on_delete(self, call: Call, session_id: int) -> None:
        request = pb.EndSessionRequest(member_id=call.member_id, session_id=session_id)
        await call.ask(self.stubs.members.EndSession, request)


ROUTES: Routes = (
    ("/v1/auth/sign-in", SignIns),
    ("/v1/auth/refresh", Refreshes),
    ("/v1/auth/sign-out", SignOuts),
    ("/v1/me/sessions", MySessions),
    ("/v1/me/sessions/{session_id:id}", MySession),
)
