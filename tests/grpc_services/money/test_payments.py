"""Is what is due asked for, once, and the provider asked on anybody's word, once at a time?"""

from datetime import timedelta
from itertools import pairwise

import pytest

from grpc_services.money import looking, payments
from grpc_services.trade import orders
from models.dialect import database_now
from models.money import Payment
from models.trade import Order
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


class TestAPayment:
    def test_is_of_what_is_due_and_begun_once(self, order):
        first, second = sales.begin(order), sales.begin(order)

        assert (first.payment_id, first.amount) == (second.payment_id, 24_000)
        assert factories.facts().count("OperationWanted") == 1

    def test_waits_for_the_provider_to_know_it(self, order):
        payment = sales.begin(order)
        of_bob = {"member_id": order.buyer_id, "merchant_uid": payment.merchant_uid}

        with pytest.raises(payments.ProviderPending):
            payments.payment_of(**of_bob)
        sales.do_all_operations()

        assert payments.payment_of(**of_bob).state == "READY"

    def test_of_a_paid_order_is_not_begun(self, order):
        sales.pay(order)

        with pytest.raises(payments.OrderNotPayable):
            sales.begin(order)

    def test_is_not_begun_when_the_time_is_over(self, order):
        Order.update(due_at=database_now()).execute()

        with pytest.raises(payments.OrderNotPayable):
            sales.begin(order)

    def test_is_not_begun_before_there_is_an_address(self, order):
        Order.update(postcode=None).execute()

        with pytest.raises(payments.AddressMissing):
            sales.begin(order)

    def test_of_somebody_else_is_not_there(self, people, order):
        payment, ann = sales.begin(order), people[1]

        with pytest.raises(orders.OrderNotFound):
            payments.begin_payment(
                member_id=ann.member_id, order_id=order.order_id, now=database_now()
            )
        with pytest.raises(payments.PaymentNotFound):
            _report(payment, member_id=ann.member_id)


#: So long after an answer a word is followed at the latest.
CALM = timedelta(seconds=3)


def _report(payment, member_id=0):
    payments.report_payment(
        merchant_uid=payment.merchant_uid, member_id=member_id, now=database_now()
    )


def _claim(at=None):
    """The numbers, of ours, of payments to ask about."""
    claimed = looking.claim_looks(first_pause=sales.PAUSE, now=at or database_now())
    return [payment.merchant_uid for payment in claimed]


class TestAHint:
    def test_has_the_provider_asked_once_however_often_it_comes(self, order):
        payment = sales.begin(order)

        for _ in range(60):
            _report(payment)

        assert factories.facts().count("LookDue") == 1
        assert _claim() == [payment.merchant_uid]
        assert _claim() == []

    def test_that_comes_while_the_provider_answers_is_not_lost(self, order):
        payment = sales.begin(order)
        _report(payment)
        assert _claim() == [payment.merchant_uid]

        for _ in range(60):
            _report(payment)
        assert _claim() == []
        sales.receive(payment, status="READY")

        assert _claim() == [payment.merchant_uid]

    def test_of_a_paid_order_is_followed_as_well(self, order):
        payment = sales.begin(order)
        sales.receive(payment)
        assert Payment.get().look_at is None

        _report(payment)

        assert _claim(database_now() + CALM) == [payment.merchant_uid]

    def test_that_comes_again_after_each_answer_waits_until_all_is_calm(self, order):
        payment, asked = sales.begin(order), []

        for _ in range(30):
            _report(payment)
            asked += _claim()
            sales.receive(payment, status="READY")

        assert asked == [payment.merchant_uid]
        assert _claim(database_now() + CALM) == [payment.merchant_uid]


class TestAPaymentOfWhichNobodySaysAnything:
    def test_is_asked_about_ever_less_often_and_at_last_no_more(self, order):
        payment = sales.begin(order)
        sales.do_all_operations()
        asked, at = [], database_now()

        end = order.due_at + timedelta(days=3)
        while at < end:
            if _claim(at):
                asked.append(at)
                _answer(payment, at)
            at += timedelta(minutes=1)

        pauses = [later - before for before, later in pairwise(asked)]
        assert pauses[:5] == sorted(pauses[:5])
        assert max(pauses) < timedelta(minutes=62)
        assert 90 < len(asked) < 120
        assert Payment.get().look_at is None


def _answer(payment, at):
    row = Payment.get_by_id(payment.payment_id)
    row.order = Order.get_by_id(payment.order_id)
    looking.note_answers([row], at)
