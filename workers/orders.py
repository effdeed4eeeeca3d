"""What is due with orders, cases and payouts by now? The services do it, until nothing is."""

import threading
from typing import Any

from protos import cases_pb2, money_pb2, payouts_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask

#: Held while somebody of this process does what is due.
_orders, _cases = threading.Lock(), threading.Lock()


@job(queue_name="orders", max_retries=0)
def act_on_due_orders() -> None:
    """Has everything done that is due with orders: reminders, ends of waiting, confirmations."""
    act = reach().services.money.ActOnDueOrders
    _until_nothing_is_due(_orders, act, money_pb2.ActOnDueOrdersRequest())


@job(queue_name="orders", max_retries=0)
def act_on_due_cases() -> None:
    """Has everything done that is due with cases, of which somebody was silent."""
    act = reach().services.cases.ActOnDueCases
    _until_nothing_is_due(_cases, act, cases_pb2.ActOnDueCasesRequest())


@job(queue_name="orders", max_retries=0)
def remind_of_payouts() -> None:
    """Has those who look after money be told of payouts that wait for them."""
    ask(reach().services.payouts.RemindOfPayouts, payouts_pb2.RemindOfPayoutsRequest())


def _until_nothing_is_due(working: threading.Lock, act: Any, request: Any) -> None:
    """One job does it all: others would find the same, and wait for each other."""
    if not working.acquire(blocking=False):
        return
    try:
        while ask(act, request).goes_on:
            pass
    finally:
        working.release()
