"""How does somebody leave, and what stays?"""

from concurrent.futures import Future
from functools import partial
from threading import Thread

import pytest

from grpc_services.auction.relisting import cancel_goods
from grpc_services.catalogue.likes import like_brand, like_goods
from grpc_services.idempotency import Key
from grpc_services.members import login_ids, registration
from grpc_services.members.login_ids import LoginIdTaken
from grpc_services.members.proofs import WrongPassword
from grpc_services.members.signing_in import Attempt
from grpc_services.members.standing import masked
from grpc_services.privacy.withdrawing import (
    BidsLeading,
    GoodsForSale,
    OrdersOpen,
    withdraw,
)
from grpc_services.refusals import Refusal
from grpc_services.stores.follows import follow_store
from grpc_services.suspension import MemberSuspended
from models.auction import BidEntry
from models.base import database as tables
from models.catalogue import Brand, Goods, GoodsLike
from models.dialect import database_now
from models.members import Address, Consent, Member, Session, Store
from models.outbox import KeptAnswer
from models.trade import Order
from tests.support import factories, sales
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")


def _withdraw(member, password_hash="hash"):
    attempt = Attempt(member.login_id, "", member.member_id, password_hash)
    return withdraw(attempt=attempt, now=database_now())


def _assert_is_still_there(member, told_before):
    assert Member.get_by_id(member.member_id).withdrawn_at is None
    assert factories.facts() == told_before


class TestLeaving:
    def test_makes_a_member_unrecognisable(self, now):
        ann = factories.member("ann")
        Address.create(member=ann, is_default=True, **factories.HOME)
        Session.create(member=ann, device="", client="", created_at=now, used_at=now)

        told = _withdraw(ann)

        left = Member.get_by_id(ann.member_id)
        assert (told.change, told.email) == ("WITHDRAWAL", "ann@example.com")
        assert "ann" not in f"{left.login_id}{left.name}{left.email}{left.phone}{left.birth}"
        assert (left.is_suspended, left.password_hash) == (True, "")
        assert (Address.select().count(), Session.select().count()) == (0, 0)
        assert factories.facts() == ["SessionRevoked", "AccountChanged"]

    def test_keeps_what_was_agreed_to_and_what_others_see(self):
        ann = factories.member("ann")

        _withdraw(ann)

        left = Member.get_by_id(ann.member_id)
        assert masked(left.login_id) == masked("ann") == Store.get(Store.member == ann).name
        assert Consent.select().count() == 2

    def test_frees_the_address_but_not_the_login_id(self):
        _withdraw(factories.member("ann"))

        with pytest.raises(LoginIdTaken):
            factories.member("ann")
        assert not login_ids.is_free(login_id="ann")
        applicant = factories.applicant("other", email="ann@example.com")
        again = registration.sign_up(applicant=applicant, password_hash="hash", now=database_now())
        assert again.email == "ann@example.com"

    def test_takes_back_what_was_counted(self, people, now):
        seller, ann, bob = people
        lot = factories.goods(seller)
        store = Store.get(Store.member == seller)
        for who in (ann, bob):
            like_goods(member_id=who.member_id, goods_id=lot.goods_id, now=now)
            like_brand(member_id=who.member_id, brand_id=lot.brand_id, now=now)
            follow_store(member_id=who.member_id, store_id=store.store_id, now=now)

        _withdraw(ann)

        assert [row.member_id for row in GoodsLike.select()] == [bob.member_id]
        counts = (Goods.get().like_count, Brand.get().like_count)
        assert (*counts, Store.get_by_id(store.store_id).follower_count) == (1, 1, 1)

    def test_of_two_with_ids_that_begin_alike_is_possible(self):
        for name in ("anna", "anne"):
            _withdraw(factories.member(name))

        assert Member.select(Member.login_id).distinct().count() == 2

    def test_forgets_answers_that_were_kept(self, now):
        ann, bob = factories.member("ann"), factories.member("bob")
        keys = [
            Key("1", "", member_id=ann.member_id),
            Key("1", "", about=ann.email),
            Key("1", "", member_id=bob.member_id),
            Key("1", "", about=bob.email),
        ]
        for key in keys:
            KeptAnswer.create(**key.row, request_hash="", answer=b"", created_at=now)

        _withdraw(ann)

        assert KeptAnswer.select(KeptAnswer.answer_id).count() == 2
        assert KeptAnswer.get_or_none(**keys[1].row) is None

    def test_is_refused_when_the_password_was_changed_meanwhile(self):
        ann = factories.member("ann")

        with pytest.raises(WrongPassword):
            _withdraw(ann, "the one before")
        _assert_is_still_there(ann, [])


class TestSomebodyOthersCountOn:
    def test_leads_and_stays_until_outbid(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        factories.bid(lot, ann, amount=10_000)
        before = factories.facts()

        with pytest.raises(BidsLeading):
            _withdraw(ann)
        _assert_is_still_there(ann, before)

        factories.bid(lot, bob, amount=20_000)
        _withdraw(ann)
        assert BidEntry.select().count() == 2

    def test_sells_and_stays_until_it_is_over(self, people):
        seller, *_ = people
        lot = factories.goods(seller)

        with pytest.raises(GoodsForSale):
            _withdraw(seller)
        cancel_goods(goods_id=lot.goods_id, member_id=seller.member_id, house=factories.HOUSE)
        _withdraw(seller)

    def test_has_won_and_stays(self, people):
        seller, _, bob = people
        sales.won(seller, bob)

        for who, refusal in ((bob, BidsLeading), (seller, GoodsForSale)):
            with pytest.raises(refusal):
                _withdraw(who)

    def test_has_an_open_order_and_stays_until_it_is_settled(self, people):
        seller, _, bob = people
        order = sales.won(seller, bob)
        sales.deliver(order)

        for who in (seller, bob):
            with pytest.raises(OrdersOpen):
                _withdraw(who)
        sales.confirm(order)
        sales.settle(order)
        for who in (seller, bob):
            _withdraw(who)
        kept = Order.get_by_id(order.order_id)
        assert (kept.buyer_id, kept.state) == (bob.member_id, "SETTLED")


@pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
class TestBiddingInTheSameInstant:
    """On MariaDB, where two may write at once; SQLite lets one write after the other."""

    def test_keeps_a_member_whose_bid_is_being_written(self, people):
        seller, ann, _ = people
        lot = factories.goods(seller)

        with tables.transaction():
            factories.bid(lot, ann, amount=10_000)
            leaving = _begun(lambda: _withdraw(ann))
            _wait_until_one_waits()

        with pytest.raises(BidsLeading):
            leaving.result(10)

    def test_takes_no_bid_of_who_is_leaving(self, people):
        seller, ann, _ = people
        lot = factories.goods(seller)

        with tables.transaction():
            _withdraw(ann)
            bidding = _begun(lambda: factories.bid(lot, ann, amount=10_000))
            _wait_until_one_waits()

        assert isinstance(bidding.result(10), MemberSuspended)

    def test_never_has_somebody_lead_who_has_left(self, people):
        seller, *_ = people
        for number in range(12):
            lot, dan = factories.goods(seller), factories.member(f"dan{number:02}")
            leaving = _begun(partial(_withdraw, dan))
            bidding = _begun(partial(factories.bid, lot, dan, amount=10_000))

            has_left = leaving.exception(10) is None
            assert has_left is isinstance(bidding.result(10), MemberSuspended)


def _begun(work):
    """What is done in a thread, by a connection of its own."""
    done: Future[object] = Future()

    def run():
        with tables.connection_context():
            try:
                done.set_result(work())
            except Refusal as refusal:
                done.set_exception(refusal)

    Thread(target=run).start()
    return done


def _wait_until_one_waits():
    others = "command = 'Query' AND time_ms > 100 AND id <> CONNECTION_ID()"
    sql = f"SELECT COUNT(*) FROM information_schema.processlist WHERE {others}"
    wait_until("the other to wait", lambda: tables.execute_sql(sql).fetchone()[0] == 1)
