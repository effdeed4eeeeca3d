"""Does every sale come to an end, whoever is silent?"""

from datetime import timedelta

import pytest

from grpc_services.cases import due
from grpc_services.money import due as due_orders
from grpc_services.trade.orders import ENDED, NEXT
from models.admin import AdminScope
from models.cases import Case, CaseStep
from models.delivery import Parcel
from models.dialect import database_now
from models.money import Payment, Refund
from models.trade import Order
from tests.support import disputes, factories, sales

pytestmark = pytest.mark.usefixtures("database")

#: By which steps an order comes into each state in which it waits.
WAYS = {
    "AWAITING_PAYMENT": (),
    "PAID": (sales.pay,),
    "SHIPPED": (sales.pay, sales.ship, lambda order: sales.look(order, 2)),
    "DELIVERED": (sales.deliver,),
    "CONFIRMED": (sales.deliver, sales.confirm),
    "DISPUTED": (sales.deliver, disputes.opened),
}


@pytest.fixture
def won(people):
    return sales.won(people[0], people[2])


@pytest.fixture
def stalled(won):
    """Both sides were told that its parcel stands still."""
    for step in WAYS["SHIPPED"]:
        step(won)
    pass_time(won)
    return won


def pass_time(order):
    """Nothing happens until what is planned next is due; the carrier has nothing new to say."""
    now = database_now()
    its_own = Order.order_id == order.order_id
    Order.update(act_at=now, scan_due_at=now, ship_due_at=now).where(its_own).execute()
    Parcel.update(seen_at=now, counted_in="2026-05").execute()
    due_orders.act_on_due_orders(house=factories.HOUSE)
    due.act_on_due_cases(**disputes.RULES)


def waits_for(order):
    """What ends the waiting of an order by itself, or None."""
    now = Order.get_by_id(order.order_id)
    case = Case.get_or_none(Case.open_for == now.order_id)
    return now.act if now.act_at else case and case.due_at and "its case"


class TestAnOrder:
    def test_may_wait_in_no_other_state_than_is_looked_at_here(self):
        assert WAYS.keys() == NEXT.keys()
        assert not NEXT.keys() & set(ENDED)

    @pytest.mark.parametrize("state", NEXT)
    def test_never_waits_for_what_may_never_come(self, won, state):
        for step in WAYS[state]:
            step(won)

        assert sales.state_of(won) == state
        assert waits_for(won) is not None

    @pytest.mark.parametrize("scanned", [0, 2])
    def test_comes_to_an_end_though_nobody_does_anything(self, won, scanned):
        sales.pay(won)
        sales.ship(won)
        sales.look(won, scanned)

        for _ in range(9):
            if sales.state_of(won) in ENDED:
                break
            assert waits_for(won) is not None
            disputes.let_pass() if sales.state_of(won) == "DISPUTED" else pass_time(won)

        assert sales.state_of(won) == ("REFUNDED" if scanned else "CANCELLED")
        assert Refund.get().amount == Payment.get().amount


class TestAParcelThatStandsStill:
    def test_is_for_the_operator_to_decide_in_the_end(self, people, stalled):
        AdminScope.create(member=people[1], scope="FINANCE", granted_at=database_now())
        order = Order.get_by_id(stalled.order_id)
        assert order.act_at - database_now() > timedelta(days=13)
        assert not Case.select().exists()

        pass_time(stalled)

        case = Case.get()
        assert (case.kind, case.state, case.frozen) == ("STALLED", "ESCALATED", 24_000)
        assert sales.state_of(stalled) == "DISPUTED"
        told = factories.payload("CaseOpened")
        assert '"by":null' in told
        assert f'"admin_ids":[{people[1].member_id}]' in told
        disputes.decide(case, 0)
        assert sales.state_of(stalled) == "CONFIRMED"

    def test_goes_on_when_it_comes_after_all(self, stalled):
        pass_time(stalled)
        sales.look(stalled, 6)

        due.act_on_due_cases(**disputes.RULES)

        assert sales.state_of(stalled) == "DELIVERED"
        steps = CaseStep.select().order_by(CaseStep.step_id)
        assert [(step.act, step.side) for step in steps] == [("OPEN", None), ("ARRIVE", None)]

    def test_is_put_off_where_something_is_wrong_with_its_case(self, stalled):
        pass_time(stalled)
        sales.look(stalled, 6)
        Case.update(order_state="PAID").execute()

        due.act_on_due_cases(**disputes.RULES)

        order = Order.get_by_id(stalled.order_id)
        assert (order.state, order.act) == ("DISPUTED", None)
        assert order.act_at - database_now() > timedelta(minutes=9)
        assert due.act_on_due_cases(**disputes.RULES) == 0
        Case.update(order_state="SHIPPED").execute()
        Order.update(act_at=database_now()).execute()
        due.act_on_due_cases(**disputes.RULES)
        assert sales.state_of(stalled) == "DELIVERED"

    def test_may_stand_still_once_more_when_its_buyer_says_so(self, stalled):
        pass_time(stalled)

        disputes.withdraw(Case.get(), stalled.buyer_id)

        order = Order.get_by_id(stalled.order_id)
        assert (order.state, order.act) == ("SHIPPED", "OPEN_CASE")
        assert order.act_at - database_now() > timedelta(days=13)
        pass_time(stalled)
        assert Case.select().count() == 2

    def test_that_moves_needs_no_case(self, stalled):
        sales.look(stalled, 3)

        assert Order.get_by_id(stalled.order_id).act == "TELL_STALLED"
