"""Is an order paid once, with what is due, in time, whatever the provider says and how often?"""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from grpc_services.money.answers import record_answers
from grpc_services.money.readings import Answer, Reading
from grpc_services.trade.orders import lock_order
from models.auction import UnpaidWin
from models.base import database as tables
from models.dialect import database_now
from models.money import Payment, ProviderPayment
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


class TestWhatTheProviderSays:
    def test_of_the_right_amount_puts_it_into_escrow_once(self, order):
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

    def test_may_be_failure_first_and_success_then(self, order):
        payment = sales.begin(order)
        sales.receive(payment, status="FAILED")

        sales.receive(payment, imp_uid="imp_2")

        assert sales.state_of(order) == "PAID"
        assert "PaymentFailed" in factories.facts()

    def test_of_an_account_that_waits_for_money_changes_nothing(self, order):
        payment = sales.begin(order)
        before = factories.facts()

        sales.receive(payment, status="READY")

        assert factories.facts() == before

    def test_of_a_payment_that_was_cancelled_before_anybody_looked_pays_nothing(self, order):
        payment = sales.begin(order)

        sales.receive(payment, status="CANCELLED", cancelled=24_000)

        assert sales.state_of(order) == "AWAITING_PAYMENT"
        assert sales.accounts() == {"PROVIDER": 0, "BUYER_CLEARING": 0}

    def test_of_a_part_that_was_cancelled_before_gives_the_rest_back(self, order):
        payment = sales.begin(order)

        sales.receive(payment, cancelled=20_000)

        assert sales.state_of(order) == "AWAITING_PAYMENT"
        assert sales.accounts() == {"PROVIDER": 4_000, "BUYER_CLEARING": 0, "REFUNDS": -4_000}

    def test_in_foreign_money_is_never_taken_for_won(self, order):
        payment = sales.begin(order)
        reading = ProviderPayment.select()

        sales.receive(payment, currency="USD")

        assert (sales.state_of(order), sales.accounts()) == ("AWAITING_PAYMENT", {})
        assert [(row.currency, row.paid) for row in reading] == [("USD", 0)]

    def test_in_any_order_comes_to_the_same(self, order):
        payment = sales.begin(order)
        said = [
            {"status": "READY"},
            {"status": "FAILED", "imp_uid": "imp_0"},
            {"status": "PAID"},
            {"status": "PAID", "cancelled": 4_000},
            {"status": "CANCELLED", "cancelled": 24_000},
        ]

        # The last word is known, so that what was said before is old news.
        for heard in itertools.islice(itertools.permutations(said), 0, 120, 7):
            for one in heard:
                sales.receive(payment, **one)

        assert sales.accounts()["PROVIDER"] == 0
        assert ProviderPayment.get(ProviderPayment.provider_uid == "imp_1").cancelled == 24_000


class TestAPaymentOfAWin:
    def test_that_was_made_in_time_and_heard_of_later_counts(self, order):
        payment = sales.begin(order)
        order.due_at = database_now()
        order.save()

        sales.receive(payment, paid_at=order.due_at - timedelta(seconds=30))

        assert sales.state_of(order) == "PAID"


class TestManyAnswers:
    def test_are_acted_on_although_one_of_them_is_of_no_payment(self, people):
        orders = [sales.won(people[0], buyer) for buyer in people[1:3]]
        told = [(f"imp_{one.order_id}", sales.begin(one).merchant_uid) for one in orders]
        answers = [_answer(*one) for one in (told[0], ("imp_0", "nobody's"), told[1])]

        for _ in range(2):
            record_answers(answers=answers, house=factories.HOUSE)

        assert [sales.state_of(one) for one in orders] == ["PAID"] * 2
        assert factories.facts().count("PaymentConfirmed") == 2
        assert sales.accounts() == {"PROVIDER": 48_000, "BUYER_CLEARING": 0, "ESCROW": -48_000}

    @pytest.mark.parametrize("migrated", ["mariadb"], indirect=True)
    def test_wait_for_no_order_that_somebody_holds(self, people):
        orders = [sales.won(people[0], buyer) for buyer in people[1:3]]
        told = [(f"imp_{one.order_id}", sales.begin(one).merchant_uid) for one in orders]
        # At once, that is, not after three seconds.
        tables.execute_sql("SET SESSION innodb_lock_wait_timeout = 0")
        hold, free = Event(), Event()

        with ThreadPoolExecutor(1) as pool:
            holder = pool.submit(_hold, orders[0], hold, free)
            hold.wait(10)
            record_answers(answers=[_answer(*one) for one in told], house=factories.HOUSE)
            free.set()
            holder.result(60)

        assert [sales.state_of(one) for one in orders] == ["AWAITING_PAYMENT", "PAID"]

    def test_of_one_order_pay_it_once(self, order):
        failed = sales.begin(order)
        sales.receive(failed, status="FAILED", imp_uid="imp_0")
        told = [("imp_1", failed.merchant_uid), ("imp_2", sales.begin(order).merchant_uid)]

        record_answers(answers=[_answer(*one) for one in told], house=factories.HOUSE)

        assert sales.state_of(order) == "PAID"
        assert sales.accounts()["REFUNDS"] == sales.accounts()["ESCROW"] == -24_000


def _hold(order, hold, free):
    with tables.connection_context(), tables.atomic():
        lock_order(order.order_id)
        hold.set()
        free.wait(60)


def _answer(imp_uid, merchant_uid):
    return Answer(merchant_uid, [Reading(imp_uid, "PAID", 24_000, 0, database_now())])
