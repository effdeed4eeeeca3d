"""What is due with orders and cases by now? The services do it, as long as there is anything."""

from protos import cases_pb2, money_pb2
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
