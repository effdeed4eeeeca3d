"""Does money of nobody known come to its end, once, and only when two admins agree?"""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.audit import books
from grpc_services.finance import by_two, suspense
from grpc_services.finance.by_two import Decision, SecondAdminNeeded
from grpc_services.finance.suspense import SuspenseNotFound
from grpc_services.money import operations
from grpc_services.money.clearings import SuspenseGone, Way
from grpc_services.money.payments import OrderNotPayable
from grpc_services.refusals import Refusal
from models.admin import AuditLine
from models.base import database as tables
from models.dialect import database_now
from models.money import Payment, ProviderPayment, Refund, SuspenseClearing
from tests.grpc_services.finance.conftest import refuse
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


def faults():
    return [fault for check in books.CHECKS for fault in check()]


def drop(operation, admins):
    for by in admins:
        by_two.decide(
            operation_id=operation.operation_id,
            decision=Decision.DROP,
            evidence="",
            by=by,
            now=database_now(),
        )


def clear(way, by, reading_id=None):
    return suspense.decide(
        reading_id=reading_id or ProviderPayment.get().reading_id,
        way=way,
        by=by,
        house=factories.HOUSE,
        now=database_now(),
    )


def listed():
    return suspense.suspended(limit=20, cursor="")[0]


@pytest.fixture
def suspended(admins, stuck):
    """1,000 won of bob's that nobody owes to anybody."""
    drop(stuck, admins)
    return ProviderPayment.get()


class TestWhatIsInSuspense:
    def test_is_listed_with_its_payment_and_what_brought_it(self, order, suspended):
        (file,) = listed()

        assert (file.amount, file.reading.payment.order_id) == (1_000, order.order_id)
        (moved,) = file.movements
        assert moved.entry.business_key == f"refund:{Refund.get().refund_id}:dropped"
        assert file.clearing is None

    def test_is_less_when_the_provider_gives_some_of_it_back(self, admins, suspended):
        sales.receive(Payment.get(), amount=1_000, cancelled=400)

        assert listed()[0].amount == 600
        assert sales.accounts()["PROVIDER"] == 600

    def test_leaves_alone_what_is_held_for_the_order_that_it_is_not_of(self, admins, order):
        sales.pay(order)
        payment = Payment.get()
        sales.receive(payment, imp_uid=payment.imp_uid, amount=25_000)
        operation = _cancel_of_last_refund()
        refuse(operation)
        drop(operation, admins)

        sales.receive(payment, imp_uid=payment.imp_uid, amount=25_000, cancelled=1_000)

        assert (sales.state_of(order), listed()) == ("PAID", [])
        assert faults() == []


def _cancel_of_last_refund():
    last = Refund.select().order_by(Refund.refund_id.desc()).get()
    return operations.operation_of(
        kind=operations.Operation.CANCEL, subject=f"refund:{last.refund_id}"
    )


class TestAProposal:
    @pytest.mark.parametrize("way", [Way.RETURN, Way.WRITE_OFF])
    def test_moves_nothing_and_is_told_to_the_others(self, admins, suspended, way):
        before = sales.accounts()

        file = clear(way, admins[0])

        assert (file.clearing.way, file.clearing.done_at) == (way, None)
        assert sales.accounts() == before
        told = json.loads(factories.payload("ClearingProposed"))
        assert (told["way"], told["amount"]) == (way, 1_000)
        assert told["admin_ids"] == [admins[1].operator_id]

    def test_is_not_carried_out_by_who_made_it_nor_by_who_proposes_something_else(
        self, admins, suspended
    ):
        clear(Way.RETURN, admins[0])

        with pytest.raises(SecondAdminNeeded):
            clear(Way.RETURN, admins[0])
        clear(Way.WRITE_OFF, admins[1])
        with pytest.raises(SecondAdminNeeded):
            clear(Way.WRITE_OFF, admins[1])

        assert sales.accounts()["SUSPENSE"] == -1_000

    def test_is_one_of_what_was_there_when_it_was_made(self, admins, suspended):
        clear(Way.WRITE_OFF, admins[0])
        sales.receive(Payment.get(), amount=1_000, cancelled=400)

        file = clear(Way.WRITE_OFF, admins[1])

        assert (file.amount, file.clearing.amount, file.clearing.done_at) == (600, 600, None)
        assert SuspenseClearing.select().count() == 1


class TestWhatGoesBack:
    def test_is_owed_to_the_buyer_and_goes_by_the_provider(self, admins, suspended):
        clear(Way.RETURN, admins[0])
        file = clear(Way.RETURN, admins[1])

        assert (file.amount, file.clearing.agreed_by) == (0, admins[1].operator_id)
        accounts = sales.accounts()
        assert (accounts["SUSPENSE"], accounts["REFUNDS"]) == (0, -1_000)
        sales.receive(Payment.get(), amount=1_000, cancelled=1_000, status="CANCELLED")
        assert (sales.accounts()["REFUNDS"], sales.accounts()["PROVIDER"]) == (0, 0)
        assert [line.act for line in AuditLine.select()][-2:] == ["PROPOSE_RETURN", "RETURN"]
        assert (faults(), listed()) == ([], [])

    def test_may_get_stuck_dropped_and_given_again(self, admins, suspended):
        for by in admins:
            clear(Way.RETURN, by)
        operation = _cancel_of_last_refund()
        refuse(operation)
        drop(operation, admins)
        for by in admins:
            clear(Way.RETURN, by)

        assert sales.accounts()["REFUNDS"] == -1_000
        assert faults() == []

    def test_is_cleared_once_by_many_at_once(self, admins, suspended):
        clear(Way.RETURN, admins[0])
        reading_id = suspended.reading_id

        def answer(_):
            with tables.connection_context():
                try:
                    return str(clear(Way.RETURN, admins[1], reading_id).amount)
                except Refusal as refusal:
                    return refusal.code()

        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(answer, range(4)))

        assert sorted(told) == ["0", *["SUSPENSE_NOT_FOUND"] * 3]
        assert sales.accounts()["REFUNDS"] == -1_000


class TestWhatPaysItsOrder:
    def test_is_what_the_order_still_waits_for(self, admins, order):
        payment = sales.begin(order)
        sales.receive(payment, amount=48_000)
        operation = _cancel_of_last_refund()
        sales.receive(payment, amount=48_000, cancelled=24_000)
        refuse(operation)
        drop(operation, admins)
        for by in admins:
            clear(Way.ASSIGN, by)

        assert (sales.state_of(order), Payment.get().state) == ("PAID", "PAID")
        assert (sales.accounts()["ESCROW"], sales.accounts()["SUSPENSE"]) == (-24_000, 0)
        assert (faults(), factories.facts().count("PaymentConfirmed")) == ([], 1)

    def test_is_not_another_amount(self, admins, suspended):
        with pytest.raises(OrderNotPayable):
            clear(Way.ASSIGN, admins[0])


class TestWhatIsWrittenOff:
    def test_is_ours(self, admins, suspended):
        for by in admins:
            clear(Way.WRITE_OFF, by)

        assert (sales.accounts()["LOSSES"], sales.accounts()["SUSPENSE"]) == (-1_000, 0)
        assert faults() == []

    def test_is_lost_where_the_provider_has_given_it_away(self, admins, order):
        sales.receive(sales.begin(order), amount=1_000)
        refuse(_cancel_of_last_refund())
        for by in admins:
            by_two.decide(
                operation_id=_cancel_of_last_refund().operation_id,
                decision=Decision.DONE,
                evidence="이체 17",
                by=by,
                now=database_now(),
            )
        sales.receive(Payment.get(), amount=1_000, cancelled=1_000, status="CANCELLED")
        assert listed()[0].amount == -1_000

        with pytest.raises(SuspenseGone):
            clear(Way.RETURN, admins[0])
        for by in admins:
            clear(Way.WRITE_OFF, by)

        assert (sales.accounts()["LOSSES"], sales.accounts()["SUSPENSE"]) == (1_000, 0)
        assert faults() == []

    def test_is_there(self, admins, stuck):
        with pytest.raises(SuspenseNotFound):
            clear(Way.WRITE_OFF, admins[0])
        with pytest.raises(SuspenseNotFound):
            clear(Way.WRITE_OFF, admins[0], ProviderPayment.get().reading_id + 9)
