"""Does a worker come back when a reservation lapses?"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import dramatiq
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from protos import money_pb2 as pb
from workers import reach
from workers.auction import cancel_lapsed_order

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def stamp(moment):
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


@pytest.fixture
def services():
    """What the services answer, and what they were asked."""
    told = SimpleNamespace(answer=pb.CancelLapsedOrderResponse(), asked=[])

    def cancel(request, **_):
        told.asked.append(request.order_id)
        return told.answer

    money = SimpleNamespace(CancelLapsedOrder=cancel)
    before = reach._reach
    reach.use(reach.Reach(SimpleNamespace(money=money), None, None, None, None, 1))
    yield told
    reach.use(before)


def waiting():
    queue = dramatiq.get_broker().queues[f"{cancel_lapsed_order.queue_name}.DQ"]
    return [dramatiq.Message.decode(queue.get_nowait()) for _ in range(queue.qsize())]


class TestALapse:
    def test_is_come_back_to_when_it_is_due(self, services):
        waiting()
        services.answer = pb.CancelLapsedOrderResponse(
            due_at=stamp(NOW + timedelta(minutes=10)), server_time=stamp(NOW)
        )

        cancel_lapsed_order.fn(7)

        (message,) = waiting()
        assert (message.actor_name, list(message.args)) == ("cancel_lapsed_order", [7])
        assert message.options["eta"] - message.message_timestamp == pytest.approx(600_001, abs=50)
        assert services.asked == [7]

    def test_that_has_been_is_not(self, services):
        waiting()
        services.answer = pb.CancelLapsedOrderResponse(server_time=stamp(NOW))

        cancel_lapsed_order.fn(7)

        assert (services.asked, waiting()) == ([7], [])
