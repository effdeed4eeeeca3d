"""What becomes of what members report? Each report is decided once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from grpc_services.admin.facts import ReportDismissed, ReportUpheld
from grpc_services.admin.people import suspend
from grpc_services.admin.trail import By, note
from grpc_services.auction.house import House
from grpc_services.auction.pure.state import AuctionNotOpen
from grpc_services.auction.taking_down import take_down_goods
from grpc_services.community.taking_down import take_down_question, take_down_review
from grpc_services.facts import atomic, tells
from grpc_services.members.registration import MemberNotFound
from grpc_services.pages import page, position
from grpc_services.refusals import Conflict, NotFound
from models.catalogue import Goods
from models.community import Question, Report, Review
from models.dialect import locked
from models.members import Store


class ReportNotFound(NotFound):
    """There is no such report."""


class ReportDecidedBefore(Conflict):
    """Somebody has looked at the report."""


class NothingToTakeDown(Conflict):
    """A store is not taken down; who runs it is suspended. What is gone is gone."""


def reports(*, state: str | None, limit: int, cursor: str) -> tuple[list[Report], str | None]:
    """
    This function will list reports, the oldest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Report.select().order_by(Report.report_id)
    if state is not None:
        rows = rows.where(Report.state == state)
    start = position(cursor)
    if start:
        rows = rows.where(Report.report_id > start[0])
    return page(rows, limit, lambda row: (row.report_id,))


@atomic
def decide_report(*, report_id: int, decision: str, by: By, house: House, now: datetime) -> Report:
    """
    This function will dismiss a report, or take down what it is about, or suspend who is behind it.

    :raises ReportNotFound: if there is no such report
    :raises ReportDecidedBefore: if somebody has looked at it
    :raises NothingToTakeDown: if what it is about cannot be taken down, or is gone
    :raises MemberNotFound, MemberIsAdmin: if who is behind it cannot be suspended
    """
    report = locked(Report.select().where(Report.report_id == report_id)).first()
    if report is None:
        raise ReportNotFound
    if report.state != "OPEN":
        raise ReportDecidedBefore

    if decision == "DISMISS":
        return _dismiss(report=report, by=by, now=now)
    if decision == "TAKE_DOWN":
        _take_down(report, by, house, now)
    else:
        suspend(member_id=_behind(report), until=None, by=by, now=now)
    return _uphold(report=report, decision=decision, by=by, now=now)


@tells(ReportDismissed)
def _dismiss(*, report: Report, by: By, now: datetime) -> Report:
    return _decided(report, "DISMISS", by, now)


@tells(ReportUpheld)
def _uphold(*, report: Report, decision: str, by: By, now: datetime) -> Report:
    return _decided(report, decision, by, now)


def _decided(report: Report, decision: str, by: By, now: datetime) -> Report:
    report.state = decision
    report.save(only=[Report.state])
    note(
        by,
        "DECIDE_REPORT",
        target="REPORT",
        target_id=report.report_id,
        after={"decision": decision},
        now=now,
    )
    return report


def _take_down(report: Report, by: By, house: House, now: datetime) -> None:
    """:raises NothingToTakeDown: if it cannot be, or is gone"""
    if report.target not in _TAKEN_DOWN:
        raise NothingToTakeDown
    try:
        before = _TAKEN_DOWN[report.target](report.target_id, by, house)
    except (NotFound, AuctionNotOpen) as refusal:
        raise NothingToTakeDown from refusal
    note(
        by,
        "TAKE_DOWN",
        target=report.target,
        target_id=report.target_id,
        before=before,
        now=now,
    )


def _goods(goods_id: int, by: By, house: House) -> dict[str, Any]:
    fact = take_down_goods(goods_id=goods_id, reason=by.reason, house=house)
    return {"bids": fact.auction.bid_count, "price": fact.auction.current_price}


_TAKEN_DOWN: dict[str, Callable[[int, By, House], dict[str, Any]]] = {
    "GOODS": _goods,
    "QUESTION": lambda question_id, by, house: take_down_question(question_id=question_id),
    "REVIEW": lambda review_id, by, house: take_down_review(review_id=review_id),
}
#: Whose doing a target is: the column of the table, by its key.
_BEHIND: dict[str, tuple[Any, Any]] = {
    "GOODS": (Goods.goods_id, Goods.seller_id),
    "STORE": (Store.store_id, Store.member),
    "QUESTION": (Question.question_id, Question.asker_id),
    "REVIEW": (Review.review_id, Review.buyer_id),
}


def _behind(report: Report) -> int:
    """:raises MemberNotFound: if what the report is about is gone"""
    key, who = _BEHIND[report.target]
    row = key.model.select(who).where(key == report.target_id).tuples().first()
    if row is None:
        raise MemberNotFound
    return int(row[0])
