"""What is due with orders, cases and payouts by now? The services do it, some at a time."""

import math
import threading
import time
from typing import Any

from protos import cases_pb2, money_pb2, payouts_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask


class _Turn:
    """One job of this process at a time, and none before the last one has rested."""

    def __init__(self) -> None:
        self.taken = threading.Lock()
        self.rests_until = 0.0


_orders, _cases = _Turn(), _Turn()


@job(queue_name="orders", max_retries=0)
def act_on_due_orders() -> None:
    """Has done what is due with orders: reminders, ends of waiting, confirmations."""
    act = reach().services.money.ActOnDueOrders
    _act(_orders, act, money_pb2.ActOnDueOrdersRequest(), again=act_on_due_orders)


@job(queue_name="orders", max_retries=0)
def act_on_due_cases() -> None:
    """Has done what is due with cases, of which somebody was silent."""
    act = reach().services.cases.ActOnDueCases
    _act(_cases, act, cases_pb2.ActOnDueCasesRequest(), again=act_on_due_cases)


@job(queue_name="orders", max_retries=0)
def remind_of_payouts() -> None:
    """Has those who look after money be told of payouts that wait for them."""
    ask(reach().services.payouts.RemindOfPayouts, payouts_pb2.RemindOfPayoutsRequest())


def _act(turn: _Turn, act: Any, request: Any, *, again: Any) -> None:
    """
    One job does some of it: others would find the same, and wait for each other.

    What is left comes as another job, after as long as this took: half of the time is left to those
    who wait for an answer.
    """
    if not turn.taken.acquire(blocking=False):
        return
    try:
        began = time.monotonic()
        if began >= turn.rests_until and ask(act, request).goes_on:
            took = time.monotonic() - began
            turn.rests_until = began + 2 * took
            again.send_with_options(delay=math.ceil(1_000 * took))
    finally:
        turn.taken.release()
