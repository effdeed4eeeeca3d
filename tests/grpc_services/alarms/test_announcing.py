"""Does everybody of very many hear once, a few at a time, whatever dies in between?"""

from datetime import timedelta

import pytest

from grpc_services import outbox
from grpc_services.admin.trail import By
from grpc_services.alarms import announcing, raising
from grpc_services.alarms.announcing import announce_more
from grpc_services.auction.ending_soon import tell_of_ends
from grpc_services.catalogue import likes
from grpc_services.dispatch import _read
from grpc_services.editorial.notices import progress_of, publish_notice, retire_notice
from grpc_services.members.standing import block_store
from grpc_services.stores.follows import follow_store
from models.alarms import Alarm, Announcement
from models.auction import Auction
from models.base import database as tables
from models.catalogue import Brand
from models.dialect import database_now
from models.members import Member, Store, StoreFollow
from models.outbox import SENT, OutboxFact
from tests.support import factories


@pytest.fixture
def people(people):
    """Ann follows the seller's store; bob likes the brand of what comes up, as the seller does."""
    seller, ann, bob = people
    now = database_now()
    factories.listing(seller)
    brand = Brand.get(Brand.name == "나이키")
    follow_store(member_id=ann.member_id, store_id=store_of(seller).store_id, now=now)
    for member in (bob, seller):
        likes.BRANDS.add(member_id=member.member_id, thing_id=brand.brand_id, now=now)
    return people


def store_of(member):
    return Store.get(Store.member == member)


def followers(store, count):
    """Many others who follow a store."""
    like, now = Member.get().__data__, database_now()
    # Numbers are never given twice: those of the next test follow the largest.
    first = like["member_id"] + 10_000
    ids = list(range(first, first + count))
    Member.insert_many(
        [like | {"member_id": one, "login_id": f"m{one}", "email": f"m{one}"} for one in ids]
    ).execute()
    StoreFollow.insert_many(
        [{"member_id": one, "store": store, "created_at": now} for one in ids]
    ).execute()


def dispatch():
    """As dispatch does: raise what there is, and note that it is told."""
    rows = outbox.claim_new()
    facts = [(row.fact_id, fact) for row, fact in _read(rows)]
    raising.raise_alarms(facts=facts, now=database_now())
    outbox.advance([row.fact_id for row in rows], SENT)


def announce_all():
    dispatch()
    while announce_more(now=database_now()):
        dispatch()


def heard():
    rows = Alarm.select(Alarm.member, Alarm.kind).order_by(Alarm.member, Alarm.kind).tuples()
    return list(rows)


class TestNewGoods:
    def test_are_told_to_who_follows_the_store_and_who_likes_the_brand(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        announce_all()

        assert heard() == [
            (ann.member_id, "STORE_NEW_GOODS"),
            (bob.member_id, "BRAND_NEW_GOODS"),
        ]
        alarm = Alarm.get(Alarm.member == ann)
        assert (alarm.goods_id, alarm.store_id) == (lot.goods_id, lot.store_id)
        assert alarm.text == f"{store_of(seller).name} has put up '나이키 에어'."

    def test_are_no_fact_that_nobody_waits_for(self, people):
        bob = people[2]
        other = Brand.create(name="아무도", name_en="Nobody's")
        factories.goods(bob, brand_id=other.brand_id)
        assert factories.facts() == []

    def test_are_not_told_to_whom_a_block_parts_from_the_seller(self, people, now):
        seller, ann, _ = people
        block_store(member_id=ann.member_id, store_id=store_of(seller).store_id, now=now)
        factories.goods(seller)
        announce_all()
        assert ann.member_id not in dict(heard())

    def test_that_are_off_again_are_not_told_of(self, people):
        lot = factories.goods(people[0])
        dispatch()
        Auction.update(state="CANCELLED").where(Auction.goods == lot).execute()
        announce_all()
        assert heard() == []
        assert Announcement.select().where(Announcement.done_at.is_null()).count() == 0


class TestVeryMany:
    def test_all_hear_once_in_batches(self, people):
        store = store_of(people[0])
        followers(store, 450)
        factories.goods(people[0])
        announce_all()

        told = Alarm.select(Alarm.member).where(Alarm.kind == "STORE_NEW_GOODS").distinct()
        assert told.count() == Alarm.select().where(Alarm.kind == "STORE_NEW_GOODS").count() == 451
        announcement = Announcement.get(Announcement.kind == "STORE_NEW_GOODS")
        assert (announcement.told, announcement.done_at is None) == (451, False)
        batches = OutboxFact.select().where(OutboxFact.kind == "NewGoodsOfStore")
        assert batches.count() == 3

    def test_do_not_keep_others_waiting(self, people):
        followers(store_of(people[0]), 2_000)
        factories.goods(people[0])
        dispatch()

        while announce_more(now=database_now()):
            pass

        assert outbox.kinds_waiting() == ["NewGoodsOfStore"] * announcing._WAITING_MOST

    def test_are_begun_once_though_a_fact_is_raised_again(self, people):
        factories.goods(people[0])
        (row,) = outbox.claim_new()
        ((_, fact),) = _read([row])
        for _ in range(2):
            announcing.begin(facts=[(row.fact_id, fact)])
        assert Announcement.select().count() == 2


class TestAnEndThatIsNear:
    def test_is_told_once_to_who_likes_the_goods_or_has_bid_on_them(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        for member in (ann, seller):
            likes.GOODS.add(member_id=member.member_id, thing_id=lot.goods_id, now=database_now())
        for member, amount in ((ann, 10_000), (bob, 20_000), (ann, 30_000)):
            factories.bid(lot, member, amount=amount)
        announce_all()
        Alarm.delete().execute()

        tell_of_ends(within=timedelta(minutes=30), now=database_now() + timedelta(minutes=31))
        announce_all()

        assert heard() == [(ann.member_id, "ENDING_SOON"), (bob.member_id, "ENDING_SOON")]
        assert "29" in Alarm.get().text


OPERATOR = By(7, "알려야 합니다.", "192.0.2.1")


def publish(audience="ALL"):
    texts = {"title": "점검", "text": "내일", "title_en": "Repairs", "text_en": "Tomorrow"}
    return publish_notice(texts=texts, audience=audience, by=OPERATOR, now=database_now())


def progress(notice):
    return progress_of(notice_ids=[notice.notice_id])[notice.notice_id]


class TestANotice:
    def test_is_told_to_everybody_in_their_language_but_who_has_left(self, people):
        seller, ann, bob = people
        Member.update(language="ko").where(Member.member_id == ann).execute()
        Member.update(withdrawn_at=database_now()).where(Member.member_id == bob).execute()
        notice = publish()
        announce_all()

        told = Alarm.select(Alarm.member, Alarm.text).order_by(Alarm.member).tuples()
        assert list(told) == [
            (seller.member_id, "New notice: Repairs"),
            (ann.member_id, "새 공지: 점검"),
        ]
        assert f'"noticeId":"{notice.notice_id}"' in Alarm.get().data
        assert (progress(notice).told, progress(notice).is_done) == (2, True)

    def test_is_told_once_to_each_of_many_though_a_batch_is_begun_twice(self, people):
        followers(store_of(people[0]), 450)
        notice = publish()
        dispatch()
        announce_more(now=database_now())
        assert (progress(notice).told, progress(notice).is_done) == (200, False)
        with pytest.raises(_Killed):
            _announce_and_die()
        announce_all()

        assert Alarm.select(Alarm.member).distinct().count() == Alarm.select().count() == 453
        assert (progress(notice).told, progress(notice).is_done) == (453, True)

    def test_that_is_taken_off_is_told_no_further(self, people):
        followers(store_of(people[0]), 450)
        notice = publish()
        dispatch()
        announce_more(now=database_now())
        retire_notice(notice_id=notice.notice_id, by=OPERATOR, now=database_now())
        announce_all()
        assert (progress(notice).told, progress(notice).is_done) == (200, True)

    def test_lets_goods_go_first(self, people):
        notice = publish()
        factories.goods(people[0])
        dispatch()
        announce_more(now=database_now())
        assert progress(notice).told == 0


class _Killed(Exception):
    pass


def _announce_and_die():
    """As a process does that is killed before it has committed."""
    with tables.transaction():
        announce_more(now=database_now())
        raise _Killed
