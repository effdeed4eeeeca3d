"""How does one become a member?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.contacts import Email, Phone
from api_http.kinds.moments import Day
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.profiles import Gender
from api_http.resources.terms import Agreed, versions
from api_http.shapes import Shape
from protos import members_pb2 as pb


class SignUp(Shape, frozen=True, kw_only=True):
    login_id: texts.LoginId
    password: texts.Password
    name: texts.Name
    email: Email
    email_token: texts.Opaque
    phone: Phone
    birth: Day
    gender: Gender
    agreed_to: Agreed


class LoginIds(Resource):
    @operation(
        "checkLoginId", "Could you take this login id?", answer=pb.LoginIdAvailability, public=True
    )
    async def on_get(self, call: Call, login_id: texts.LoginId) -> Message:
        request = pb.CheckLoginIdRequest(login_id=login_id)
        return await call.ask(self.stubs.members.CheckLoginId, request)


class SignUps(Resource):
    @operation(
        "signUp",
        "Become a member, with a store",
        body=SignUp,
        answer=pb.Member,
        status=201,
        public=True,
        key=Key.ACCEPTED,
        location="/v1/me",
        refuses=(
            "LOGIN_ID_TAKEN",
            "LOGIN_ID_RESERVED",
            "LOGIN_ID_INVALID",
            "EMAIL_TAKEN",
            "EMAIL_NOT_VERIFIED",
            "TERMS_NOT_AGREED",
            "TERMS_UNKNOWN",
            "BIRTH_IMPLAUSIBLE",
            "TOO_YOUNG",
            "PASSWORD_TOO_WEAK",
            "TOO_MANY_SIGN_UPS",
        ),
    )
    async def on_post(self, call: Call) -> Message:
        values = shapes.given(call.body)
        values["birth"] = values["birth"].isoformat()
        values["gender"] = values["gender"].number
        values["agreed_to"] = versions(values["agreed_to"])
        request = pb.SignUpRequest(
            **values,
            language=call.language,
        )
        return await call.ask(self.stubs.members.SignUp, request)


ROUTES: Routes = (
    ("/v1/auth/login-ids/{login_id}", LoginIds),
    ("/v1/auth/sign-up", SignUps),
)
