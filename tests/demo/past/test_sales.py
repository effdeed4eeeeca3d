"""Do the sales of the past weeks look as if they had been made by the rules? They were."""

from collections import defaultdict

import pytest

from grpc_services.audit.differences import differences
from grpc_services.audit.replay import stored
from grpc_services.catalogue.prices import price_history
from grpc_services.trade.unfinished import wins_without_order
from models.auction import Auction, BidEntry, UnpaidWin
from models.catalogue import Goods, SoldPrice
from models.community import RatingCount, Review
from models.delivery import Parcel, Scan
from models.members import Member
from models.money import LedgerLine, Payment, Settlement
from models.trade import Order, OrderEvent
from tests.demo.conftest import NOW
from tests.support.factories import RULES, SIGNER

_STEPS = ["AWAITING_PAYMENT", "PAID", "SHIPPED", "DELIVERED", "CONFIRMED", "SETTLED"]


def _history() -> dict[int, list[OrderEvent]]:
    history = defaultdict(list)
    for event in OrderEvent.select().order_by(OrderEvent.event_id):
        history[event.order_id].append(event)
    return history


@pytest.mark.usefixtures("loaded")
class TestBids:
    def test_are_hundreds_by_many(self) -> None:
        assert BidEntry.select().count() > 300
        assert BidEntry.select(BidEntry.bidder_id).distinct().count() > 10

    def test_are_what_the_rules_make_of_what_was_asked(self) -> None:
        for auction in Auction.select(Auction.goods):
            assert list(differences(stored(auction.goods_id), RULES, SIGNER)) == []

    def test_have_moved_an_end_here_and_there(self) -> None:
        assert Auction.select().where(Auction.extensions > 0).count() > 3


@pytest.mark.usefixtures("loaded")
class TestOrders:
    def test_have_gone_step_by_step(self) -> None:
        for order in Order.select():
            events = _history()[order.order_id]
            assert [event.state for event in events] == _STEPS[: len(events)]
            assert events[-1].state == order.state
            times = [event.at for event in events]
            assert sorted(times) == times
            assert times[-1] < NOW

    def test_follow_from_auctions_that_were_won(self) -> None:
        for order in Order.select():
            auction = Auction.get(Auction.goods == order.goods_id)
            won = (auction.leader_id, auction.current_price, auction.seq)
            assert (order.buyer_id, order.price, order.seq) == won
            assert order.created_at == auction.ends_at

    def test_are_paid_with_money_that_is_all_there(self) -> None:
        moved: dict[int, int] = defaultdict(int)
        held: dict[str, int] = defaultdict(int)
        for line in LedgerLine.select():
            moved[line.entry_id] += line.amount
            held[line.account] -= line.amount

        assert not any(moved.values())
        assert held["SELLER_PAYABLE"] == sum(row.amount for row in Settlement.select()) > 0
        assert held["PROVIDER"] == -sum(row.amount for row in Payment.select())

    def test_leave_something_to_do_for_who_tries_them(self) -> None:
        waiting = {order.state: order for order in Order.select() if order.state != "SETTLED"}
        buyers = {
            Member.get_by_id(order.buyer_id).login_id
            for order in Order.select().where(Order.state == "DELIVERED")
        }

        assert set(waiting) == {"PAID", "DELIVERED"}
        assert Member.get_by_id(waiting["PAID"].seller_id).login_id == "demo_seller1"
        assert buyers == {"demo_buyer1", "demo_buyer2"}

    def test_leave_nothing_to_do_for_the_workers(self) -> None:
        assert wins_without_order() == []
        assert Order.select().where(Order.state == "CONFIRMED").count() == 0
        assert UnpaidWin.select().count() == 0
        assert Parcel.select().where(Parcel.next_look_at.is_null(False)).count() == 0
        assert Scan.select().count() == 5 * Parcel.select().count()


@pytest.mark.usefixtures("loaded")
class TestPrices:
    def test_are_known_of_whatever_was_confirmed(self) -> None:
        confirmed = [event.order_id for event in OrderEvent.select() if event.state == "CONFIRMED"]

        assert sorted(row.order_id for row in SoldPrice.select()) == sorted(confirmed)

    def test_have_a_history_for_much_of_what_is_for_sale(self) -> None:
        for_sale = Goods.select().join(Auction).where(Auction.state == "OPEN")
        known = [
            goods
            for goods in for_sale
            if price_history(goods_id=goods.goods_id, viewer_id=0, days=90, now=NOW).days
        ]

        assert len(known) > 30


@pytest.mark.usefixtures("loaded")
class TestReviews:
    def test_are_counted_and_some_are_answered(self) -> None:
        stars = [row for row in RatingCount.select() if row.given.isdigit()]

        assert sum(row.count for row in stars) == Review.select().count() > 20
        assert Review.select().where(Review.answer.is_null(False)).count() > 0

    def test_come_after_the_buyer_has_confirmed(self) -> None:
        for review in Review.select():
            confirmed = OrderEvent.get(
                OrderEvent.order == review.order_id, OrderEvent.state == "CONFIRMED"
            )
            assert confirmed.at < review.created_at < NOW

    def test_are_still_to_be_written_of_some(self) -> None:
        settled = Order.select().where(Order.state == "SETTLED").count()

        assert Review.select().count() < settled
