"""What has not gone on by itself? It is begun again: its job, or the word to us, may be lost."""

from protos import trade_pb2
from workers.auction import cancel_lapsed_order, open_order
from workers.broker import job
from workers.payments import find_payment, refund_payment, register_payment
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
    for payment in found.unregistered:
        register_payment.send(payment.merchant_uid, payment.amount)
    for actor, ids in (
        (find_payment, found.merchant_uids),
        (refund_payment, found.refund_ids),
        (open_order, found.won_goods_ids),
        (settle_order, found.confirmed_order_ids),
        (cancel_lapsed_order, found.lapsed_order_ids),
    ):
        for one in ids:
            actor.send(one)
