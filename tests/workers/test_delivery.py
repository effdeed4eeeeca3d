"""Is what SweetTracker says, or does not say, known to the services, asked at a bearable pace?"""

import dramatiq
import pytest

from models.delivery import CarrierLine, Parcel
from models.dialect import database_now
from tests.support import factories, sales
from tests.support.servers import HOST, WORKER_SECRET
from tests.support.serving import all_services
from workers import reach
from workers.clients.sweettracker import SweetTracker
from workers.delivery import look_at_parcels
from workers.services import Services

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def url(sandbox):
    yield sandbox.sweettracker_url
    sandbox.play_error(None)


@pytest.fixture(autouse=True)
def services(database, redis_url, codes_store):
    _jobs()
    before = reach._reach
    with all_services(database, redis_url) as address:
        services = Services(f"ipv4:{address}", WORKER_SECRET)
        yield services
        services._channel._channel.close()
    reach.use(before)


@pytest.fixture
def shipped(people, invoice):
    order = sales.won(people[0], people[2])
    sales.pay(order)
    sales.ship(order, invoice=invoice)
    return order


def _jobs():
    queue = dramatiq.get_broker().queues[look_at_parcels.queue_name]
    return [dramatiq.Message.decode(queue.get_nowait()) for _ in range(queue.qsize())]


def _work(services, url):
    """Every parcel that is due is looked at."""
    tracker = SweetTracker(url=url, key="sandbox-key", method="POST")
    reach.use(reach.Reach(services, None, tracker, None, None))
    look_at_parcels.send()
    while jobs := _jobs():
        for job in jobs:
            dramatiq.get_broker().get_actor(job.actor_name).fn(*job.args)


class TestALook:
    def test_brings_a_parcel_on_its_way(self, services, url, sandbox, shipped, invoice):
        sandbox.move_parcel(invoice, 3)

        _work(services, url)

        parcel = Parcel.get()
        assert (parcel.level, parcel.asked) == (3, 1)
        assert parcel.next_look_at > database_now()

    @pytest.mark.parametrize(
        ("code", "fact"), [("104", "InvoiceUnknown"), ("103", "LineClosed"), ("101", "LineClosed")]
    )
    def test_that_is_refused_is_told(self, services, url, sandbox, shipped, code, fact):
        sandbox.play_error(code)

        _work(services, url)
        _work(services, url)

        assert factories.facts().count(fact) == 1

    def test_too_many_are_made_up_for_tomorrow(self, services, url, sandbox, shipped):
        sandbox.play_error("105")

        _work(services, url)

        assert Parcel.get().next_look_at > database_now()
        assert CarrierLine.get().closed_until is None

    def test_is_made_up_for_when_somebody_answers_again(
        self, services, url, sandbox, shipped, invoice
    ):
        sandbox.move_parcel(invoice, 2)
        _work(services, f"http://{HOST}:1")
        _work(services, url)
        assert (CarrierLine.get().failures, Parcel.get().asked) == (1, 1)

        CarrierLine.update(closed_until=database_now()).execute()
        _work(services, url)

        assert (CarrierLine.get().failures, Parcel.get().level) == (0, 2)
