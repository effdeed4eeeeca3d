"""Is what got stuck ended once, and only when two admins agree?"""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.admin.trail import By
from grpc_services.audit import books
from grpc_services.finance import by_two
from grpc_services.finance.by_two import Decision
from grpc_services.money import operations, outcomes
from grpc_services.money.by_hand import OperationNotStuck
from grpc_services.refusals import Refusal
from models.admin import AuditLine
from models.base import database as tables
from models.dialect import database_now
from models.money import Payment, ProviderOperation, ProviderPayment, Refund
from tests.grpc_services.finance.conftest import refuse
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


def decide(stuck, by, decision=Decision.DONE, evidence="이체 17"):
    return by_two.decide(
        operation_id=stuck.operation_id,
        decision=decision,
        evidence=evidence,
        by=by,
        now=database_now(),
    )


def retry(stuck, by):
    return by_two.retry(operation_id=stuck.operation_id, by=by, now=database_now())


def now_of(stuck):
    return ProviderOperation.get_by_id(stuck.operation_id)


def faults():
    return [fault for check in books.CHECKS for fault in check()]


class TestAProposal:
    @pytest.mark.parametrize("decision", Decision)
    def test_changes_nothing_and_is_kept(self, admins, stuck, decision):
        proposed = decide(stuck, admins[0], decision)

        assert (proposed.state, proposed.proposed) == ("STUCK", decision)
        assert (proposed.proposed_by, proposed.evidence) == (admins[0].operator_id, "이체 17")
        assert (Refund.get().left, sales.accounts()["REFUNDS"]) == (1_000, -1_000)
        assert AuditLine.get().act == f"PROPOSE_{decision}"

    def test_is_told_to_the_others(self, admins, stuck):
        decide(stuck, admins[1], Decision.DROP)

        told = json.loads(factories.payload("EndProposed"))
        assert (told["decision"], told["operation_id"]) == ("DROP", stuck.operation_id)
        assert told["admin_ids"] == [admins[0].operator_id]
        assert factories.facts().count("EndProposed") == 1

    def test_is_not_carried_out_by_who_made_it(self, admins, stuck):
        decide(stuck, admins[0])

        with pytest.raises(by_two.SecondAdminNeeded):
            decide(stuck, admins[0])

        assert now_of(stuck).state == "STUCK"

    def test_takes_the_place_of_another_and_needs_a_second_admin_again(self, admins, stuck):
        decide(stuck, admins[0], Decision.DROP)

        decide(stuck, admins[1], Decision.DONE)

        with pytest.raises(by_two.SecondAdminNeeded):
            decide(stuck, admins[1], Decision.DONE)
        assert decide(stuck, admins[0], Decision.DONE).state == "DONE"

    def test_is_forgotten_when_it_is_tried_again(self, admins, stuck):
        decide(stuck, admins[0])
        retry(stuck, admins[1])
        refuse(stuck)

        assert decide(stuck, admins[1]).state == "STUCK"


class TestWhatWasDoneByHand:
    def test_went_out_of_our_own_account_and_the_buyer_is_told(self, admins, stuck):
        decide(stuck, admins[0])
        decide(stuck, admins[1])

        assert now_of(stuck).state == "DONE"
        accounts = sales.accounts()
        assert (accounts["REFUNDS"], accounts["BANK"]) == (0, -1_000)
        assert (Refund.get().left, Payment.get().state) == (0, "REFUNDED")
        assert factories.facts().count("Refunded") == 1
        assert [line.act for line in AuditLine.select()] == ["PROPOSE_DONE", "DONE"]
        assert faults() == []

    def test_is_not_done_again_by_a_worker_that_comes_late(self, admins, stuck):
        decide(stuck, admins[0])
        decide(stuck, admins[1])

        outcomes.record_success(
            operation_id=stuck.operation_id, first_pause=sales.PAUSE, now=database_now()
        )

        assert sales.accounts()["BANK"] == -1_000
        with pytest.raises(OperationNotStuck):
            decide(stuck, admins[0])

    def test_is_of_what_the_provider_has_not_given(self, admins, stuck):
        sales.receive(Payment.get(), amount=1_000, cancelled=300)

        decide(stuck, admins[0])
        decide(stuck, admins[1])

        assert sales.accounts()["BANK"] == -700

    def test_is_carried_out_once_by_many_at_once(self, admins, stuck):
        decide(stuck, admins[0])
        others = [By(admins[1].operator_id + n, "봤습니다.", "") for n in range(4)]

        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(lambda by: _answer(stuck, by), others))

        assert sorted(told) == ["DONE", *["OPERATION_NOT_STUCK"] * 3]
        assert sales.accounts()["BANK"] == -1_000


def _answer(stuck, by):
    with tables.connection_context():
        try:
            return decide(stuck, by).state
        except Refusal as refusal:
            return refusal.code()


class TestWhatIsDropped:
    def test_is_money_of_nobody_known_and_who_looks_after_money_is_told(self, admins, stuck):
        decide(stuck, admins[0], Decision.DROP)
        decide(stuck, admins[1], Decision.DROP)

        assert now_of(stuck).state == "DROPPED"
        accounts = sales.accounts()
        assert (accounts["REFUNDS"], accounts["SUSPENSE"]) == (0, -1_000)
        assert str(admins[0].operator_id) in factories.payload("SuspenseBooked")
        assert "Refunded" not in factories.facts()
        assert [fault.about for fault in faults()] == [
            f"SUSPENSE of {ProviderPayment.get().reading_id}"
        ]

    def test_is_known_again_when_the_provider_gives_it_back_after_all(self, admins, stuck):
        decide(stuck, admins[0], Decision.DROP)
        decide(stuck, admins[1], Decision.DROP)

        sales.receive(Payment.get(), amount=1_000, status="CANCELLED", cancelled=1_000)

        accounts = sales.accounts()
        assert (accounts["SUSPENSE"], accounts["PROVIDER"]) == (0, 0)
        assert faults() == []


class TestWhatIsTriedAgain:
    def test_is_due_at_once_as_if_it_never_had_been(self, admins, stuck):
        retry(stuck, admins[0])

        claimed = [one.operation_id for one in operations.claim_operations(now=database_now())]
        assert stuck.operation_id in claimed
        assert AuditLine.get().act == "RETRY"

    def test_is_only_what_is_stuck(self, admins, stuck):
        retry(stuck, admins[0])

        with pytest.raises(OperationNotStuck):
            retry(stuck, admins[0])
        with pytest.raises(operations.OperationNotFound):
            by_two.retry(operation_id=stuck.operation_id + 9, by=admins[0], now=database_now())


class TestWhatIsStuck:
    def test_ends_when_the_provider_gave_it_back_meanwhile(self, stuck):
        sales.receive(Payment.get(), amount=1_000, status="CANCELLED", cancelled=1_000)

        assert now_of(stuck).state == "DONE"

    def test_ends_by_hand_though_nothing_is_booked_of_a_registration(self, admins, order):
        payment = sales.begin(order)
        registering = operations.operation_of(
            kind=operations.Operation.REGISTER, subject=payment.merchant_uid
        )
        refuse(registering)

        decide(registering, admins[0], Decision.DROP)
        decide(registering, admins[1], Decision.DROP)

        assert (now_of(registering).state, sales.accounts()) == ("DROPPED", {})
