"""Two at once on one case: one wins, and the other is told how things stand."""

import pytest

from grpc_services.cases import due
from models.cases import Case, CaseStep
from models.dialect import database_now
from models.trade import Order
from tests.support import disputes, sales
from tests.support.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


class TestOfTwoAtOnce:
    def test_one_confirms_or_one_opens_a_case(self, order):
        codes = at_once(lambda: sales.confirm(order), lambda: disputes.opened(order))

        if Case.select().exists():
            assert codes == ["ORDER_NOT_SHIPPED", None]
            assert sales.state_of(order) == "DISPUTED"
        else:
            assert codes == [None, "CASE_TOO_LATE"]
            assert sales.state_of(order) == "CONFIRMED"

    def test_one_opens_a_case(self, order):
        codes = at_once(*[lambda: disputes.opened(order)] * 3)

        assert sorted(code or "" for code in codes) == ["", "CASE_OPEN", "CASE_OPEN"]
        assert Case.select().count() == 1

    def test_one_accepts_or_one_escalates(self, order):
        case = disputes.opened(order)
        disputes.offer(case, order.seller_id, 5_000)

        codes = at_once(
            lambda: disputes.accept(case, order.buyer_id),
            lambda: disputes.escalate(case, order.seller_id),
        )

        accepted = disputes.state_of(case) == "CLOSED"
        assert codes == ([None, "CASE_CLOSED"] if accepted else ["CASE_ESCALATED", None])
        assert sales.state_of(order) == ("CONFIRMED" if accepted else "DISPUTED")

    def test_one_withdraws_or_one_accepts(self, order):
        case = disputes.opened(order)

        codes = at_once(
            lambda: disputes.withdraw(case, order.buyer_id),
            lambda: disputes.accept(case, order.seller_id),
        )

        withdrawn = disputes.state_of(case) == "WITHDRAWN"
        assert codes == ([None, "CASE_CLOSED"] if withdrawn else ["CASE_CLOSED", None])
        assert Order.get_by_id(order.order_id).state == ("DELIVERED" if withdrawn else "REFUNDED")
        assert CaseStep.select().count() == 2

    def test_a_deadline_has_passed_for_who_comes_too_late(self, order):
        case = disputes.opened(order)
        Case.update(due_at=database_now()).execute()

        codes = at_once(
            lambda: due.act_on_due_cases(**disputes.RULES),
            lambda: disputes.reject(case, order.seller_id),
        )

        assert codes == [None, "CASE_CLOSED"]
        assert sales.state_of(order) == "REFUNDED"
        assert [step.act for step in CaseStep.select()] == ["OPEN", "LAPSE"]
