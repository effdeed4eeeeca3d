"""What has a member looked at lately?"""

from datetime import timedelta

import pytest

from grpc_services.catalogue import recent
from models.catalogue import GoodsView
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ann():
    return factories.member("ann")


def look(member, goods_ids):
    """One after the other, a second apart."""
    began = database_now()
    for second, goods_id in enumerate(goods_ids):
        at = began + timedelta(seconds=second)
        recent.note_view(member_id=member.member_id, goods_id=goods_id, now=at)


def seen_by(member, *, limit=100, cursor=""):
    return recent.viewed_by(member_id=member.member_id, limit=limit, cursor=cursor)


class TestViews:
    def test_are_listed_the_latest_first_each_goods_once(self, ann):
        one, two, three = (
            factories.goods(factories.member(name)).goods_id for name in ("one", "two", "six")
        )
        look(ann, [one, two, three, one])

        first, following = seen_by(ann, limit=2)
        rest, end = seen_by(ann, limit=2, cursor=following)

        assert (first, rest, end) == ([one, three], [two], None)

    def test_are_kept_up_to_a_hundred(self, ann):
        seller = factories.member("seller")
        pictures = [factories.goods(seller).goods_id for _ in range(recent.MOST + 2)]
        look(ann, pictures)

        assert seen_by(ann)[0] == pictures[:1:-1]
        assert GoodsView.select().count() == recent.MOST

    def test_are_not_those_of_others(self, ann):
        goods = factories.goods(factories.member("seller"))
        look(ann, [goods.goods_id])
        assert seen_by(factories.member("bob")) == ([], None)
