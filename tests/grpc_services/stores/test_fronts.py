"""How does a store look, to everybody and to its owner?"""

from datetime import timedelta

import pytest

from grpc_services.catalogue.uploads import UploadNotFound
from grpc_services.members.standing import StoreNotFound, block_store
from grpc_services.stores import follows, fronts
from models.dialect import database_now
from models.members import Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def seller():
    return factories.member("seller")


def store_of(member):
    return Store.get(Store.member == member.member_id)


class TestAFront:
    def test_counts_goods_by_state(self, seller):
        factories.goods(seller)
        factories.goods(seller, starts_at=database_now() + timedelta(minutes=5))

        found = fronts.front(store_id=store_of(seller).store_id, viewer_id=0)

        assert found.goods_by_state["OPEN"] == found.goods_by_state["SCHEDULED"] == 1
        assert found.goods_by_state["SOLD"] == 0

    def test_tells_a_reader_whether_they_follow_or_have_blocked(self, seller):
        ann, store_id = factories.member("ann"), store_of(seller).store_id
        follows.follow_store(member_id=ann.member_id, store_id=store_id, now=database_now())
        before = fronts.front(store_id=store_id, viewer_id=ann.member_id)
        block_store(member_id=ann.member_id, store_id=store_id, now=database_now())
        after = fronts.front(store_id=store_id, viewer_id=ann.member_id)

        assert (before.following, before.blocked) == (True, False)
        assert after.blocked
        assert not fronts.front(store_id=store_id, viewer_id=0).following

    def test_is_not_there_without_a_store(self):
        with pytest.raises(StoreNotFound):
            fronts.front(store_id=10**9, viewer_id=0)


class TestChange:
    def change(self, seller, upload_id=None, **values):
        return fronts.change_store(
            member_id=seller.member_id, values=values, upload_id=upload_id
        ).store

    def test_leaves_what_is_not_given(self, seller):
        name = store_of(seller).name
        assert self.change(seller, info="신발만 팝니다.").name == name
        assert self.change(seller, name="새 이름").info == "신발만 팝니다."

    def test_takes_a_picture_of_the_sellers_own(self, seller):
        picture = factories.picture(seller, kind="STORE")
        self.change(seller, upload_id=picture.upload_id)
        assert store_of(seller).image == picture.full_key

    def test_stores_nothing_when_the_picture_is_somebody_elses(self, seller):
        other = factories.picture(factories.member("eve"), kind="STORE")
        with pytest.raises(UploadNotFound):
            self.change(seller, upload_id=other.upload_id, name="새 이름")
        assert store_of(seller).name != "새 이름"
