"""What becomes of an order when the provider gives its money back and nobody had asked for it?"""

import pytest

from grpc_services.money import balances, refunds
from models.admin import AdminScope
from models.auction import Auction
from models.dialect import database_now
from models.money import Payment, Refund
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def finance(people):
    """ann looks after money."""
    AdminScope.create(member=people[1], scope="FINANCE", granted_at=database_now())
    return people[1].member_id


def _reverse(amount):
    payment = Payment.get()
    status = "CANCELLED" if amount == payment.amount else "PAID"
    sales.receive(payment, imp_uid=payment.imp_uid, status=status, cancelled=amount)


def _balance(order):
    return balances.balance_of(member_id=order.seller_id)


class TestAReversal:
    @pytest.mark.parametrize(("amount", "owed"), [(24_000, 0), (20_000, 4_000)])
    def test_before_the_parcel_is_on_its_way_calls_the_sale_off(self, finance, order, amount, owed):
        sales.pay(order)

        for _ in range(2):
            _reverse(amount)

        assert (sales.state_of(order), Auction.get().state) == ("CANCELLED", "FAILED")
        assert [refund.amount for refund in Refund.select()] == ([owed] if owed else [])
        assert sales.accounts()["ESCROW"] == 0
        assert sales.accounts()["PROVIDER"] == owed
        assert factories.facts().count("PaymentReversed") == 1
        assert f'"admin_ids":[{finance}]' in factories.payload("PaymentReversed")

    def test_on_its_way_freezes_what_is_left(self, finance, order):
        sales.pay(order)
        sales.ship(order)

        _reverse(20_000)

        assert sales.state_of(order) == "DISPUTED"
        balance = _balance(order)
        assert (balance.in_escrow, balance.frozen) == (0, 4_000)

    def test_that_goes_on_takes_what_was_frozen(self, finance, order):
        sales.deliver(order)
        _reverse(20_000)

        _reverse(24_000)

        assert sales.state_of(order) == "DISPUTED"
        assert (_balance(order).frozen, sales.accounts()["PROVIDER"]) == (0, 0)

    def test_after_the_settlement_is_the_sellers_debt(self, finance, order):
        sales.deliver(order)
        sales.confirm(order)
        sales.settle(order)

        _reverse(24_000)

        balance = _balance(order)
        assert (balance.payable, balance.receivable) == (22_950, 24_000)
        assert sales.accounts()["PROVIDER"] == 0

    def test_of_which_nobody_knows_whose_money_it_was_is_told_at_once(self, finance, order):
        sales.pay(order)
        twice = {"imp_uid": "imp_twice", "amount": 9_000}
        sales.receive(Payment.get(), **twice)
        # Somebody has sent it back already, by hand.
        refunds.give_by_hand(
            row=refunds.refund(refund_id=Refund.get().refund_id), now=database_now()
        )

        sales.receive(Payment.get(), status="CANCELLED", cancelled=9_000, **twice)

        assert sales.accounts()["SUSPENSE"] == 9_000
        assert f'"admin_ids":[{finance}]' in factories.payload("SuspenseBooked")
