"""Who takes part in the demo, and who may be tried?"""

import pytest

from demo.past.people import BUYERS, OPERATOR, TO_TRY, accounts_of
from grpc_services.admin.operators import scopes_of
from grpc_services.members.passwords import hashed
from grpc_services.members.standing import masked
from models.admin import AdminScope
from models.alarms import AlarmMail, AlarmPreference
from models.catalogue import Goods
from models.members import Address, Consent, Member, Store, StoreFollow
from tests.demo.conftest import TOLD, UNTOLD


def _member(login_id: str) -> Member:
    return Member.get(Member.login_id == login_id)


@pytest.mark.usefixtures("loaded")
class TestSellers:
    def test_have_stores_with_goods_and_something_to_say(self) -> None:
        sellers = list(Member.select().where(Member.login_id.startswith("demo_seller")))
        stores = list(Store.select().where(Store.member.in_(sellers)))

        assert len(stores) == 5
        assert {goods.seller_id for goods in Goods.select()} == {row.member_id for row in sellers}
        assert all(len(store.info) > 40 and "demo" not in store.name for store in stores)

    def test_have_followers(self) -> None:
        for goods in Goods.select().group_by(Goods.store):
            followers = StoreFollow.select().where(StoreFollow.store == goods.store).count()
            assert goods.store.follower_count == followers > 0


@pytest.mark.usefixtures("loaded")
class TestEverybody:
    def test_agreed_to_the_terms(self) -> None:
        assert Consent.select().count() == 2 * Member.select().count()

    def test_looks_different_from_the_others_where_they_bid(self) -> None:
        assert len({masked(login_id) for login_id in BUYERS[1:]}) == len(BUYERS[1:])

    def test_has_a_name_that_is_nobodys(self) -> None:
        buyers = [row for row in Member.select() if not row.login_id.startswith("demo_seller")]

        assert all(row.name == row.login_id for row in buyers)

    def test_hears_of_what_happens_from_now_on(self) -> None:
        assert all(row.enabled for row in AlarmPreference.select())
        assert AlarmMail.select().count() == 0


@pytest.mark.usefixtures("loaded")
class TestAccountsToTry:
    def test_are_a_seller_two_buyers_and_an_operator(self) -> None:
        told = [row.login_id for row in Member.select().where(Member.password_hash == TOLD)]
        others = Member.select().where(Member.password_hash == UNTOLD).count()

        assert sorted(told) == sorted(TO_TRY)
        assert len(told) == 4
        assert others == Member.select().count() - 4

    def test_have_one_that_may_do_everything(self) -> None:
        assert scopes_of(member_id=_member(OPERATOR).member_id) == ["OWNER"]
        assert AdminScope.select().count() == 1

    def test_can_buy_at_once(self) -> None:
        for login_id in ("demo_buyer1", "demo_buyer2"):
            assert Address.select().where(Address.member == _member(login_id)).count() == 1


class TestAccountsOf:
    def test_names_those_that_a_password_opens(self, people: list[Member]) -> None:
        seller, *_ = people
        Member.update(login_id="demo_seller1", password_hash=hashed("open sesame")).where(
            Member.member_id == seller.member_id
        ).execute()

        assert accounts_of("open sesame") == ["demo_seller1"]
        assert accounts_of("another") == []
