"""Who follows which store, and whom has a member blocked?"""

from datetime import timedelta

import pytest

from grpc_services.members.standing import OwnStore, StoreNotFound, block_store
from grpc_services.stores import follows
from grpc_services.suspension import Blocked
from models.dialect import database_now
from models.members import Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ann():
    return factories.member("ann")


def store_of(member):
    return Store.get(Store.member == member.member_id)


def follow(member, store):
    follows.follow_store(member_id=member.member_id, store_id=store.store_id, now=database_now())


class TestAFollow:
    def test_is_counted_once_and_may_be_taken_back(self, ann):
        store = store_of(factories.member("seller"))
        for _ in range(2):
            follow(ann, store)
        assert Store.get_by_id(store.store_id).follower_count == 1

        follows.unfollow_store(member_id=ann.member_id, store_id=store.store_id)
        assert Store.get_by_id(store.store_id).follower_count == 0

    def test_of_ones_own_store_or_of_none_is_refused(self, ann):
        with pytest.raises(OwnStore):
            follow(ann, store_of(ann))
        with pytest.raises(StoreNotFound):
            follows.follow_store(member_id=ann.member_id, store_id=10**9, now=database_now())

    def test_is_refused_whoever_of_the_two_has_blocked_the_other(self, ann):
        bob = factories.member("blocked_bob")
        store = store_of(bob)
        block_store(member_id=ann.member_id, store_id=store.store_id, now=database_now())
        for member, theirs in ((ann, store), (bob, store_of(ann))):
            with pytest.raises(Blocked):
                follow(member, theirs)


class TestStoresOf:
    def test_are_in_the_order_that_is_asked_for(self, ann):
        ids = [store_of(factories.member(name)).store_id for name in ("one", "two", "six")]
        wanted = [ids[2], ids[0], ids[1]]
        assert [store.store_id for store in follows.stores_of(store_ids=wanted)] == wanted


class TestBlockedStores:
    def test_are_listed_by_page_the_latest_first(self, ann):
        stores = [store_of(factories.member(name)) for name in ("one", "two", "six")]
        began = database_now()
        for second, store in enumerate(stores):
            at = began + timedelta(seconds=second)
            block_store(member_id=ann.member_id, store_id=store.store_id, now=at)

        first, following = self.page(ann)
        rest, end = self.page(ann, following)

        assert first + rest == [store.store_id for store in reversed(stores)]
        assert end is None

    def page(self, member, cursor=""):
        rows, following = follows.stores_blocked_by(
            member_id=member.member_id, limit=2, cursor=cursor
        )
        return [row.store_id for row in rows], following
