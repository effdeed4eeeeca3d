"""What has not gone on by itself? It is begun again: its job may be lost."""

from protos import trade_pb2
from workers.auction import open_order
from workers.broker import job
from workers.reach import reach
from workers.services import ask
from workers.settlements import settle_order


@job(queue_name="orders", max_retries=0)
def finish_unfinished() -> None:
    """Begins again whatever has waited for longer than it should."""
    found = ask(
        reach().services.trade.ListUnfinished,
        trade_pb2.ListUnfinishedRequest(older_than_seconds=reach().payment_poll_seconds),
    )
    for actor, ids in (
        (open_order, found.won_goods_ids),
        (settle_order, found.confirmed_order_ids),
    ):
        for one in ids:
            actor.send(one)
