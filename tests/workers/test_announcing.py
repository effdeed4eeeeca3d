"""Does a worker go on while there is something to announce, and give others their turn?"""

from types import SimpleNamespace

import dramatiq
import pytest

from protos import alarms_pb2 as pb
from workers import reach
from workers.announcing import announce


@pytest.fixture
def services():
    """What the services have to announce, in batches."""
    left = SimpleNamespace(batches=0)

    def announce_more(request, **_):
        left.batches -= 1
        return pb.AnnounceMoreResponse(goes_on=left.batches >= 0)

    alarms = SimpleNamespace(AnnounceMore=announce_more)
    before = reach._reach
    reach.use(reach.Reach(SimpleNamespace(alarms=alarms), None, None, None, None))
    yield left
    queue = dramatiq.get_broker().queues["orders"]
    while not queue.empty():
        queue.get_nowait()
    reach.use(before)


def waiting():
    return dramatiq.get_broker().queues["orders"].qsize()


@pytest.mark.parametrize(("batches", "further_jobs"), [(0, 0), (19, 0), (20, 1), (25, 1)])
def test_it_goes_on_in_another_job_after_some_batches(services, batches, further_jobs):
    before = waiting()
    services.batches = batches
    announce.fn()
    assert waiting() - before == further_jobs
    assert services.batches == (-1 if batches < 20 else batches - 20)
