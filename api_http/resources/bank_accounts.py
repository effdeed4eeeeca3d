"""Where is one's money paid out to?"""

from typing import Annotated, Any

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType

from api_http import shapes
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb

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


class Accounts(Resource):
    @operation("listBankAccounts", "Your bank accounts", answer=pb.ListAccountsResponse)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAccountsRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.ListAccounts, request)

    @operation(
        "addBankAccount",
        "Add a bank account",
        body=NewAccount,
        answer=pb.Account,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/accounts/{account_id}",
        refuses=("UNKNOWN_BANK", "TOO_MANY_ACCOUNTS", "MEMBER_SUSPENDED"),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateAccountRequest(member_id=call.member_id, **_account(call.body))
        return await call.ask(self.stubs.members.CreateAccount, request)


class Account(Resource):
    @operation(
        "changeBankAccount",
        "Change a bank account",
        body=AccountChange,
        answer=pb.Account,
        refuses=("ACCOUNT_NOT_FOUND", "UNKNOWN_BANK", "MEMBER_SUSPENDED"),
    )
    async def on_patch(self, call: Call, account_id: int) -> Message:
        request = pb.UpdateAccountRequest(
            member_id=call.member_id, account_id=account_id, **_account(call.body)
        )
        return await call.ask(self.stubs.members.UpdateAccount, request)

    @operation(
        "deleteBankAccount",
        "Delete a bank account",
        status=204,
        refuses=("ACCOUNT_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, account_id: int) -> None:
        request = pb.DeleteAccountRequest(member_id=call.member_id, account_id=account_id)
        await call.ask(self.stubs.members.DeleteAccount, request)


class DefaultAccount(Resource):
    @operation(
        "makeBankAccountDefault",
        "Make a bank account the default",
        answer=pb.Account,
        refuses=("ACCOUNT_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, account_id: int) -> Message:
        request = pb.SetDefaultAccountRequest(member_id=call.member_id, account_id=account_id)
        return await call.ask(self.stubs.members.SetDefaultAccount, request)


def _account(body: Any) -> dict[str, Any]:
    values = shapes.given(body)
    if "account_number" in values:
        values["account_number"] = values["account_number"].replace("-", "")
    return values


ROUTES: Routes = (
    ("/v1/me/accounts", Accounts),
    ("/v1/me/accounts/{account_id:id}", Account),
    ("/v1/me/accounts/{account_id:id}/default", DefaultAccount),
)
