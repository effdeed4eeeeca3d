"""What becomes of what members report? Each report is decided once."""

import pytest

from grpc_services.admin import reports
from grpc_services.admin.trail import By
from grpc_services.community.questions import ask_question
from grpc_services.community.reports import file_report
from models.admin import AuditLine
from models.auction import Auction
from models.community import Question, Report
from models.dialect import database_now
from models.members import Member, Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

BY = By(7, "가짜입니다.", "192.0.2.1")


@pytest.fixture
def lot(people):
    return factories.goods(people[0])


def report(reporter, target, target_id):
    return file_report(
        member_id=reporter.member_id,
        target=target,
        target_id=target_id,
        reason="FAKE",
        detail="",
        now=database_now(),
    )


def decide(filed, decision):
    return reports.decide_report(
        report_id=filed.report_id,
        decision=decision,
        by=BY,
        house=factories.HOUSE,
        now=database_now(),
    )


def acts():
    return [row.act for row in AuditLine.select().order_by(AuditLine.line_id)]


class TestADecision:
    def test_to_dismiss_leaves_everything(self, people, lot):
        decide(report(people[1], "GOODS", lot.goods_id), "DISMISS")
        assert Auction.get_by_id(lot.goods_id).state == "OPEN"
        assert factories.facts()[-1] == "ReportDismissed"
        assert acts() == ["DECIDE_REPORT"]

    def test_to_take_goods_down_cancels_the_auction_and_tells_bidders(self, people, lot):
        factories.bid(lot, people[2], amount=10_000)
        decide(report(people[1], "GOODS", lot.goods_id), "TAKE_DOWN")
        assert Auction.get_by_id(lot.goods_id).state == "CANCELLED"
        assert factories.facts()[-2:] == ["AuctionTakenDown", "ReportUpheld"]
        assert acts() == ["TAKE_DOWN", "DECIDE_REPORT"]

    def test_to_take_a_question_down_removes_it_and_keeps_what_it_said(self, people, lot):
        question = ask_question(
            member_id=people[1].member_id,
            goods_id=lot.goods_id,
            text="바보",
            secret=False,
            upload_ids=[],
            now=database_now(),
        )
        decide(report(people[2], "QUESTION", question.question_id), "TAKE_DOWN")
        assert not Question.select().exists()
        assert "바보" in AuditLine.get(AuditLine.act == "TAKE_DOWN").before

    def test_to_suspend_is_of_who_is_behind_it(self, people, lot):
        store = Store.get(Store.member == people[0])
        decide(report(people[1], "STORE", store.store_id), "SUSPEND")
        assert Member.get_by_id(people[0].member_id).is_suspended
        assert acts() == ["SUSPEND", "DECIDE_REPORT"]

    @pytest.mark.parametrize("target", ["STORE", "GOODS"])
    def test_to_take_down_what_cannot_be_changes_nothing(self, people, lot, target):
        store_id = Store.get(Store.member == people[0]).store_id
        filed = report(people[1], target, store_id if target == "STORE" else lot.goods_id)
        Auction.update(state="FAILED").where(Auction.goods == lot).execute()
        with pytest.raises(reports.NothingToTakeDown):
            decide(filed, "TAKE_DOWN")
        assert Report.get_by_id(filed.report_id).state == "OPEN"
        assert acts() == []

    def test_is_made_once(self, people, lot):
        filed = report(people[1], "GOODS", lot.goods_id)
        decide(filed, "DISMISS")
        with pytest.raises(reports.ReportDecidedBefore):
            decide(filed, "TAKE_DOWN")

    def test_is_of_a_report(self):
        with pytest.raises(reports.ReportNotFound):
            decide(Report(report_id=10**9), "DISMISS")


class TestReports:
    def test_are_listed_by_state_the_oldest_first(self, people, lot):
        first = report(people[1], "GOODS", lot.goods_id)
        second = report(people[2], "GOODS", lot.goods_id)
        decide(first, "DISMISS")
        found, following = reports.reports(state=None, limit=1, cursor="")
        rest, _ = reports.reports(state=None, limit=1, cursor=following)
        still_open, _ = reports.reports(state="OPEN", limit=20, cursor="")
        ids = [row.report_id for row in (*found, *rest, *still_open)]
        assert ids == [first.report_id, second.report_id, second.report_id]
