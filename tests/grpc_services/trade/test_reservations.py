"""What becomes of buying at once, when it is paid in time, too late, or never?"""

import threading
from datetime import timedelta

import pytest

from grpc_services.alarms.rules import RULES
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.log import entries_of
from grpc_services.auction.pure import buying, state
from grpc_services.auction.pure.listing import AuctionNotWon
from grpc_services.members import addresses
from grpc_services.money import payments
from grpc_services.money.due import act_on, act_on_due_orders
from grpc_services.refusals import Refusal
from grpc_services.trade import facts, orders
from grpc_services.trade.reservations import reserve_goods
from grpc_services.trade.unfinished import wins_without_order
from models.auction import Auction, UnpaidWin
from models.base import database as tables
from models.dialect import database_now
from models.members import Block, Member
from models.money import Payment
from models.trade import Order, OrderEvent
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

SECOND = timedelta(seconds=1)


@pytest.fixture
def people(people):
    """They have an address each, to send things to."""
    for who in people:
        addresses.add_address(member_id=who.member_id, values=factories.HOME)
    return people


@pytest.fixture
def lot(people):
    return factories.goods(people[0], buy_now_price=80_000)


def _buy(lot, buyer, address_id=None):
    mine = addresses.default_address(member_id=buyer.member_id)
    return reserve_goods(
        member_id=buyer.member_id,
        goods_id=lot.goods_id,
        address_id=address_id or mine.address_id,
        terms=sales.TERMS,
        house=factories.HOUSE,
        now=database_now(),
    )


def _time_passes(order):
    """The reservation is over, as if ten minutes had passed."""
    past = database_now() - SECOND
    Order.update(due_at=past, act_at=past).where(Order.order_id == order.order_id).execute()
    Auction.update(reserved_until=past).where(Auction.goods == order.goods_id).execute()


def _cancel(order):
    act_on(order_ids=[order.order_id], house=factories.HOUSE)


def _log(lot):
    return [(entry.seq, str(entry.kind)) for entry, _ in entries_of(goods_id=lot.goods_id)]


def _auction(lot):
    return Auction.get_by_id(lot.goods_id)


def _state(order):
    return Order.get_by_id(order.order_id).state


class TestBuyingAtOnce:
    def test_makes_an_order_to_pay_and_an_entry_of_the_log(self, people, lot):
        order = _buy(lot, people[2])

        auction = _auction(lot)
        assert (order.state, order.price, order.seq) == ("AWAITING_PAYMENT", 80_000, 1)
        assert order.postcode == factories.HOME["postcode"]
        assert (auction.reserved_by, auction.reserved_until) == (order.buyer_id, order.due_at)
        assert (auction.state, auction.seq, auction.bid_count) == ("OPEN", 1, 0)
        assert _log(lot) == [(1, "RESERVATION")]
        assert factories.facts() == ["AuctionReserved", "OrderReserved"]

    def test_tells_the_buyer_until_when_to_pay(self, people, lot):
        order = _buy(lot, people[2])

        fact = facts.OrderReserved.of(order)
        ((alarm,),) = [list(rule(fact)) for rule in RULES[facts.OrderReserved]]

        assert (alarm.member_id, str(alarm.kind)) == (people[2].member_id, "PAYMENT_DUE")
        assert alarm.values == {"total": 83_000, "minutes": 10}

    def test_keeps_bids_and_other_buyers_out(self, people, lot):
        _, ann, bob = people
        order = _buy(lot, bob)

        refused = factories.bid(lot, ann, amount=10_000)

        assert isinstance(refused, state.AuctionNotOpen)
        assert refused.details["opensAt"] == state.rfc3339(order.due_at)
        with pytest.raises(state.AuctionNotOpen):
            _buy(lot, ann)

    def test_is_possible_until_a_bid_has_reached_the_price(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, ann, amount=79_000)
        assert _buy(lot, bob).price == 80_000

        other = factories.goods(people[0], buy_now_price=80_000)
        factories.bid(other, ann, amount=80_000)
        with pytest.raises(state.AuctionNotOpen):
            _buy(other, people[2])

    def test_is_for_those_who_may_bid(self, people, lot):
        seller, ann, bob = people
        Member.update(is_suspended=True).where(Member.member_id == ann).execute()
        Block.create(
            blocker_id=seller.member_id, blocked_id=bob.member_id, created_at=database_now()
        )

        assert [_refused(lot, who) for who in people] == [
            "OWN_GOODS",
            "MEMBER_SUSPENDED",
            "BLOCKED",
        ]
        assert (_log(lot), factories.facts()) == ([], [])

    def test_is_not_for_who_has_not_paid_for_another(self, people, lot):
        seller, ann, bob = people
        UnpaidWin.create(goods_id=1, member_id=ann.member_id)
        first = _buy(factories.goods(seller, buy_now_price=50_000), bob)

        assert [_refused(lot, who) for who in (ann, bob)] == ["UNPAID_WIN"] * 2

        _time_passes(first)
        assert _buy(lot, bob).state == "AWAITING_PAYMENT"

    def test_needs_an_address_of_ones_own(self, people, lot):
        theirs = addresses.default_address(member_id=people[1].member_id)
        with pytest.raises(addresses.AddressNotFound):
            _buy(lot, people[2], address_id=theirs.address_id)

    def test_needs_a_buy_now_price(self, people):
        assert _refused(factories.goods(people[0]), people[2]) == "BUY_NOW_UNAVAILABLE"

    def test_is_for_one_of_many_who_want_to_at_the_same_time(self, people, lot):
        buyers, bought = people[1:] * 3, []

        def buy(buyer):
            try:
                bought.append(_buy(lot, buyer))
            except Refusal:
                pass
            finally:
                tables.close()

        threads = [threading.Thread(target=buy, args=(buyer,)) for buyer in buyers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(bought) == Order.select().count() == 1
        assert _log(lot) == [(1, "RESERVATION")]


def _refused(lot, who):
    with pytest.raises(Refusal) as refused:
        _buy(lot, who)
    return refused.value.code()


class TestAPaymentInTime:
    def test_wins_and_sells_the_goods_at_once(self, people, lot):
        _, ann, bob = people
        factories.bid(lot, ann, amount=10_000)
        order = _buy(lot, bob)

        for _ in range(2):
            sales.receive(_payment(order))

        auction = _auction(lot)
        assert _state(order) == "PAID"
        assert (auction.state, auction.leader_id, auction.current_price) == (
            "SOLD",
            bob.member_id,
            80_000,
        )
        assert _log(lot) == [(1, "BID"), (2, "RESERVATION"), (3, "BUY_NOW")]
        assert factories.facts()[-3:] == ["AuctionWon", "AuctionSold", "PaymentConfirmed"]
        assert f'"losers":[{ann.member_id}]' in factories.payload("AuctionWon")

    def test_leads_to_no_second_order(self, people, lot):
        order = _buy(lot, people[2])
        sales.receive(sales.begin(order))

        with pytest.raises(AuctionNotWon):
            orders.order_for_win(goods_id=lot.goods_id, terms=sales.TERMS, now=database_now())

        assert Order.select().count() == 1
        assert wins_without_order() == []
        assert not UnpaidWin.select().exists()


def _payment(order):
    found = Payment.get_or_none(Payment.order == order)
    return found or sales.begin(order)


class TestALapse:
    def test_cancels_the_order_and_opens_the_goods_once(self, people, lot):
        bob = people[2]
        order = _buy(lot, bob)
        _time_passes(order)

        for _ in range(2):
            _cancel(order)

        assert _state(order) == "CANCELLED"
        assert [row.state for row in OrderEvent.select()] == ["AWAITING_PAYMENT", "CANCELLED"]
        assert _auction(lot).reserved_until is None
        assert factories.facts()[2:] == ["AuctionReopened", "OrderLapsed"]
        assert isinstance(_bid_of(lot, people[1]), factories.PlacedBid)

    def test_is_found_when_its_time_has_come(self, people, lot):
        order = _buy(lot, people[2])
        assert act_on_due_orders(house=factories.HOUSE) == 0

        _time_passes(order)

        assert [act_on_due_orders(house=factories.HOUSE) for _ in range(2)] == [1, 0]
        assert _state(order) == "CANCELLED"

    def test_does_not_come_before_its_time_nor_to_paid_orders(self, people, lot):
        order = _buy(lot, people[2])
        _cancel(order)
        assert _state(order) == "AWAITING_PAYMENT"
        sales.receive(sales.begin(order))
        Order.update(due_at=database_now()).execute()

        _cancel(order)

        assert _state(order) == "PAID"

    def test_bars_who_let_it_lapse_from_buying_again(self, people, lot):
        order = _buy(lot, people[2])
        _time_passes(order)
        _cancel(order)

        with pytest.raises(buying.ReservedBefore):
            _buy(lot, people[2])
        assert _buy(lot, people[1]).seq == 2

    def test_does_not_open_what_somebody_else_has_reserved_since(self, people, lot):
        _, ann, bob = people
        order = _buy(lot, bob)
        _time_passes(order)
        other = _buy(lot, ann)

        _cancel(order)

        assert (_state(order), _state(other)) == ("CANCELLED", "AWAITING_PAYMENT")
        assert _auction(lot).reserved_until == other.due_at
        assert "AuctionReopened" not in factories.facts()

    def test_leaves_the_winner_an_order_of_their_own(self, people, lot):
        bob = people[2]
        factories.bid(lot, bob, amount=10_000)
        lapsed = _buy(lot, bob)
        _time_passes(lapsed)

        won = _won_by(lot, None)

        assert (lapsed.seq, won.seq, won.price) == (2, 1, 10_000)
        _cancel(lapsed)
        sales.receive(sales.begin(won))
        assert (_state(lapsed), _state(won)) == ("CANCELLED", "PAID")

    def test_does_not_hide_a_win_that_has_no_order_yet(self, people, lot):
        bob = people[2]
        lapsed = _buy(lot, bob)
        _time_passes(lapsed)
        _cancel(lapsed)
        factories.bid(lot, bob, amount=80_000)

        assert wins_without_order() == [lot.goods_id]


def _bid_of(lot, who):
    return factories.bid(lot, who, amount=10_000)


def _won_by(lot, who):
    if who:
        _bid_of(lot, who)
    Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
    return orders.order_for_win(goods_id=lot.goods_id, terms=sales.TERMS, now=database_now())


class TestAPaymentTooLate:
    @pytest.mark.parametrize("is_cancelled", [True, False])
    def test_is_given_back(self, people, lot, is_cancelled):
        order = _buy(lot, people[2])
        payment = sales.begin(order)
        _time_passes(order)
        if is_cancelled:
            _cancel(order)

        sales.receive(payment)
        _cancel(order)

        assert _state(order) == "CANCELLED"
        assert '"reason":"ORDER_NOT_PAYABLE"' in factories.payload("RefundOwed")
        assert (_auction(lot).state, _log(lot)) == ("OPEN", [(1, "RESERVATION")])

    def test_is_given_back_when_somebody_else_has_won_meanwhile(self, people, lot):
        _, ann, bob = people
        order = _buy(lot, bob)
        payment = sales.begin(order)
        _time_passes(order)
        factories.bid(lot, ann, amount=80_000)

        sales.receive(payment)

        assert _auction(lot).state == "WON"
        assert '"reason":"ORDER_NOT_PAYABLE"' in factories.payload("RefundOwed")

    def test_is_not_begun(self, people, lot):
        order = _buy(lot, people[2])
        _time_passes(order)

        order = Order.get_by_id(order.order_id)
        with pytest.raises(payments.OrderNotPayable):
            sales.begin(order)
