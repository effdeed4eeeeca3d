"""How do very many hear of one thing? A few at a time, so that nobody else waits for them."""

from protos import alarms_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask

#: Batches in one job; then other jobs have their turn.
_AT_ONCE = 20


@job(queue_name="orders", priority=100, max_retries=0)
def announce() -> None:
    """Has batches of members told until there are none, or enough of them wait to be told."""
    for _ in range(_AT_ONCE):
        told = ask(reach().services.alarms.AnnounceMore, alarms_pb2.AnnounceMoreRequest())
        if not told.goes_on:
            return
    announce.send()
