"""What is known of oneself, and how is it changed?"""

from typing import Literal

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.kinds.contacts import Phone
from api_http.kinds.moments import Day
from api_http.operations import Call, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb
from protos import privacy_pb2

#: Three genders, and the other names that clients in the field send for them.
_ALSO = {"F": "FEMALE", "M": "MALE", "N": "OTHER", "U": "OTHER", "X": "OTHER", "NONE": "OTHER"}


class Gender(Choice, of=pb.Gender, also=_ALSO):
    """Of members."""


class ProfileChange(Shape, frozen=True, kw_only=True):
    name: texts.Name | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    birth: Day | UnsetType = UNSET
    gender: Gender | UnsetType = UNSET
    language: Literal["ko", "en"] | UnsetType = UNSET


class Withdrawal(Shape, frozen=True, kw_only=True):
    password: texts.TriedPassword


class PasswordChange(Shape, frozen=True, kw_only=True):
    current_password: texts.TriedPassword
    new_password: texts.Password


class EmailChange(Shape, frozen=True, kw_only=True):
    email_token: texts.Opaque


class Me(Resource):
    @operation("readProfile", "Your profile", answer=pb.Member)
    async def on_get(self, call: Call) -> Message:
        request = pb.GetMemberRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.GetMember, request)

    @operation(
        "changeProfile",
        "Change your profile",
        body=ProfileChange,
        answer=pb.Member,
        refuses=("BIRTH_IMPLAUSIBLE", "TOO_YOUNG", "MEMBER_SUSPENDED"),
    )
    async def on_patch(self, call: Call) -> Message:
        values = shapes.given(call.body)
        if "birth" in values:
            values["birth"] = values["birth"].isoformat()
        if "gender" in values:
            values["gender"] = values["gender"].number
        request = pb.UpdateMemberRequest(member_id=call.member_id, **values)
        return await call.ask(self.stubs.members.UpdateMember, request)

    @operation(
        "withdraw",
        "Leave for good; orders, money and what you agreed to are kept as the law wants",
        body=Withdrawal,
        status=204,
        refuses=(
            "WRONG_PASSWORD",
            "TOO_MANY_SIGN_INS",
            "BIDS_LEADING",
            "GOODS_FOR_SALE",
            "ORDERS_OPEN",
            "MEMBER_SUSPENDED",
        ),
    )
    async def on_delete(self, call: Call) -> None:
        request = privacy_pb2.WithdrawRequest(
            member_id=call.member_id, password=call.body.password, address=call.address
        )
        await call.ask(self.stubs.privacy.Withdraw, request)


class MyPassword(Resource):
    @operation(
        "changePassword",
        "Change your password; your other sessions end",
        body=PasswordChange,
        status=204,
        refuses=("WRONG_PASSWORD", "PASSWORD_TOO_WEAK", "TOO_MANY_SIGN_INS"),
    )
    async def on_put(self, call: Call) -> None:
        request = pb.ChangePasswordRequest(
            member_id=call.member_id,
            session_id=call.session_id,
            address=call.address,
            **shapes.given(call.body),
        )
        await call.ask(self.stubs.members.ChangePassword, request)


class MyEmail(Resource):
    @operation(
        "changeEmail",
        "Move your account to another e-mail address, proven for CHANGE_EMAIL",
        body=EmailChange,
        answer=pb.Member,
        refuses=("EMAIL_NOT_VERIFIED", "EMAIL_TAKEN", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call) -> Message:
        request = pb.ChangeEmailRequest(member_id=call.member_id, email_token=call.body.email_token)
        return await call.ask(self.stubs.members.ChangeEmail, request)


class MyExport(Resource):
    @operation(
        "requestExport",
        "Have a copy of all that is kept of you mailed to you, once a day",
        status=202,
        is_begun_by_get=True,
        refuses=("EXPORT_TOO_SOON",),
    )
    async def on_get(self, call: Call) -> None:
        request = privacy_pb2.RequestExportRequest(member_id=call.member_id)
        await call.ask(self.stubs.privacy.RequestExport, request)


ROUTES: Routes = (
    ("/v1/me", Me),
    ("/v1/me/export", MyExport),
    ("/v1/me/password", MyPassword),
    ("/v1/me/email", MyEmail),
)
