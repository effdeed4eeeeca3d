"""Is who is waited for told before it is too late, once, and nobody else?"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from grpc_services.cases import due
from models.admin import AdminScope
from models.cases import Case
from models.dialect import database_now
from tests.support import disputes, factories

pytestmark = pytest.mark.usefixtures("database")


def _a_day_is_left():
    Case.update(remind_at=database_now()).execute()
    due.act_on_due_cases(**disputes.RULES)


def reminders():
    return factories.facts().count("CaseStillDue")


class TestAReminder:
    def test_comes_a_day_before_the_deadline(self, order):
        case = disputes.opened(order)

        now = Case.get_by_id(case.case_id)
        assert now.due_at - now.remind_at == timedelta(days=1)

    def test_is_for_who_is_waited_for_once(self, order):
        case = disputes.opened(order)
        _a_day_is_left()
        due.act_on_due_cases(**disputes.RULES)

        assert reminders() == 1
        assert '"turn":"SELLER"' in factories.payload("CaseStillDue")
        assert disputes.state_of(case) == "OFFERED"

        disputes.reject(case, order.seller_id)
        _a_day_is_left()
        assert reminders() == 2

    def test_of_a_decision_is_for_who_looks_after_money(self, people, order):
        AdminScope.create(member=people[1], scope="FINANCE", granted_at=database_now())
        disputes.escalate(disputes.opened(order), order.seller_id)

        _a_day_is_left()

        assert f'"admin_ids":[{people[1].member_id}]' in factories.payload("CaseStillDue")

    def test_that_was_missed_is_left_out(self, order):
        disputes.opened(order)
        past = database_now()
        Case.update(remind_at=past, due_at=past).execute()

        due.act_on_due_cases(**disputes.RULES)

        assert reminders() == 0

    def test_does_not_follow_at_once_where_there_is_no_day(self, order):
        terms = replace(disputes.TERMS, answer=timedelta(hours=20))

        case = disputes.opened(order, terms=terms)

        assert Case.get_by_id(case.case_id).remind_at is None

    def test_of_a_case_that_is_over_never_comes(self, order):
        disputes.accept(disputes.opened(order), order.seller_id)

        assert Case.get().remind_at is None
