"""Which of a member's addresses and bank accounts is the default?"""

import pytest

from grpc_services.members import addresses, bank_accounts
from grpc_services.members.blocks import blocks_between
from grpc_services.members.standing import (
    OwnStore,
    StoreNotFound,
    block_store,
    unblock_store,
)
from models.members import Address, Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

HOME = {
    "name": "Ann",
    "phone": "010-0000-0000",
    "postcode": "06236",
    "address": "서울",
    "address_detail": "",
}


@pytest.fixture
def ann():
    return factories.member("ann")


def _add(member, **options):
    return addresses.add_address(member_id=member.member_id, values=HOME, **options)


def _defaults():
    return [row.address_id for row in Address.select().where(Address.is_default)]


class TestTheDefaultAddress:
    def test_is_the_first_one(self, ann):
        first, _ = _add(ann), _add(ann)

        assert _defaults() == [first.address_id]

    def test_can_be_another(self, ann):
        _, second = _add(ann), _add(ann)

        addresses.make_default_address(member_id=ann.member_id, address_id=second.address_id)

        assert _defaults() == [second.address_id]

    def test_can_be_a_new_one(self, ann):
        _, second = _add(ann), _add(ann, default=True)

        assert _defaults() == [second.address_id]

    def test_passes_on_when_it_is_deleted(self, ann):
        first, second = _add(ann), _add(ann)

        addresses.remove_address(member_id=ann.member_id, address_id=first.address_id)

        assert _defaults() == [second.address_id]


class TestAnAddress:
    def test_of_somebody_else_is_not_there(self, ann):
        mine, eve = _add(ann), factories.member("eve")

        for act in (addresses.remove_address, addresses.make_default_address):
            with pytest.raises(addresses.AddressNotFound):
                act(member_id=eve.member_id, address_id=mine.address_id)

    def test_is_one_of_twenty_at_most(self, ann):
        for _ in range(20):
            _add(ann)

        with pytest.raises(addresses.TooManyAddresses):
            _add(ann)

    def test_keeps_what_a_change_does_not_name(self, ann):
        mine = _add(ann)

        changed = addresses.change_address(
            member_id=ann.member_id, address_id=mine.address_id, values={"name": "앤"}
        )

        assert (changed.name, changed.address) == ("앤", "서울")


class TestABankAccount:
    def test_needs_a_bank_that_there_is(self, ann):
        values = {"bank_code": "999", "account_number": "123456", "holder": "Ann"}

        with pytest.raises(bank_accounts.UnknownBank):
            bank_accounts.add_account(member_id=ann.member_id, values=values)

    def test_shows_its_last_four_digits(self):
        assert bank_accounts.masked_number("1234567890") == "******7890"


class TestBlocking:
    def test_bars_the_owner_of_a_store_until_it_is_taken_back(self, ann):
        eve = factories.member("eve")
        store = Store.get(Store.member == eve)
        asked = {"member_ids": [eve.member_id], "other_ids": [ann.member_id]}

        for _ in range(2):
            block_store(
                member_id=ann.member_id, store_id=store.store_id, now=factories.database_now()
            )
        assert blocks_between(**asked) == {eve.member_id: {ann.member_id}}

        unblock_store(member_id=ann.member_id, store_id=store.store_id)
        assert blocks_between(**asked) == {}

    def test_is_refused_for_ones_own_store_and_for_none(self, ann):
        store = Store.get(Store.member == ann)

        with pytest.raises(OwnStore):
            block_store(
                member_id=ann.member_id, store_id=store.store_id, now=factories.database_now()
            )
        with pytest.raises(StoreNotFound):
            unblock_store(member_id=ann.member_id, store_id=10**15)
