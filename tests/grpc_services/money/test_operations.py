"""Is what the provider is to do done once, tried until it is, and never in silence for ever?"""

from datetime import timedelta
from itertools import pairwise

import pytest

from grpc_services.money import operations, outcomes
from grpc_services.money.operations import Operation
from models.admin import AdminScope
from models.dialect import database_now
from models.money import Payment, ProviderOperation
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def wanted(people, order):
    AdminScope.create(member=people[0], scope="OWNER", granted_at=database_now())
    uid = sales.begin(order).merchant_uid
    return operations.operation_of(kind=Operation.REGISTER, subject=uid)


def _claim(at=None):
    return [one.operation_id for one in operations.claim_operations(now=at or database_now())]


def _fail(operation, *, is_final=False, at=None):
    outcomes.record_failure(
        operation_id=operation.operation_id,
        error="out of order",
        is_final=is_final,
        now=at or database_now(),
    )


def _state():
    return ProviderOperation.get().state


class TestAnOperation:
    def test_is_told_to_one_worker_at_a_time(self, wanted):
        assert (_claim(), _claim()) == ([wanted.operation_id], [])

    def test_is_told_again_when_nobody_says_how_it_went(self, wanted):
        _claim()

        assert _claim(database_now() + timedelta(minutes=3)) == [wanted.operation_id]

    def test_is_done_once(self, wanted):
        for _ in range(2):
            outcomes.record_success(
                operation_id=wanted.operation_id, first_pause=sales.PAUSE, now=database_now()
            )

        assert _state() == "DONE"
        assert _claim(database_now() + timedelta(days=9)) == []

    def test_that_failed_is_tried_later_and_later_and_then_somebody_is_told(self, wanted):
        at, tries = database_now(), []
        while _state() == "PENDING":
            if _claim(at):
                tries.append(at)
                _fail(wanted, at=at)
            at += timedelta(seconds=30)

        pauses = [later - before for before, later in pairwise(tries)]
        assert pauses == sorted(pauses)
        assert len(tries) == 26
        assert timedelta(days=2) < tries[-1] - tries[0] < timedelta(days=4)
        assert factories.facts().count("OperationStuck") == 1
        assert '"error":"out of order"' in factories.payload("OperationStuck")

    def test_that_somebody_waits_for_is_tried_at_once(self, order, wanted):
        for _ in range(6):
            ProviderOperation.update(next_try_at=database_now()).execute()
            _claim()
            _fail(wanted)
        assert _claim() == []

        sales.begin(order)

        assert _claim() == [wanted.operation_id]
        sales.begin(order)
        assert _claim() == []

    def test_that_was_refused_is_not_tried_again(self, people, wanted):
        _claim()

        _fail(wanted, is_final=True)

        assert (_state(), _claim(database_now() + timedelta(days=9))) == ("STUCK", [])
        assert f'"admin_ids":[{people[0].member_id}]' in factories.payload("OperationStuck")

    def test_of_which_nobody_ever_says_how_it_went_gets_stuck(self, wanted):
        at = database_now()
        for _ in range(27):
            _claim(at)
            at += timedelta(minutes=3)

        assert _state() == "STUCK"
        assert factories.facts().count("OperationStuck") == 1

    def test_that_registers_a_payment_and_got_stuck_lets_the_buyer_begin_another(
        self, wanted, order
    ):
        _claim()
        _fail(wanted, is_final=True)

        assert Payment.get().state == "FAILED"
        assert factories.facts().count("PaymentFailed") == 1
        assert sales.begin(order).merchant_uid != wanted.subject

    def test_that_is_not_there_is_not_found(self):
        with pytest.raises(operations.OperationNotFound):
            _fail(ProviderOperation(operation_id=1))
