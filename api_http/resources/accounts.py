"""How does one become a member, and what is known of oneself?"""

from datetime import date
from typing import Annotated, Literal

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb

#: Three genders, and the other names that clients in the field send for them.
_GENDERS = {"F": "FEMALE", "M": "MALE", "N": "OTHER", "U": "OTHER", "X": "OTHER", "NONE": "OTHER"}


Gender = Literal["FEMALE", "MALE", "OTHER", "F", "M", "N", "U", "X", "NONE"]


class SignUp(Shape, frozen=True, kw_only=True):
    login_id: shapes.LoginId
    password: shapes.Password
    name: shapes.Name
    email: shapes.Email
    email_token: shapes.Opaque
    phone: shapes.Phone
    birth: date
    gender: Gender
    agreed_to: Annotated[list[shapes.ShortLine], Meta(min_length=1, max_length=20)]


class LoginIds(Resource):
    @operation("checkLoginId", "Is a login id free?", answer=pb.LoginIdAvailability, public=True)
    async def on_get(self, call: Call, login_id: str) -> Message:
        request = pb.CheckLoginIdRequest(login_id=login_id.lower())
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
        refuses=("LOGIN_ID_TAKEN", "EMAIL_TAKEN", "EMAIL_NOT_VERIFIED", "TERMS_NOT_AGREED"),
    )
    async def on_post(self, call: Call) -> Message:
        values = shapes.given(call.body)
        values["login_id"] = values["login_id"].lower()
        values["email"] = values["email"].lower()
        values["birth"] = values["birth"].isoformat()
        gender = values.pop("gender")
        request = pb.SignUpRequest(
            **values,
            gender=f"GENDER_{_GENDERS.get(gender, gender)}",
            language=call.language,
        )
        return await call.ask(self.stubs.members.SignUp, request)


class Me(Resource):
    @operation("readProfile", "Your profile", answer=pb.Member)
    async def on_get(self, call: Call) -> Message:
        request = pb.GetMemberRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.GetMember, request)


ROUTES: Routes = (
    ("/v1/auth/login-ids/{login_id}", LoginIds),
    ("/v1/auth/sign-up", SignUps),
    ("/v1/me", Me),
)
