"""Who gets the goods when the winner does not pay? The next in line, who may say no."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from grpc_services.auction import log
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.pure.listing import AuctionNotFailed
from grpc_services.auction.pure.retracting import Reason
from grpc_services.auction.pure.state import UnpaidWin
from grpc_services.auction.relisting import Relisting, relist_goods
from grpc_services.auction.retracting import retract_bid
from grpc_services.auction.second_chances import OfferNotFound, OfferOver
from grpc_services.auction.selling import sell_now
from grpc_services.audit.differences import differences
from grpc_services.audit.replay import stored
from grpc_services.members import addresses
from grpc_services.members.standing import block_store
from grpc_services.money import due
from grpc_services.refusals import Refusal
from grpc_services.trade import orders
from grpc_services.trade.second_chances import accept_offer, decline_offer, offers_of
from models.auction import Auction, SecondChance
from models.base import database as tables
from models.dialect import database_now
from models.members import Member, Store
from models.trade import Order, Strike
from tests.support import factories, sales
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database")

MAXIMA = {"dan": 70_000, "carl": 50_000, "bob": 40_000, "ann": 30_000, "eve": 20_000}


@pytest.fixture
def crowd(people):
    seller, ann, bob = people
    others = {name: factories.member(name) for name in ("carl", "dan", "eve")}
    return {"seller": seller, "ann": ann, "bob": bob, **others}


@pytest.fixture
def lot(crowd):
    return factories.goods(crowd["seller"])


def _bid(lot, crowd, *names):
    for name in names:
        bid = factories.bid(lot, crowd[name], maximum=MAXIMA[name])
        assert not isinstance(bid, Refusal)
    return bid


def _won(lot):
    sell_now(goods_id=lot.goods_id, member_id=lot.seller_id, house=factories.HOUSE)
    return _ordered(lot)


def _ordered(lot):
    return orders.order_for_win(goods_id=lot.goods_id, terms=sales.TERMS, now=database_now())


def _unpaid(order):
    Order.update(due_at=database_now(), act_at=database_now(), act="END_UNPAID").where(
        Order.order_id == order.order_id
    ).execute()
    due.act_on(order_ids=[order.order_id], house=factories.HOUSE)


def _passed_on(lot):
    _unpaid(_won(lot))
    return _open()


def _open():
    return SecondChance.get_or_none(SecondChance.state == "OPEN")


def _accept(offer):
    return accept_offer(
        member_id=offer.member_id,
        offer_id=offer.offer_id,
        terms=sales.TERMS,
        house=factories.HOUSE,
    )


def _decline(offer):
    return decline_offer(member_id=offer.member_id, offer_id=offer.offer_id, house=factories.HOUSE)


def _time_is_up():
    past = database_now()
    SecondChance.update(expires_at=past, act_at=past).where(SecondChance.state == "OPEN").execute()


class TestAnUnpaidWin:
    def test_is_offered_to_who_bid_next_at_their_highest_bid(self, crowd, lot):
        _bid(lot, crowd, "bob", "ann", "carl")

        offer = _passed_on(lot)

        assert (offer.member_id, offer.price) == (crowd["bob"].member_id, 40_000)
        assert offer.expires_at - offer.created_at == timedelta(hours=24)
        auction = Auction.get()
        assert (auction.state, auction.leader_id, auction.current_price) == ("WON", None, 40_000)
        with pytest.raises(AuctionNotFailed):
            _relist(lot)

    def test_is_in_the_log_which_is_replayed(self, crowd):
        soon = database_now() + timedelta(seconds=1.5)
        lot = factories.goods(crowd["seller"], ends_at=soon, soft_close=False)
        _bid(lot, crowd, "bob", "carl")
        wait_until("the end", lambda: database_now() >= soon)
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
        _unpaid(_ordered(lot))
        offer = _open()

        *_, (entry, _) = log.entries_of(goods_id=lot.goods_id)
        assert (str(entry.kind), entry.seq) == ("SECOND_CHANCE", offer.seq)
        assert (entry.bidder_id, entry.amount) == (offer.member_id, 40_000)
        assert not _differences(lot)
        _accept(offer)
        assert not _differences(lot)

    def test_passes_over_who_may_not_buy_here(self, crowd, lot):
        _bid(lot, crowd, "eve", "ann", "bob", "carl", "dan")
        Member.update(is_suspended=True).where(Member.login_id == "carl").execute()
        bobs_store = Store.get(Store.member == crowd["bob"])
        block_store(
            member_id=crowd["seller"].member_id, store_id=bobs_store.store_id, now=database_now()
        )

        assert _passed_on(lot).member_id == crowd["ann"].member_id
        assert not _differences(lot)

    def test_does_not_count_bids_that_were_taken_back(self, crowd, lot):
        _bid(lot, crowd, "ann")
        bid = _bid(lot, crowd, "bob")
        _bid(lot, crowd, "carl")
        retract_bid(
            goods_id=lot.goods_id,
            bid_id=bid.bid_id,
            member_id=crowd["bob"].member_id,
            reason=Reason.MISTYPED,
            house=factories.HOUSE,
        )

        assert _passed_on(lot).member_id == crowd["ann"].member_id

    def test_is_not_offered_below_the_reserve(self, crowd):
        lot = factories.goods(crowd["seller"], reserve_price=45_000)
        _bid(lot, crowd, "bob", "carl")

        assert _passed_on(lot) is None
        assert Auction.get().state == "FAILED"

    def test_is_offered_three_times_at_most(self, crowd, lot):
        _bid(lot, crowd, "eve", "ann", "bob", "carl", "dan")
        _passed_on(lot)

        asked = []
        while offer := _open():
            asked.append(offer.member_id)
            _decline(offer)

        assert asked == [crowd[name].member_id for name in ("carl", "bob", "ann")]
        assert Auction.get().state == "FAILED"
        assert factories.facts().count("AuctionGivenUp") == 1
        assert not _differences(lot)
        _relist(lot)


def _relist(lot):
    relist_goods(
        goods_id=lot.goods_id,
        member_id=lot.seller_id,
        relisting=Relisting(None, database_now() + timedelta(hours=2)),
        lengths=factories.LENGTHS,
        house=factories.HOUSE,
    )


def _differences(lot):
    return list(differences(stored(lot.goods_id), factories.RULES, factories.SIGNER))


class TestASecondChance:
    @pytest.fixture
    def offer(self, crowd, lot):
        """bob may have what carl has not paid for; ann is next."""
        _bid(lot, crowd, "ann", "bob", "carl")
        return _passed_on(lot)

    def test_makes_an_order_with_a_deadline_of_its_own(self, crowd, lot, offer):
        addresses.add_address(member_id=offer.member_id, values=factories.HOME)

        order = _accept(offer)

        assert (order.buyer_id, order.price, order.seq) == (offer.member_id, 40_000, offer.seq)
        assert order.due_at - order.created_at == timedelta(hours=72)
        assert order.postcode == factories.HOME["postcode"]
        assert (Auction.get().state, Auction.get().leader_id) == ("WON", offer.member_id)
        sales.pay(order)
        assert (sales.state_of(order), Auction.get().state) == ("PAID", "SOLD")

    def test_that_is_not_paid_goes_on_to_the_next(self, crowd, offer):
        _unpaid(_accept(offer))

        assert _open().member_id == crowd["ann"].member_id
        assert Strike.select().where(Strike.member_id == offer.member_id).count() == 1

    def test_lapses_after_a_reminder(self, crowd, offer):
        SecondChance.update(act_at=database_now()).execute()
        due.act_on_due_orders(house=factories.HOUSE)
        assert (_open().offer_id, factories.facts()[-1]) == (offer.offer_id, "OfferStillOpen")

        _time_is_up()
        due.act_on_due_orders(house=factories.HOUSE)

        assert SecondChance.get_by_id(offer.offer_id).state == "LAPSED"
        assert _open().member_id == crowd["ann"].member_id

    def test_cannot_be_taken_when_its_time_is_up(self, offer):
        _time_is_up()

        with pytest.raises(OfferOver):
            _accept(offer)
        assert _open().offer_id == offer.offer_id

    def test_is_nobody_elses(self, crowd, offer):
        offer.member_id = crowd["ann"].member_id

        for answer in (_accept, _decline):
            with pytest.raises(OfferNotFound):
                answer(offer)

    def test_waits_for_who_has_to_pay_for_something_else_first(self, crowd, offer):
        sales.won(factories.member("fay"), crowd["bob"])

        with pytest.raises(UnpaidWin):
            _accept(offer)
        assert _open().offer_id == offer.offer_id

    def test_is_listed(self, crowd, lot, offer):
        (view,), following = offers_of(member_id=offer.member_id, limit=5, cursor="")

        assert (view.offer.state, view.goods.name, following) == ("OPEN", lot.name, None)
        assert view.thumb_key


class TestAnswersAtOnce:
    @pytest.fixture
    def offer(self, crowd, lot):
        _bid(lot, crowd, "ann", "bob", "carl")
        return _passed_on(lot)

    def test_of_which_one_counts(self, offer):
        answers = _at_once(_accept, _decline, offer=offer)

        assert sorted(answers) == ["OfferOver", "done"]

    def test_twice_make_one_order(self, offer):
        assert sorted(_at_once(_accept, _accept, offer=offer)) == ["OfferOver", "done"]
        assert Order.select().where(Order.buyer_id == offer.member_id).count() == 1

    def test_and_the_end_of_time_leave_one_outcome(self, crowd, offer):
        soon = database_now() + timedelta(milliseconds=30)
        SecondChance.update(expires_at=soon, act_at=soon).execute()

        def lapse(_):
            while SecondChance.get_by_id(offer.offer_id).state == "OPEN":
                due.act_on_due_orders(house=factories.HOUSE)

        accepted, _ = _at_once(_accept, lapse, offer=offer)

        is_bobs = accepted == "done"
        assert Auction.get().leader_id == (crowd["bob"].member_id if is_bobs else None)
        assert (_open() is None) is is_bobs


def _at_once(*acts, offer):
    def act(one):
        with tables.connection_context():
            try:
                one(offer)
            except Refusal as refusal:
                return type(refusal).__name__
            return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, acts))
