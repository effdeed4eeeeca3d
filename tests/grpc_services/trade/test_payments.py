"""Is an order paid once, with what is due, by whatever the provider says?"""

import pytest

from grpc_services.trade import orders, payments
from models.auction import UnpaidWin
from models.dialect import database_now
from models.trade import Order, Payment
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


class TestAPayment:
    def test_is_of_what_is_due_and_begun_once(self, order):
        first, second = sales.begin(order), sales.begin(order)

        assert (first.payment_id, first.amount) == (second.payment_id, 24_000)
        assert factories.facts().count("PaymentPrepared") == 1

    def test_waits_for_the_provider_to_know_it(self, order):
        payment = sales.begin(order)
        of_bob = {"member_id": order.buyer_id, "merchant_uid": payment.merchant_uid}

        with pytest.raises(payments.ProviderPending):
            payments.payment_of(**of_bob)
        payments.mark_registered(merchant_uid=payment.merchant_uid)

        assert payments.payment_of(**of_bob).state == "READY"

    def test_of_the_right_amount_goes_into_escrow_once(self, order):
        payment = sales.begin(order)

        for _ in range(2):
            sales.receive(payment)

        assert sales.state_of(order) == "PAID"
        assert sales.accounts() == {"PROVIDER": 24_000, "BUYER_CLEARING": 0, "ESCROW": -24_000}
        assert not UnpaidWin.select().exists()
        assert factories.facts().count("PaymentConfirmed") == 1

    @pytest.mark.parametrize("amount", [1, 23_999, 24_001])
    def test_of_a_wrong_amount_is_given_back(self, order, amount):
        payment = sales.begin(order)

        for _ in range(2):
            sales.receive(payment, amount=amount)

        assert sales.state_of(order) == "AWAITING_PAYMENT"
        assert sales.accounts() == {"PROVIDER": amount, "BUYER_CLEARING": 0, "REFUNDS": -amount}
        assert factories.facts().count("RefundOwed") == 1
        assert sales.begin(order).payment_id != payment.payment_id

    def test_that_comes_a_second_time_is_given_back(self, order):
        payment = sales.begin(order)
        sales.receive(payment)

        sales.receive(payment, imp_uid="imp_2")

        assert sales.state_of(order) == "PAID"
        assert Payment.get().state == "PAID"
        assert factories.facts().count("RefundOwed") == 1

    def test_may_fail_and_then_succeed(self, order):
        payment = sales.begin(order)
        sales.receive(payment, status="FAILED")

        sales.receive(payment, imp_uid="imp_2")

        assert sales.state_of(order) == "PAID"
        assert "PaymentFailed" in factories.facts()

    def test_that_only_exists_changes_nothing(self, order):
        before = factories.facts()
        payment = sales.begin(order)

        sales.receive(payment, status="READY")

        assert factories.facts() == [*before, "PaymentPrepared"]

    def test_of_a_paid_order_is_not_begun(self, order):
        sales.pay(order)

        with pytest.raises(payments.OrderNotPayable):
            sales.begin(order)

    def test_is_not_begun_when_the_time_is_over(self, order):
        Order.update(due_at=database_now()).execute()

        with pytest.raises(payments.OrderNotPayable):
            sales.begin(order)

    def test_of_somebody_else_is_not_there(self, people, order):
        payment, ann = sales.begin(order), people[1]

        with pytest.raises(orders.OrderNotFound):
            payments.begin_payment(
                member_id=ann.member_id, order_id=order.order_id, now=database_now()
            )
        with pytest.raises(payments.PaymentNotFound):
            payments.report_payment(
                merchant_uid=payment.merchant_uid, imp_uid="imp_1", member_id=ann.member_id
            )

    def test_that_nobody_reports_is_looked_for(self, order):
        payment = sales.begin(order)
        payments.mark_registered(merchant_uid=payment.merchant_uid)

        (found,) = sales.unfinished().unreported

        assert found.merchant_uid == payment.merchant_uid
