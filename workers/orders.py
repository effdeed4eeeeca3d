"""What is due with orders, cases and payouts by now? The services do it, until nothing is."""

from protos import cases_pb2, money_pb2, payouts_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask


@job(queue_name="orders", max_retries=0)
def act_on_due_orders() -> None:
    """Has everything done that is due with orders: reminders, ends of waiting, confirmations."""
    act = reach().services.money.ActOnDueOrders
    while ask(act, money_pb2.ActOnDueOrdersRequest()).goes_on:
        pass


@job(queue_name="orders", max_retries=0)
def act_on_due_cases() -> None:
    """Has everything done that is due with cases, of which somebody was silent."""
    act = reach().services.cases.ActOnDueCases
    while ask(act, cases_pb2.ActOnDueCasesRequest()).goes_on:
        pass


@job(queue_name="orders", max_retries=0)
def remind_of_payouts() -> None:
    """Has those who look after money be told of payouts that wait for them."""
    ask(reach().services.payouts.RemindOfPayouts, payouts_pb2.RemindOfPayoutsRequest())
