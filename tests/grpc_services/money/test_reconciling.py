"""Is every day compared, once, whatever dies, and is somebody told if it is not?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from grpc_services.korea import start_of
from grpc_services.money import reconciling
from grpc_services.money.comparing import Told
from grpc_services.money.readings import Reading
from models.admin import AdminScope
from models.base import database as tables
from models.dialect import database_now
from models.money import Payment, ProviderPayment, Reconciliation
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 5, 4)
NIGHT = start_of(DAY + timedelta(days=1)) + timedelta(hours=3)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def finance(people):
    AdminScope.create(member=people[1], scope="FINANCE", granted_at=database_now())
    return people[1].member_id


def claim(at=NIGHT):
    return reconciling.claim_night(now=at)


def finish(run, at=NIGHT):
    return reconciling.finish(reconciliation_id=run.reconciliation_id, now=at)


def listed(run, *told):
    reconciling.note_listed(
        reconciliation_id=run.reconciliation_id, told=told, house=factories.HOUSE
    )


def told(uid="imp_9", merchant_uid="of nobody", paid=5_000, **changes):
    return Told(merchant_uid, Reading(uid, "PAID", paid, 0, NIGHT, **changes))


class TestADay:
    def test_is_due_in_the_night_after_it(self):
        assert claim(NIGHT - timedelta(hours=1)).day == str(DAY - ONE_DAY)
        assert claim().day == str(DAY - ONE_DAY)
        assert claim(NIGHT + timedelta(minutes=1)) is None

    def test_is_compared_once(self):
        finish(claim())

        assert claim(NIGHT + timedelta(hours=5)) is None
        assert claim(NIGHT + ONE_DAY).day == str(DAY + ONE_DAY)

    def test_that_nobody_compared_is_made_up_for_the_oldest_first(self):
        finish(claim())

        days = []
        while run := claim(NIGHT + 3 * ONE_DAY):
            days.append(run.day)
            finish(run, NIGHT + 3 * ONE_DAY)

        assert days == ["2026-05-05", "2026-05-06", "2026-05-07"]

    def test_is_made_up_for_from_the_first_payment_on_if_none_was_ever_compared(self, order):
        sales.pay(order)
        Payment.update(created_at=NIGHT - 5 * ONE_DAY).execute()

        assert claim().day == str(DAY - 4 * ONE_DAY)

    def test_is_made_up_for_after_longer_than_nights_are_looked_back_on(self, order):
        sales.pay(order)
        Payment.update(created_at=NIGHT - 90 * ONE_DAY).execute()
        finish(claim(NIGHT - 60 * ONE_DAY), NIGHT - 60 * ONE_DAY)

        assert claim().day == str(DAY - 30 * ONE_DAY)

    def test_that_was_compared_before_the_provider_had_listed_all_of_it_is_compared_again(self):
        early = start_of(DAY + ONE_DAY) + timedelta(minutes=1)
        finish(reconciling.begin_by_hand(day=DAY, now=early), early)

        assert claim().day == str(DAY)

    def test_that_cannot_be_compared_keeps_none_from_being_compared_and_is_told(self, finance):
        finish(claim(NIGHT - ONE_DAY), NIGHT - ONE_DAY)
        bad = claim().day

        late = NIGHT + ONE_DAY + timedelta(hours=3)

        other = claim(late)

        assert other.day == str(DAY + ONE_DAY)
        assert claim(late + timedelta(minutes=1)) is None
        finish(other, late)
        assert [claim(late + timedelta(hours=hours)).day for hours in (1, 2)] == [bad, bad]
        told = factories.payload("ReconciliationUnfinished")
        assert factories.facts().count("ReconciliationUnfinished") == 1
        assert f'"day":"{bad}"' in told
        assert f'"admin_ids":[{finance}]' in told

    def test_that_was_compared_before_it_was_over_is_compared_again(self):
        noon = start_of(DAY) + timedelta(hours=12)
        finish(reconciling.begin_by_hand(day=DAY, now=noon), noon)

        assert claim().day == str(DAY)

    def test_is_begun_anew_when_its_worker_has_died(self):
        now = database_now()
        run = claim(now)
        listed(run, told())
        assert claim(now + timedelta(minutes=4)) is None

        again = claim(now + timedelta(minutes=9))

        assert again.reconciliation_id == run.reconciliation_id
        assert (again.payments, again.difference_count) == (0, 0)

    def test_is_given_to_one_worker_of_many(self):
        def ask(_):
            with tables.connection_context():
                return claim()

        with ThreadPoolExecutor(4) as threads:
            claimed = list(threads.map(ask, range(4)))

        assert len([run for run in claimed if run]) == 1
        assert Reconciliation.select().count() == 1


class TestARun:
    def test_counts_what_the_provider_lists(self, order):
        sales.pay(order)
        run = claim()

        uid = Payment.get().merchant_uid
        listed(run, told(f"imp_{order.order_id}", uid, 24_000))
        done = finish(run)

        assert (done.payments, done.paid, done.difference_count) == (1, 24_000, 0)
        assert "ReconciliationDiffers" not in factories.facts()

    def test_tells_of_differences_once(self, finance):
        run = claim()
        listed(run, told(), told("imp_8"))

        finish(run)

        assert factories.facts().count("ReconciliationDiffers") == 1
        assert f'"admin_ids":[{finance}]' in factories.payload("ReconciliationDiffers")
        with pytest.raises(reconciling.ReconciliationNotFound):
            finish(run)

    def test_asks_about_what_is_held_and_was_in_no_list(self, people):
        first, second = (sales.won(people[0], people[n]) for n in (1, 2))
        sales.pay(first)
        sales.pay(second)
        ProviderPayment.update(seen_at=NIGHT - ONE_DAY).execute()
        run = claim()
        seen = Payment.get(Payment.order == first).merchant_uid
        listed(run, told(f"imp_{first.order_id}", seen, 24_000))

        uids, after = reconciling.unseen(reconciliation_id=run.reconciliation_id, after=0)

        assert uids == [f"imp_{second.order_id}"]
        assert reconciling.unseen(reconciliation_id=run.reconciliation_id, after=after) == ([], 0)

    def test_asks_about_what_is_held_in_another_currency(self, people):
        order = sales.won(people[0], people[1])
        payment = sales.begin(order)
        sales.receive(payment, currency="USD")
        ProviderPayment.update(seen_at=NIGHT - ONE_DAY).execute()
        run = claim()

        uids, _ = reconciling.unseen(reconciliation_id=run.reconciliation_id, after=0)

        assert uids == [ProviderPayment.get().provider_uid]


class TestNights:
    def test_without_a_comparison_are_told_once(self, finance):
        finish(claim())

        for hours in (25, 27, 28, 50):
            claim(NIGHT + timedelta(hours=hours))

        assert factories.facts().count("ReconciliationMissed") == 1
        assert f'"admin_ids":[{finance}]' in factories.payload("ReconciliationMissed")

    def test_are_told_of_again_once_there_was_one(self, finance):
        finish(claim())
        late = NIGHT + timedelta(hours=30)
        finish(claim(late), late)

        claim(late + timedelta(hours=30))

        assert factories.facts().count("ReconciliationMissed") == 2

    def test_are_told_of_though_none_was_ever_finished(self, finance):
        claim()

        claim(NIGHT + timedelta(hours=27))

        assert "ReconciliationMissed" in factories.facts()
