"""Who hears of what happens to cases?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears, of_order
from grpc_services.cases.facts import (
    CaseChanged,
    CaseFact,
    CaseMessageSent,
    CaseOpened,
    CaseSharedOut,
    CaseStillDue,
    CaseWithdrawn,
)

_BY_NOBODY = {"REVERSED", "STALLED"}
#: What only who is waited for has to know.
_FOR_ONE = {"OFFERED", "REJECTED"}
#: In which nothing is on the table.
_WITHOUT_AMOUNT = {"REJECTED", "ESCALATED"}


@hears(CaseOpened)
def something_is_wrong(case: CaseOpened) -> Iterator[Alarm]:
    if case.kind in _BY_NOBODY:
        return
    yield of_order(case, case.seller_id, AlarmKind.CASE_OPENED, amount=case.amount, days=case.days)


@hears(CaseOpened)
def the_operator_looks_at_it(case: CaseOpened) -> Iterator[Alarm]:
    if case.kind not in _BY_NOBODY:
        return
    template = f"CASE_{case.kind}"
    for member_id in (case.buyer_id, case.seller_id):
        yield of_order(case, member_id, AlarmKind.CASE_OPENED, template=template, days=case.days)


@hears(CaseMessageSent)
def the_other_side_writes(case: CaseMessageSent) -> Iterator[Alarm]:
    receiver_id = case.seller_id if case.by == "BUYER" else case.buyer_id
    yield of_order(case, receiver_id, AlarmKind.MESSAGE_RECEIVED)


@hears(CaseChanged)
def a_case_goes_on(case: CaseChanged) -> Iterator[Alarm]:
    values = {"days": case.days}
    if case.state not in _WITHOUT_AMOUNT:
        values["amount"] = case.amount
    template = f"CASE_{case.state}"
    for member_id in _concerned(case):
        yield of_order(case, member_id, AlarmKind.CASE_CHANGED, template=template, **values)


def _concerned(case: CaseFact) -> Iterator[int]:
    if case.turn == "BUYER" or case.state not in _FOR_ONE:
        yield case.buyer_id
    if case.turn == "SELLER" or case.state not in _FOR_ONE:
        yield case.seller_id


@hears(CaseStillDue)
def it_waits_for_you(case: CaseStillDue) -> Iterator[Alarm]:
    members = {"BUYER": case.buyer_id, "SELLER": case.seller_id}
    if member_id := members.get(case.turn):
        yield of_order(case, member_id, AlarmKind.CASE_CHANGED, template="CASE_DUE")


@hears(CaseStillDue)
def you_have_not_decided_yet(case: CaseStillDue) -> Iterator[Alarm]:
    for member_id in case.admin_ids:
        values = {"case": str(case.case_id), "order": str(case.order_id)}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="CASE_DECISION_DUE")


@hears(CaseWithdrawn)
def all_is_well_again(case: CaseWithdrawn) -> Iterator[Alarm]:
    if case.by is not None:
        yield of_order(case, case.seller_id, AlarmKind.CASE_CLOSED, template="CASE_WITHDRAWN")


@hears(CaseWithdrawn)
def it_came_after_all(case: CaseWithdrawn) -> Iterator[Alarm]:
    if case.by is None:
        for member_id in (case.buyer_id, case.seller_id):
            yield of_order(case, member_id, AlarmKind.CASE_CLOSED, template="CASE_ARRIVED")


@hears(CaseSharedOut)
def it_is_settled(case: CaseSharedOut) -> Iterator[Alarm]:
    for member_id in (case.buyer_id, case.seller_id):
        yield of_order(
            case,
            member_id,
            AlarmKind.CASE_CLOSED,
            buyer_gets=case.buyer_gets,
            seller_gets=case.seller_gets,
        )


@hears(CaseOpened)
@hears(CaseChanged)
def somebody_has_to_decide(case: CaseOpened | CaseChanged) -> Iterator[Alarm]:
    for member_id in case.admin_ids:
        values = {"case": str(case.case_id), "order": str(case.order_id), "days": case.days}
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="CASE_TO_DECIDE")
