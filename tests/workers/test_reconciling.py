"""Is it found what nobody has told us, by comparing with what PortOne lists?"""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from grpc_services.korea import day_of
from grpc_services.money import balances, reconciling
from models.dialect import database_now
from models.money import Payment, ProviderPayment, Reconciliation
from protos import money_pb2
from tests.support import factories, sales
from tests.support.waiting import wait_until
from tests.workers.test_payments import _begin, _provider, _work
from tests.workers.test_payments import _the_books_are_right as _the_books_are_right
from tests.workers.test_payments import order as order
from tests.workers.test_payments import workers as workers
from workers.clients.portone import PortOne
from workers.reach import reach, use
from workers.reconciling import compare, reconcile_night
from workers.services import ask


@pytest.fixture
def portone(sandbox):
    return _provider("PORTONE", sandbox)


@pytest.fixture
def imp_uid(sandbox, order):
    """bob has paid, and no webhook ever comes."""
    imp_uid = sandbox.pay(_begin(order), None, webhook="never")
    _work()
    assert sales.state_of(order) == "PAID"
    return imp_uid


def run(day=None):
    """All of a day is compared: today's, if no other is named."""
    request = money_pb2.ClaimReconciliationRequest(day=str(day or day_of(database_now())))
    claimed = ask(reach().services.money.ClaimReconciliation, request).run
    return compare(claimed, tell=lambda _: None)


def ours(done, *uids):
    """What differs of payments of this test; the sandbox knows those of others, too."""
    return [one for one in done.differences if one.provider_uid in uids]


class Moving(PortOne):
    """Somebody cancels what is on the first page while the second is asked for."""

    def __init__(self, sandbox, imp_uid):
        super().__init__(url=sandbox.portone_url, key="sandbox-key", secret="sandbox-secret")
        self.sandbox, self.to_cancel = sandbox, [imp_uid]

    def _call(self, method, path, **options):
        told = super()._call(method, path, **options)
        if "page=1&" in path and self.to_cancel:
            self.sandbox.cancel_at_console(self.to_cancel.pop(), webhook="never")
        return told


class TestAConsoleCancelOfWhichNoWebhookCame:
    def test_is_found_in_the_list_of_the_day(self, sandbox, order, imp_uid):
        sandbox.cancel_at_console(imp_uid, webhook="never")
        _work()
        assert sales.state_of(order) == "PAID"

        done = run()

        assert (sales.state_of(order), done.mended >= 1) == ("CANCELLED", True)
        assert ours(done, imp_uid) == []
        assert factories.facts().count("PaymentReversed") == 1

    def test_of_a_part_is_found_though_no_list_of_the_day_has_it(self, sandbox, order, imp_uid):
        """Listed by when it was paid, which was long ago."""
        sandbox.cancel_at_console(imp_uid, amount=4_000, webhook="never")
        _work()

        done = run(day_of(database_now()) - timedelta(days=3))

        assert (done.payments, done.held, done.mended) == (0, 1, 1)
        assert sales.state_of(order) == "CANCELLED"

    @pytest.mark.parametrize(("days", "seen"), [(4, 1), (5, 0), (64, 1)])
    def test_of_a_part_is_found_of_settled_orders_too_at_some_ages(
        self, sandbox, order, imp_uid, days, seen
    ):
        sales.ship(order)
        sales.look(order, 6)
        sales.confirm(order)
        sales.settle(order)
        sandbox.cancel_at_console(imp_uid, amount=4_000, webhook="never")

        done = run(day_of(database_now()) + timedelta(days=days))

        assert (done.held, done.mended) == (seen, seen)
        assert balances.balance_of(member_id=order.seller_id).receivable == 4_000 * seen


class TestAPaymentOfWhichNobodyTold:
    def test_pays_the_order(self, sandbox, order):
        sandbox.pay(_begin(order), None, webhook="never")

        done = run()

        assert (sales.state_of(order), done.paid >= 24_000) == ("PAID", True)

    def test_that_we_never_asked_for_is_told(self, sandbox, people, order):
        imp_uid = sandbox.pay("of another shop", 5_000, again=True, webhook="never")

        (unknown,) = ours(run(), imp_uid)

        assert unknown.kind == money_pb2.DIFFERENCE_KIND_UNKNOWN
        assert (unknown.told, unknown.booked) == (5_000, 0)
        assert f'"admin_ids":[{people[1].member_id}]' in factories.payload("ReconciliationDiffers")


class TestBothVersionsAtOnce:
    def test_do_not_tell_of_the_others_payments(self, sandbox, portone, order, imp_uid):
        """The sandbox shows each version all, as a shop that has changed may see them."""
        before = sales.accounts()
        both = {"PORTONE": portone, "PORTONE_V2": _provider("PORTONE_V2", sandbox)}
        use(replace(reach(), providers=both))

        run()

        assert sales.accounts() == before


class TestAPaymentThatTheProviderDoesNotKnow:
    def test_differs(self, order, imp_uid):
        ProviderPayment.update(provider_uid="imp_gone").execute()

        done = run(day_of(database_now()) - timedelta(days=3))

        (gone,) = ours(done, "imp_gone")
        assert (gone.kind, gone.booked) == (money_pb2.DIFFERENCE_KIND_MISSING, 24_000)
        ProviderPayment.update(provider_uid=imp_uid).execute()
        Payment.update(imp_uid=imp_uid).execute()


class TestALongList:
    def test_is_read_page_by_page_and_each_row_counted_once(self, sandbox, order, uid):
        before = int(database_now().timestamp())
        for number in range(205):
            sandbox.pay(f"{uid}-{number}", 1_000, outcome="failed", webhook="never")

        found = (
            reach()
            .provider("PORTONE")
            .payments_between(before, int(database_now().timestamp()) + 2)
        )

        uids = [one.merchant_uid for one in found if one.merchant_uid.startswith(uid)]
        assert len(uids) == len(set(uids)) == 205

    def test_is_read_again_when_its_pages_move_meanwhile(self, sandbox, order):
        since = int(time.time())
        uids = [
            sandbox.pay(f"moving-{since}-{number}", 1_000, webhook="never") for number in range(150)
        ]
        until = int(time.time()) + 1
        wait_until("the end of the list", lambda: time.time() > until)

        found = Moving(sandbox, uids[-1]).payments_between(since, until)

        assert set(uids[:-1]) <= {one.provider_uid for one in found}


class TestTheNight:
    def test_is_worked_off_by_the_job_and_nothing_is_due_then(self, order, imp_uid):
        reconcile_night.fn()

        night = Reconciliation.get()
        assert (night.done_at is not None, night.is_whole) == (True, True)
        assert reconciling.claim_night(now=database_now()) is None
