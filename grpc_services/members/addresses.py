"""Where may parcels go?"""

from typing import Any

from grpc_services.facts import atomic
from grpc_services.members import belongings
from grpc_services.refusals import Conflict, NotFound
from models.members import Address


class AddressNotFound(NotFound):
    """You have no such address."""


class TooManyAddresses(Conflict):
    """There are as many addresses as there may be; delete one first."""


def addresses_of(*, member_id: int) -> list[Address]:
    return belongings.all_of(Address, member_id=member_id)


def default_address(*, member_id: int) -> Address | None:
    return belongings.default_of(Address, member_id=member_id)


def address(*, member_id: int, address_id: int) -> Address:
    """:raises AddressNotFound: if the member has no such address"""
    return belongings.one_of(
        Address, member_id=member_id, row_id=address_id, missing=AddressNotFound
    )


@atomic
def add_address(*, member_id: int, values: dict[str, Any], default: bool = False) -> Address:
    """:raises TooManyAddresses: if the member has twenty"""
    return belongings.add(
        Address, member_id=member_id, default=default, too_many=TooManyAddresses, values=values
    )


@atomic
def change_address(*, member_id: int, address_id: int, values: dict[str, Any]) -> Address:
    """:raises AddressNotFound: if the member has no such address"""
    return belongings.change(address(member_id=member_id, address_id=address_id), values)


@atomic
def make_default_address(*, member_id: int, address_id: int) -> Address:
    """:raises AddressNotFound: if the member has no such address"""
    return belongings.make_default(
        address(member_id=member_id, address_id=address_id), member_id=member_id
    )


@atomic
def remove_address(*, member_id: int, address_id: int) -> None:
    """:raises AddressNotFound: if the member has no such address"""
    belongings.remove(address(member_id=member_id, address_id=address_id), member_id=member_id)
