"""When is a seller credited? As soon as the buyer has confirmed."""

from protos import money_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask


@job(queue_name="orders", max_retries=20, min_backoff=500, max_backoff=60_000)
def settle_order(order_id: int) -> None:
    """Has the seller of a confirmed order credited."""
    ask(reach().services.money.SettleOrder, money_pb2.SettleOrderRequest(order_id=order_id))
