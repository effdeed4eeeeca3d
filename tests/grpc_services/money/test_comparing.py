"""Is it found in what our books and the provider's differ?"""

from dataclasses import replace

import pytest

from grpc_services.money import comparing
from grpc_services.money.comparing import Kind, Told
from grpc_services.money.readings import Reading
from models.dialect import database_now
from models.money import Payment, ProviderPayment
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def payment(order):
    sales.pay(order)
    return Payment.get()


def compare(payment, *, paid=24_000, cancelled=0, status="PAID", **changes):
    reading = Reading(payment.imp_uid, status, paid, cancelled, database_now(), **changes)
    told = Told(changes.pop("merchant_uid", payment.merchant_uid), reading)
    return comparing.compare(told=[told], house=factories.HOUSE)


class TestWhatTheProviderSays:
    def test_is_the_same(self, payment):
        before = ProviderPayment.get().seen_at

        found = compare(payment)

        assert (found.mended, found.differences) == (0, [])
        assert ProviderPayment.get().seen_at > before

    def test_and_nobody_has_told_us_is_booked(self, payment):
        found = compare(payment, cancelled=24_000, status="CANCELLED")

        assert (found.mended, found.differences) == (1, [])
        assert sales.state_of(payment.order) == "CANCELLED"

    def test_is_less_than_it_said_before(self, payment):
        (found,) = compare(payment, paid=20_000).differences

        assert (found.kind, found.told, found.booked) == (Kind.AMOUNT, 20_000, 24_000)

    def test_is_of_a_payment_that_we_never_asked_for(self, payment):
        reading = Reading("imp_other", "PAID", 5_000, 0, database_now())

        (found,) = comparing.compare(
            told=[Told("of nobody", reading)], house=factories.HOUSE
        ).differences

        assert (found.kind, found.told, found.booked) == (Kind.UNKNOWN, 5_000, 0)

    def test_is_nothing_of_a_payment_that_it_held_money_of(self, payment):
        (found,) = comparing.missing(provider_uids=[payment.imp_uid])

        assert (found.kind, found.booked) == (Kind.MISSING, 24_000)

    def test_in_another_currency_is_booked_nowhere_and_told_until_it_is_sent_back(self, order):
        payment = sales.begin(order)
        reading = Reading("imp_usd", "PAID", 24_000, 0, database_now(), currency="USD")
        sent_back = replace(reading, status="CANCELLED", cancelled=24_000)

        told = [
            comparing.compare(told=[Told(payment.merchant_uid, one)], house=factories.HOUSE)
            for one in (reading, reading, sent_back)
        ]

        assert [[one.kind for one in found.differences] for found in told] == [
            [Kind.FOREIGN], [Kind.FOREIGN], [],
        ]  # fmt: skip
        assert sales.accounts() == {}

    def test_of_one_that_cannot_be_booked_keeps_nobody_else_from_it(self, payment):
        nonsense = Reading("imp_x", "PAID", 10**30, 0, database_now())
        right = Reading(payment.imp_uid, "CANCELLED", 24_000, 24_000, database_now())

        found = comparing.compare(
            told=[Told(payment.merchant_uid, one) for one in (nonsense, right)],
            house=factories.HOUSE,
        )

        assert [one.kind for one in found.differences] == [Kind.BROKEN]
        assert sales.state_of(payment.order) == "CANCELLED"
