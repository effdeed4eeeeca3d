"""Does an order that nobody paid end only once the provider has said so as well?"""

from datetime import timedelta

import pytest

from grpc_services.members import addresses
from grpc_services.money import due, looking
from grpc_services.trade.reservations import reserve_goods
from models.auction import Auction, BidEntry, UnpaidWin
from models.dialect import database_now
from models.trade import Order, Strike
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def order(people):
    """bob has ten minutes to pay, and has begun to."""
    addresses.add_address(member_id=people[2].member_id, values=factories.HOME)
    mine = addresses.default_address(member_id=people[2].member_id)
    lot = factories.goods(people[0], buy_now_price=80_000)
    return reserve_goods(
        member_id=people[2].member_id,
        goods_id=lot.goods_id,
        address_id=mine.address_id,
        terms=sales.TERMS,
        house=factories.HOUSE,
        now=database_now(),
    )


@pytest.fixture
def payment(order):
    payment = sales.begin(order)
    sales.do_all_operations()
    return payment


def _time_passes(order, by=timedelta(seconds=1)):
    """The reservation is over, as if more than ten minutes had passed."""
    past = database_now() - by
    begun = past - timedelta(minutes=10)
    Order.update(due_at=past, act_at=past, created_at=begun).execute()
    Auction.update(reserved_until=past, starts_at=begun, last_at=begun).execute()
    BidEntry.update(placed_at=begun).execute()
    return past


def _cancel(order):
    """Whatever is due is done, also if it was put off until the provider has answered."""
    Order.update(act_at=database_now()).where(Order.act_at.is_null(False)).execute()
    due.act_on(order_ids=[order.order_id], house=factories.HOUSE)


class TestALapse:
    def test_waits_for_the_provider_to_be_asked(self, order, payment):
        _time_passes(order)

        _cancel(order)
        assert sales.state_of(order) == "AWAITING_PAYMENT"
        claimed = looking.claim_looks(first_pause=sales.PAUSE, now=database_now())
        assert [one.merchant_uid for one in claimed] == [payment.merchant_uid]
        sales.receive(payment, status="READY")

        _cancel(order)
        assert sales.state_of(order) == "CANCELLED"

    def test_does_not_come_when_it_was_paid_in_time(self, order, payment):
        due_at = _time_passes(order)
        _cancel(order)

        sales.receive(payment, paid_at=due_at - timedelta(seconds=30))

        _cancel(order)
        assert (sales.state_of(order), Auction.get().state) == ("PAID", "SOLD")

    def test_comes_when_it_was_paid_too_late(self, order, payment):
        due_at = _time_passes(order)
        _cancel(order)

        sales.receive(payment, paid_at=due_at + timedelta(milliseconds=1))
        _cancel(order)

        assert (sales.state_of(order), Auction.get().state) == ("CANCELLED", "OPEN")
        assert '"reason":"ORDER_NOT_PAYABLE"' in factories.payload("RefundOwed")

    def test_does_not_wait_for_ever_for_a_provider_that_is_away(self, order, payment):
        _time_passes(order, by=timedelta(hours=1))

        _cancel(order)
        assert sales.state_of(order) == "CANCELLED"

    def test_gives_money_back_that_was_paid_in_time_once_somebody_has_bid(
        self, people, order, payment
    ):
        due_at = _time_passes(order)
        factories.bid(Auction.get(), people[1], amount=10_000)

        sales.receive(payment, paid_at=due_at - timedelta(seconds=30))

        assert Auction.get().state == "OPEN"
        assert '"reason":"ORDER_NOT_PAYABLE"' in factories.payload("RefundOwed")


def _lapse(win):
    Order.update(due_at=database_now(), act="END_UNPAID").execute()
    _cancel(win)


class TestAWinThatNobodyPaid:
    @pytest.fixture
    def win(self, people):
        return sales.won(people[0], people[2])

    def test_frees_buyer_seller_and_goods(self, people, win):
        _lapse(win)

        assert (sales.state_of(win), Auction.get().state) == ("UNPAID", "FAILED")
        assert not UnpaidWin.select().exists()
        (strike,) = Strike.select()
        assert (strike.member_id, strike.side, strike.reason) == (
            people[2].member_id,
            "BUYER",
            "NOT_PAID",
        )

    def test_is_paid_after_all_when_the_provider_says_so(self, win):
        payment = sales.begin(win)
        sales.do_all_operations()
        _lapse(win)
        assert sales.state_of(win) == "AWAITING_PAYMENT"

        sales.receive(payment, paid_at=database_now() - timedelta(seconds=5))

        _cancel(win)
        assert (sales.state_of(win), Strike.select().count()) == ("PAID", 0)
