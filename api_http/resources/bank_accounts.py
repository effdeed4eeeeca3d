"""Where is one's money paid out to?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb


class NewAccount(Shape, frozen=True, kw_only=True):
    bank_code: texts.BankCode
    account_number: texts.AccountNumber
    holder: texts.Name
    default: bool = False


class AccountChange(Shape, frozen=True, kw_only=True):
    bank_code: texts.BankCode | UnsetType = UNSET
    account_number: texts.AccountNumber | UnsetType = UNSET
    holder: texts.Name | UnsetType = UNSET


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
        request = pb.CreateAccountRequest(member_id=call.member_id, **shapes.given(call.body))
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
            member_id=call.member_id, account_id=account_id, **shapes.given(call.body)
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


ROUTES: Routes = (
    ("/v1/me/accounts", Accounts),
    ("/v1/me/accounts/{account_id:id}", Account),
    ("/v1/me/accounts/{account_id:id}/default", DefaultAccount),
)
