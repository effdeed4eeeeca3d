"""What is due with orders by now? The services do it, as long as there is anything."""

from protos import money_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask


@job(queue_name="orders", max_retries=0)
def act_on_due_orders() -> None:
    """Has everything done that is due with orders: reminders, ends of waiting, confirmations."""
    act = reach().services.money.ActOnDueOrders
    while ask(act, money_pb2.ActOnDueOrdersRequest()).goes_on:
        pass
