"""Is shown what the carrier says now, and is every parcel looked at once at a time?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.delivery import parcels
from grpc_services.trade import orders
from models.delivery import Parcel, Scan
from models.dialect import database_now
from models.trade import Order
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

START = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def order():
    seller, bob = factories.member("seller"), factories.member("bob")
    lot = factories.goods(seller)
    made = Order.create(
        goods=lot,
        seq=1,
        goods_name=lot.name,
        buyer_id=bob.member_id,
        seller_id=seller.member_id,
        state="PAID",
        price=10_000,
        shipping_price=3_000,
        due_at=START,
        created_at=START,
    )
    parcels.hand_to_carrier(
        member_id=seller.member_id,
        order_id=made.order_id,
        carrier="04",
        invoice="123456789012",
        now=START,
    )
    return made


@pytest.fixture
def sold(people):
    seller, _, bob = people
    return sales.won(seller, bob)


@pytest.fixture
def paid(sold):
    sales.pay(sold)
    return sold


def step(hour, place, level=3):
    return parcels.Step(START + timedelta(hours=hour), place, f"at {place}", level)


def look(order, *steps, now=START):
    level = max((one.level for one in steps), default=0)
    told = parcels.Look("04", "123456789012", level, steps)
    parcels.record_look(
        order_id=order.order_id, look=told, stalls_after=sales.STALLS_AFTER, now=now
    )


def places():
    return [scan.place for scan in Scan.select().order_by(Scan.position)]


class TestWhatIsShown:
    def test_is_what_the_carrier_lists_in_its_order(self, order):
        look(order, step(1, "Seoul"), step(3, "Busan"))
        look(order, step(1, "Seoul"), step(2, "Daejeon"), step(3, "Busan"))
        assert places() == ["Seoul", "Daejeon", "Busan"]

    def test_is_no_more_what_the_carrier_has_withdrawn(self, order):
        look(order, step(1, "Seoul"), step(2, "Jeju"))
        look(order, step(1, "Seoul"))
        assert places() == ["Seoul"]

    def test_is_corrected_as_the_carrier_corrects_it(self, order):
        look(order, step(1, "Seuol"))
        look(order, step(1, "Seoul"))
        assert places() == ["Seoul"]

    def test_is_as_far_as_the_carrier_says_now(self, order):
        look(order, step(1, "Seoul", 4))
        look(order, step(1, "Seoul", 2))
        assert Parcel.get().level == 2

    def test_keeps_when_we_saw_each_step_first(self, order):
        look(order, step(1, "Seoul"))
        later = START + timedelta(hours=3)
        look(order, step(1, "Seoul"), step(2, "Daejeon"), now=later)
        assert [scan.first_seen_at for scan in Scan.select().order_by(Scan.position)] == [
            START,
            later,
        ]

    def test_may_be_the_same_step_twice(self, order):
        for _ in range(2):
            look(order, step(1, "Seoul"), step(1, "Seoul"))
        assert places() == ["Seoul", "Seoul"]


class TestAParcel:
    def test_is_followed_to_its_end(self, paid):
        sales.ship(paid)

        for level in (1, 3, 3, 6, 6):
            sales.look(paid, level)

        assert sales.state_of(paid) == "DELIVERED"
        assert Scan.select().count() == 6
        assert Parcel.get().next_look_at is None
        assert factories.facts().count("OrderDelivered") == 1

    def test_is_asked_about_no_more_when_it_has_arrived(self, paid):
        sales.ship(paid)
        sales.look(paid, parcels.DELIVERED)
        assert Parcel.get().next_look_at is None

    def test_may_be_corrected_until_it_is_scanned(self, paid):
        sales.ship(paid)
        sales.ship(paid, invoice="999999999999")
        sales.look(paid, 1)
        assert Parcel.get().level == 0

        sales.look(paid, 1, invoice="999999999999")

        with pytest.raises(parcels.AlreadyScanned):
            sales.ship(paid)
        assert factories.facts().count("OrderShipped") == 1

    def test_is_not_sent_before_it_is_paid(self, sold):
        with pytest.raises(orders.OrderNotPaid):
            sales.ship(sold)

    def test_is_sent_by_its_seller_only(self, people, paid):
        with pytest.raises(orders.OrderNotFound):
            parcels.hand_to_carrier(
                member_id=people[2].member_id,
                order_id=paid.order_id,
                carrier="04",
                invoice="123456789012",
                now=database_now(),
            )


class TestANumber:
    def test_is_of_one_order(self, people, paid):
        seller, ann, _ = people
        sales.ship(paid)
        other = sales.won(seller, ann)
        sales.pay(other)

        with pytest.raises(parcels.InvoiceUsed):
            sales.ship(other, invoice=sales.invoice_of(paid))

        assert sales.state_of(other) == "PAID"
        sales.ship(paid)

    def test_that_was_mistyped_is_free_again(self, people, paid):
        seller, ann, _ = people
        sales.ship(paid)
        other = sales.won(seller, ann)
        sales.pay(other)

        sales.ship(paid, invoice="223456789012")
        sales.ship(other, invoice=sales.invoice_of(paid))

        with pytest.raises(parcels.InvoiceUsed):
            sales.ship(paid)

    def test_of_a_parcel_older_than_the_payment_counts_for_nothing(self, paid):
        sales.ship(paid)
        before = database_now() - timedelta(hours=1)
        steps = [parcels.Step(before, "Seoul", "arrived", parcels.DELIVERED)]
        told = parcels.Look("04", sales.invoice_of(paid), parcels.DELIVERED, steps)

        parcels.record_look(
            order_id=paid.order_id,
            look=told,
            stalls_after=sales.STALLS_AFTER,
            now=database_now(),
        )

        parcel = Parcel.get()
        assert (sales.state_of(paid), parcel.level, parcel.next_look_at) == ("SHIPPED", 0, None)
        assert "InvoiceRefused" in factories.facts()
        sales.ship(paid, invoice="223456789012")
        sales.look(paid, parcels.DELIVERED, invoice="223456789012")
        assert sales.state_of(paid) == "DELIVERED"
