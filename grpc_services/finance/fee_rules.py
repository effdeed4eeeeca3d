"""By which rules do sellers pay? Each is added once; what is otherwise from a day on is another."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from grpc_services.admin.trail import By, note
from grpc_services.catalogue.shelves import keep_category
from grpc_services.facts import atomic
from grpc_services.members.registration import MemberNotFound
from grpc_services.pages import page, position
from grpc_services.refusals import Conflict, Invalid, NotFound
from grpc_services.trade.fees import SUBJECTS
from models.dialect import locked
from models.members import Member
from models.trade import FeeRule

_SUBJECTS = frozenset(SUBJECTS.values())


class FeeRuleNotFound(NotFound):
    """There is no such rule."""


class FeeRuleUnclear(Invalid):
    """It does not say of what, or how much, or says it twice."""


class FeeRuleTooEarly(Invalid):
    """Orders were made by then, and keep the fees that they were made under."""


class FeeRuleEnded(Conflict):
    """The rule is over."""


def rules(*, limit: int, cursor: str) -> tuple[list[FeeRule], str | None]:
    """
    This function will list rules, those that are over too, the newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = FeeRule.select().order_by(FeeRule.rule_id.desc())
    start = position(cursor)
    if start:
        rows = rows.where(FeeRule.rule_id < start[0])
    return page(rows, limit, lambda row: (row.rule_id,))


@atomic
def add_rule(*, values: dict[str, Any], by: By, now: datetime) -> FeeRule:
    """
    This function will have orders that are made from a moment on cost their sellers something.

    :raises FeeRuleUnclear: if it does not say of what and how much, once each
    :raises FeeRuleTooEarly: if it were for orders that are made already
    :raises CategoryNotFound, MemberNotFound: if there is no such category or seller
    """
    if unclear := sorted(set(_unclear(values))):
        raise FeeRuleUnclear(*unclear)
    if values.setdefault("valid_from", now) < now:
        raise FeeRuleTooEarly("valid_from")
    _require_subject(values)

    rule = FeeRule.create(**values)
    _note(by, "ADD", rule, now, after=values)
    return rule


@atomic
def end_rule(*, rule_id: int, at: datetime, by: By, now: datetime) -> FeeRule:
    """
    This function will have a rule be for no order that is made from a moment on.

    :raises FeeRuleNotFound: if there is none
    :raises FeeRuleEnded: if it is over
    :raises FeeRuleTooEarly: if it would have been over for orders that are made already
    """
    rule = locked(FeeRule.select().where(FeeRule.rule_id == rule_id)).first()

    if rule is None:
        raise FeeRuleNotFound
    if rule.valid_until and rule.valid_until <= now:
        raise FeeRuleEnded
    if at < now:
        raise FeeRuleTooEarly("valid_until")

    rule.valid_until = at
    rule.save(only=[FeeRule.valid_until])
    _note(by, "END", rule, now, after={"valid_until": at})
    return rule


def _unclear(values: Mapping[str, Any]) -> Iterator[str]:
    wanted = {name for scope, name in SUBJECTS.items() if scope == values["scope"]}
    yield from (_SUBJECTS & values.keys()) ^ wanted
    if ("percent" in values) == ("fixed" in values):
        yield "percent"
    if values.get("max") is not None and values["max"] < values["min"]:
        yield "max"


def _require_subject(values: Mapping[str, Any]) -> None:
    if "category_id" in values:
        keep_category(category_id=values["category_id"])
    if "seller_id" in values and not Member.get_or_none(Member.member_id == values["seller_id"]):
        raise MemberNotFound


def _note(by: By, act: str, rule: FeeRule, now: datetime, *, after: Mapping[str, Any]) -> None:
    note(by, act, target="FEE_RULE", target_id=rule.rule_id, after=after, now=now)
