"""When may a buyer say that something is wrong, and what happens at once?"""

from datetime import timedelta

import pytest

from grpc_services.cases.pure.state import Kind
from grpc_services.cases.rows import CaseNotFound
from grpc_services.cases.views import case_view, cases_of
from grpc_services.money import balances
from grpc_services.refusals import Refusal
from grpc_services.trade.orders import OrderNotFound
from models.dialect import database_now
from models.money import LedgerEntry
from models.trade import Order
from tests.support import disputes, factories, sales

pytestmark = pytest.mark.usefixtures("database")


def _refused(code, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        disputes.opened(*args, **kwargs)
    assert refused.value.code() == code


class TestACaseThatIsOpened:
    def test_freezes_all_that_is_held_at_once(self, order):
        case = disputes.opened(order)

        assert sales.state_of(order) == "DISPUTED"
        balance = balances.balance_of(member_id=order.seller_id)
        assert (balance.in_escrow, balance.frozen) == (0, 24_000)
        key = f"case:{case.case_id}:frozen"
        assert LedgerEntry.select().where(LedgerEntry.business_key == key).count() == 1

    def test_waits_for_nobody_but_itself(self, order):
        disputes.opened(order)

        assert Order.get_by_id(order.order_id).act_at is None

    def test_is_told_to_the_seller(self, order):
        case = disputes.opened(order)

        assert "CaseOpened" in factories.facts()
        assert f'"case_id":{case.case_id}' in factories.payload("CaseOpened")

    def test_is_seen_by_its_sides_only(self, people, order):
        case = disputes.opened(order)

        view = case_view(case_id=case.case_id, member_id=order.seller_id)
        assert [step.act for step in view.steps] == ["OPEN"]
        with pytest.raises(CaseNotFound):
            case_view(case_id=case.case_id, member_id=people[1].member_id)
        with pytest.raises(OrderNotFound):
            cases_of(member_id=people[1].member_id, order_id=order.order_id, limit=20, cursor="")

    def test_shows_its_pictures(self, people, order):
        upload = factories.picture(people[2], kind="CASE")

        case = disputes.opened(order, upload_ids=[upload.upload_id])

        view = case_view(case_id=case.case_id, member_id=order.buyer_id)
        assert [[image.upload_id for image in images] for images in view.images.values()] == [
            [upload.upload_id]
        ]


class TestACaseIsNotOpened:
    def test_by_anybody_but_the_buyer(self, order):
        order.buyer_id = order.seller_id

        _refused("ORDER_NOT_FOUND", order)

    def test_twice_at_a_time(self, order):
        disputes.opened(order)

        _refused("CASE_OPEN", order)

    def test_before_it_is_sent(self, people):
        order = sales.won(people[0], people[2])
        sales.pay(order)

        _refused("CASE_TOO_EARLY", order)

    def test_while_it_may_still_come(self, people):
        order = sales.won(people[0], people[2])
        sales.pay(order)
        sales.ship(order)

        _refused("CASE_TOO_EARLY", order, Kind.NOT_RECEIVED)
        later = database_now() + timedelta(days=8)
        _refused("CASE_TOO_EARLY", order, Kind.DAMAGED, at=later)
        assert disputes.opened(order, Kind.NOT_RECEIVED, at=later).order_state == "SHIPPED"

    def test_a_week_after_it_has_arrived(self, order):
        _refused("CASE_TOO_LATE", order, at=database_now() + timedelta(days=7, seconds=1))

    def test_once_all_was_well(self, order):
        sales.confirm(order)

        _refused("CASE_TOO_LATE", order)

    def test_against_a_private_seller_for_a_changed_mind(self, order):
        _refused("SELLER_PRIVATE", order, Kind.CHANGED_MIND, "RETURN")

        Order.update(seller_kind="BUSINESS").execute()
        case = disputes.opened(order, Kind.CHANGED_MIND, "RETURN")
        assert case.offer_with_return

    @pytest.mark.parametrize(
        ("code", "kind", "wanted", "amount"),
        [
            ("AMOUNT_NEEDED", Kind.DAMAGED, "PARTIAL", None),
            ("OFFER_TOO_LARGE", Kind.DAMAGED, "PARTIAL", 24_001),
            ("NOTHING_TO_RETURN", Kind.NOT_RECEIVED, "RETURN", None),
        ],
    )
    def test_for_what_cannot_be_had(self, order, code, kind, wanted, amount):
        _refused(code, order, kind, wanted, amount)
        assert sales.state_of(order) == "DELIVERED"
