"""Who is behind a store, and do orders keep it?"""

import pytest

from grpc_services.stores import businesses
from grpc_services.stores.businesses import RegistrationNumberInvalid, StoreSelling
from models.members import Business, Store
from models.trade import Order
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

OURS = {
    "name": "앤 상회",
    "representative": "김앤",
    "registration_number": "1234567891",
    "mail_order_number": "제2026-서울강남-01234호",
    "address": "서울특별시 강남구 테헤란로 1",
    "phone": "02-1234-5678",
    "email": "ann@example.com",
}


def _become(member, **changes):
    businesses.become_business(member_id=member.member_id, values=OURS | changes)


def _kind(member):
    return Store.get(Store.member == member).kind


class TestARegistrationNumber:
    @pytest.mark.parametrize("number", ["1248100998", "1208147521", "2208162517", "1234567891"])
    def test_ends_in_what_follows_from_its_beginning(self, number):
        assert businesses.is_registration_number(number)
        others = {f"{number[:9]}{digit}" for digit in range(10)} - {number}
        assert not any(map(businesses.is_registration_number, others))

    def test_is_refused_when_it_is_nobodys(self, people):
        with pytest.raises(RegistrationNumberInvalid):
            _become(people[0], registration_number="1234567890")

        assert (_kind(people[0]), Business.select().count()) == ("PRIVATE", 0)


class TestABusiness:
    def test_is_shown_as_it_said_last(self, people):
        _become(people[0])
        _become(people[0], name="새 상회")

        store = Store.get(Store.member == people[0])
        assert (store.kind, businesses.business_of(store_id=store.store_id).name) == (
            "BUSINESS",
            "새 상회",
        )

    def test_turns_private_once_nothing_is_for_sale(self, people):
        seller, _, bob = people
        _become(seller)
        order = sales.won(seller, bob)
        with pytest.raises(StoreSelling):
            businesses.become_private(member_id=seller.member_id)

        sales.pay(order)
        businesses.become_private(member_id=seller.member_id)

        assert (_kind(seller), Business.select().count()) == ("PRIVATE", 0)

    def test_stays_one_in_orders_that_there_are(self, people):
        seller, ann, bob = people
        before = sales.won(seller, ann)
        _become(seller)
        after = sales.won(seller, bob)

        kinds = [Order.get_by_id(order.order_id).seller_kind for order in (before, after)]
        assert kinds == ["PRIVATE", "BUSINESS"]

    def test_is_nobody_of_who_sells_privately(self, people):
        factories.goods(people[0])
        businesses.become_private(member_id=people[0].member_id)

        assert (
            businesses.business_of(store_id=Store.get(Store.member == people[0]).store_id) is None
        )
