"""Where may settlements be paid out to, and payments be given back to?"""

from typing import Any

from grpc_services.facts import atomic
from grpc_services.members import belongings
from grpc_services.refusals import Conflict, Invalid, NotFound
from models.members import Account

#: Codes of the Korea Financial Telecommunications and Clearings Institute.
BANKS = {
    "002": "산업은행",
    "003": "기업은행",
    "004": "국민은행",
    "007": "수협은행",
    "011": "농협은행",
    "012": "농축협",
    "020": "우리은행",
    "023": "SC제일은행",
    "027": "씨티은행",
    "031": "iM뱅크",
    "032": "부산은행",
    "034": "광주은행",
    "037": "전북은행",
    "039": "경남은행",
    "045": "새마을금고",
    "048": "신협",
    "071": "우체국",
    "081": "하나은행",
    "088": "신한은행",
    "089": "케이뱅크",
    "090": "카카오뱅크",
    "092": "토스뱅크",
}


class AccountNotFound(NotFound):
    """You have no such bank account."""


class TooManyAccounts(Conflict):
    """There are as many bank accounts as there may be; delete one first."""


class UnknownBank(Invalid):
    """There is no bank with this code."""


def accounts_of(*, member_id: int) -> list[Account]:
    return belongings.all_of(Account, member_id=member_id)


@atomic
def add_account(*, member_id: int, values: dict[str, Any], default: bool = False) -> Account:
    """
    :raises UnknownBank: if no bank has the code
    :raises TooManyAccounts: if the member has twenty
    """
    _require_bank(values)
    return belongings.add(
        Account, member_id=member_id, default=default, too_many=TooManyAccounts, values=values
    )


@atomic
def change_account(*, member_id: int, account_id: int, values: dict[str, Any]) -> Account:
    """
    :raises AccountNotFound: if the member has no such account
    :raises UnknownBank: if no bank has the code
    """
    _require_bank(values)
    return belongings.change(account(member_id=member_id, account_id=account_id), values)


@atomic
def make_default_account(*, member_id: int, account_id: int) -> Account:
    """:raises AccountNotFound: if the member has no such account"""
    return belongings.make_default(
        account(member_id=member_id, account_id=account_id), member_id=member_id
    )


@atomic
def remove_account(*, member_id: int, account_id: int) -> None:
    """:raises AccountNotFound: if the member has no such account"""
    belongings.remove(account(member_id=member_id, account_id=account_id), member_id=member_id)


def account(*, member_id: int, account_id: int) -> Account:
    """:raises AccountNotFound: if the member has no such account"""
    return belongings.one_of(
        Account, member_id=member_id, row_id=account_id, missing=AccountNotFound
    )


def _require_bank(values: dict[str, Any]) -> None:
    if "bank_code" in values and values["bank_code"] not in BANKS:
        raise UnknownBank("bank_code")


def masked_number(account_number: str) -> str:
    return "*" * max(0, len(account_number) - 4) + account_number[-4:]
