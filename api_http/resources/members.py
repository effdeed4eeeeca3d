"""Accounts over HTTP: signing up and in, the profile, addresses, bank accounts, blocks."""

from datetime import date
from typing import Annotated, Any, Literal

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType

from api_http import shapes
from api_http.operations import Call, Key, Resource, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb

Purpose = Literal["SIGN_UP", "FIND_ID", "RESET_PASSWORD", "CHANGE_EMAIL"]
#: Three genders, and the other names that clients in the field send for them.
_GENDERS = {"F": "FEMALE", "M": "MALE", "N": "OTHER", "U": "OTHER", "X": "OTHER", "NONE": "OTHER"}
Gender = Literal["FEMALE", "MALE", "OTHER", "F", "M", "N", "U", "X", "NONE"]


class NewEmailCode(Shape, frozen=True, kw_only=True):
    email: shapes.Email
    purpose: Purpose


class EmailCode(NewEmailCode, frozen=True, kw_only=True):
    code: shapes.Code


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


class SignIn(Shape, frozen=True, kw_only=True):
    login_id: shapes.LoginId
    password: Annotated[str, Meta(min_length=1, max_length=128)]


class Refresh(Shape, frozen=True, kw_only=True):
    refresh_token: shapes.Opaque


class NewAddress(Shape, frozen=True, kw_only=True):
    name: shapes.Name
    phone: shapes.Phone
    postcode: shapes.Postcode
    address: shapes.Line
    address_detail: shapes.OptionalLine = ""
    default: bool = False


class AddressChange(Shape, frozen=True, kw_only=True):
    name: shapes.Name | UnsetType = UNSET
    phone: shapes.Phone | UnsetType = UNSET
    postcode: shapes.Postcode | UnsetType = UNSET
    address: shapes.Line | UnsetType = UNSET
    address_detail: shapes.OptionalLine | UnsetType = UNSET


BankCode = Annotated[str, Meta(pattern=r"^[0-9]{3}$(?!\n)")]
#: Digits, perhaps with hyphens as banks print them; kept without.
AccountNumber = Annotated[str, Meta(pattern=r"^[0-9][0-9-]{4,18}[0-9]$(?!\n)")]


class NewAccount(Shape, frozen=True, kw_only=True):
    bank_code: BankCode
    account_number: AccountNumber
    holder: shapes.Name
    default: bool = False


class AccountChange(Shape, frozen=True, kw_only=True):
    bank_code: BankCode | UnsetType = UNSET
    account_number: AccountNumber | UnsetType = UNSET
    holder: shapes.Name | UnsetType = UNSET


def given(body: Any) -> dict[str, Any]:
    """This function will name the fields of a body that were sent."""
    values = {name: getattr(body, name) for name in body.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET}


class EmailCodes(Resource):
    @operation(
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


class LoginIds(Resource):
    @operation("Is a login id free?", answer=pb.LoginIdAvailability, public=True)
    async def on_get(self, call: Call, login_id: str) -> Message:
        request = pb.CheckLoginIdRequest(login_id=login_id.lower())
        return await call.ask(self.stubs.members.CheckLoginId, request)


class SignUps(Resource):
    @operation(
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
        values = given(call.body)
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


class SignIns(Resource):
    @operation(
        "Sign in",
        body=SignIn,
        answer=pb.Tokens,
        public=True,
        key=Key.ACCEPTED,
        refuses=("WRONG_CREDENTIALS", "TOO_MANY_SIGN_INS"),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.SignInRequest(
            login_id=call.body.login_id.lower(),
            password=call.body.password,
            address=call.address,
            device=call.agent,
        )
        return await call.ask(self.stubs.members.SignIn, request)


class Refreshes(Resource):
    @operation(
        "Exchange the refresh token for new tokens",
        body=Refresh,
        answer=pb.Tokens,
        public=True,
        key=Key.ACCEPTED,
        refuses=("INVALID_REFRESH_TOKEN",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.RefreshSessionRequest(refresh_token=call.body.refresh_token)
        return await call.ask(self.stubs.members.RefreshSession, request)


class SignOuts(Resource):
    @operation("Sign out; ends this session", status=204, key=Key.ACCEPTED)
    async def on_post(self, call: Call) -> None:
        session_id = call.caller.session_id if call.caller else 0
        await call.ask(self.stubs.members.SignOut, pb.SignOutRequest(session_id=session_id))


class Me(Resource):
    @operation("Your profile", answer=pb.Member)
    async def on_get(self, call: Call) -> Message:
        request = pb.GetMemberRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.GetMember, request)


class StoreBlock(Resource):
    @operation(
        "Bar a store's owner from your goods", status=204, refuses=("STORE_NOT_FOUND", "OWN_STORE")
    )
    async def on_put(self, call: Call, store_id: int) -> None:
        request = pb.BlockStoreRequest(member_id=call.member_id, store_id=store_id)
        await call.ask(self.stubs.members.BlockStore, request)

    @operation("Take a block back", status=204, refuses=("STORE_NOT_FOUND",))
    async def on_delete(self, call: Call, store_id: int) -> None:
        request = pb.UnblockStoreRequest(member_id=call.member_id, store_id=store_id)
        await call.ask(self.stubs.members.UnblockStore, request)


class Addresses(Resource):
    @operation("Your delivery addresses", answer=pb.ListAddressesResponse)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAddressesRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.ListAddresses, request)

    @operation(
        "Add a delivery address",
        body=NewAddress,
        answer=pb.Address,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/addresses/{address_id}",
        refuses=("TOO_MANY_ADDRESSES",),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateAddressRequest(member_id=call.member_id, **given(call.body))
        return await call.ask(self.stubs.members.CreateAddress, request)


class Address(Resource):
    @operation(
        "Change a delivery address",
        body=AddressChange,
        answer=pb.Address,
        refuses=("ADDRESS_NOT_FOUND",),
    )
    async def on_patch(self, call: Call, address_id: int) -> Message:
        request = pb.UpdateAddressRequest(
            member_id=call.member_id, address_id=address_id, **given(call.body)
        )
        return await call.ask(self.stubs.members.UpdateAddress, request)

    @operation("Delete a delivery address", status=204, refuses=("ADDRESS_NOT_FOUND",))
    async def on_delete(self, call: Call, address_id: int) -> None:
        request = pb.DeleteAddressRequest(member_id=call.member_id, address_id=address_id)
        await call.ask(self.stubs.members.DeleteAddress, request)


class DefaultAddress(Resource):
    @operation("Make an address the default", answer=pb.Address, refuses=("ADDRESS_NOT_FOUND",))
    async def on_put(self, call: Call, address_id: int) -> Message:
        request = pb.SetDefaultAddressRequest(member_id=call.member_id, address_id=address_id)
        return await call.ask(self.stubs.members.SetDefaultAddress, request)


class Accounts(Resource):
    @operation("Your bank accounts", answer=pb.ListAccountsResponse)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAccountsRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.ListAccounts, request)

    @operation(
        "Add a bank account",
        body=NewAccount,
        answer=pb.Account,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/accounts/{account_id}",
        refuses=("UNKNOWN_BANK", "TOO_MANY_ACCOUNTS"),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateAccountRequest(member_id=call.member_id, **_account(call.body))
        return await call.ask(self.stubs.members.CreateAccount, request)


class Account(Resource):
    @operation(
        "Change a bank account",
        body=AccountChange,
        answer=pb.Account,
        refuses=("ACCOUNT_NOT_FOUND", "UNKNOWN_BANK"),
    )
    async def on_patch(self, call: Call, account_id: int) -> Message:
        request = pb.UpdateAccountRequest(
            member_id=call.member_id, account_id=account_id, **_account(call.body)
        )
        return await call.ask(self.stubs.members.UpdateAccount, request)

    @operation("Delete a bank account", status=204, refuses=("ACCOUNT_NOT_FOUND",))
    async def on_delete(self, call: Call, account_id: int) -> None:
        request = pb.DeleteAccountRequest(member_id=call.member_id, account_id=account_id)
        await call.ask(self.stubs.members.DeleteAccount, request)


class DefaultAccount(Resource):
    @operation("Make a bank account the default", answer=pb.Account, refuses=("ACCOUNT_NOT_FOUND",))
    async def on_put(self, call: Call, account_id: int) -> Message:
        request = pb.SetDefaultAccountRequest(member_id=call.member_id, account_id=account_id)
        return await call.ask(self.stubs.members.SetDefaultAccount, request)


def _account(body: Any) -> dict[str, Any]:
    values = given(body)
    if "account_number" in values:
        values["account_number"] = values["account_number"].replace("-", "")
    return values


def _purpose(name: str) -> Any:
    return pb.EmailPurpose.Value(f"EMAIL_PURPOSE_{name}")
