"""Who decides what two sides cannot agree about, and is it written down?"""

import pytest

from grpc_services.admin import cases, figures
from grpc_services.admin.trail import By
from grpc_services.cases.pure.commands import Decide
from grpc_services.cases.pure.state import CaseNotEscalated, OfferTooLarge, Side
from grpc_services.cases.views import all_cases, case_view
from models.admin import AdminScope, AuditLine
from models.dialect import database_now
from models.money import Refund
from tests.support import disputes, factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case(people):
    order = sales.won(people[0], people[2])
    sales.deliver(order)
    return disputes.opened(order)


def _decide(case, amount, payer=None):
    cases.decide(
        case_id=case.case_id,
        decision=Decide(amount, payer),
        by=By(1, "사진을 보았습니다.", "203.0.113.7"),
        **disputes.RULES,
        now=database_now(),
    )


class TestADecision:
    def test_shares_out_what_is_frozen_and_is_written_down(self, case):
        disputes.escalate(case, case.order.seller_id)

        _decide(case, 10_000)

        assert disputes.state_of(case) == "CLOSED"
        assert Refund.get().amount == 10_000
        line = AuditLine.get()
        assert (line.act, line.target, line.target_id) == ("DECIDE", "CASE", case.case_id)
        assert '"buyerGets":10000' in line.after
        view = case_view(case_id=case.case_id, member_id=case.order.buyer_id)
        assert view.steps[-1].text == "사진을 보았습니다."

    def test_with_somebody_to_pay_the_parcel_has_the_goods_sent_back(self, case):
        disputes.escalate(case, case.order.seller_id)

        _decide(case, 24_000, Side.BUYER)

        assert disputes.state_of(case) == "RETURNING"
        assert Refund.select().count() == 0

    @pytest.mark.parametrize(
        ("escalated", "amount", "refusal"),
        [(False, 1, CaseNotEscalated), (True, 24_001, OfferTooLarge)],
    )
    def test_is_refused_before_its_time_or_beyond_what_there_is(
        self, case, escalated, amount, refusal
    ):
        if escalated:
            disputes.escalate(case, case.order.seller_id)

        with pytest.raises(refusal):
            _decide(case, amount)

        assert AuditLine.select().count() == 0


class TestWhoLooksAfterMoney:
    def test_is_told_of_what_is_to_be_decided(self, case, people):
        AdminScope.create(member=people[1], scope="FINANCE", granted_at=database_now())

        disputes.escalate(case, case.order.seller_id)

        assert f'"admin_ids":[{people[1].member_id}]' in factories.payload("CaseChanged")

    def test_finds_it_by_its_state(self, case):
        asked = {"limit": 20, "cursor": ""}
        assert all_cases(state="ESCALATED", **asked) == ([], None)

        disputes.escalate(case, case.order.seller_id)

        found, _ = all_cases(state="ESCALATED", **asked)
        assert [view.case for view in found] == [case]

    def test_finds_it_as_long_as_it_is_open(self, case):
        asked = {"state": None, "limit": 20, "cursor": ""}
        before = [len(all_cases(is_open=is_open, **asked)[0]) for is_open in (True, False, None)]

        disputes.withdraw(case, case.order.buyer_id)

        after = [len(all_cases(is_open=is_open, **asked)[0]) for is_open in (True, False, None)]
        assert (before, after) == ([1, 0, 1], [0, 1, 1])

    def test_sees_how_many_wait_by_their_age(self, case, people):
        disputes.escalate(case, case.order.seller_id)
        counted = figures.figures(now=database_now() + 2 * disputes.DAY).cases

        assert vars(counted) == {
            "under_a_day": 0, "under_a_week": 1, "older": 0, "escalated": 1
        }  # fmt: skip
