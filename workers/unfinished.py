"""What has not gone on by itself? It is begun again: its job may be lost."""

from protos import trade_pb2
from workers.auction import open_order
from workers.broker import job
from workers.reach import reach
from workers.services import ask


@job(queue_name="orders", max_retries=0)
def finish_unfinished() -> None:
    """Begins again whatever should have gone on."""
    found = ask(reach().services.trade.ListUnfinished, trade_pb2.ListUnfinishedRequest())
    for goods_id in found.won_goods_ids:
        open_order.send(goods_id)
