"""Is what happens next, and when, told rightly for every state of an order?"""

from datetime import UTC, datetime, timedelta

import pytest

from grpc_services.trade import deadlines, orders
from grpc_services.trade.deadlines import Act
from models.trade import Order
from protos.trade_pb2 import OrderState

NOON = datetime(2026, 9, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def _order(state, **changes):
    values = {
        "state": state,
        "created_at": NOON,
        "due_at": NOON + 3 * DAY,
        "ship_days": 3,
        "confirm_days": 7,
        "lost_days": 14,
    }
    return Order(**(values | changes))


def _plan(order):
    """All that comes, if nobody does anything."""
    coming: list[tuple[str, datetime]] = []
    after = NOON
    while len(coming) < 9:
        deadlines.plan_next(order, after=after)
        if order.act is None:
            break
        coming.append((order.act, order.act_at))
        after = order.act_at
        if order.act in deadlines._ENDS:
            break
    return coming


class TestWhatComesNext:
    def test_is_two_reminders_before_a_win_is_lost(self):
        assert _plan(_order("AWAITING_PAYMENT")) == [
            (Act.REMIND_TO_PAY, NOON + DAY),
            (Act.REMIND_TO_PAY, NOON + 2 * DAY),
            (Act.END_UNPAID, NOON + 3 * DAY),
        ]

    def test_is_no_reminder_where_there_are_ten_minutes(self):
        due_at = NOON + timedelta(minutes=10)
        assert _plan(_order("AWAITING_PAYMENT", due_at=due_at)) == [(Act.END_UNPAID, due_at)]

    def test_leaves_out_holidays_and_week_ends(self):
        order = _order("PAID")
        # Tuesday noon in Korea; Thursday to Saturday are Chuseok, Sunday is a Sunday.
        deadlines.enter(order, at=NOON)

        assert order.ship_due_at == datetime(2026, 9, 29, 15, tzinfo=UTC)
        assert _plan(order) == [
            (Act.REMIND_TO_SHIP, order.ship_due_at - DAY),
            (Act.CALL_OFF, order.ship_due_at),
        ]

    def test_is_a_reminder_before_a_buyers_word_is_taken_for_granted(self):
        order = _order("DELIVERED")
        deadlines.enter(order, at=NOON)

        assert _plan(order) == [
            (Act.REMIND_TO_CONFIRM, NOON + 5 * DAY),
            (Act.CONFIRM, NOON + 7 * DAY),
        ]

    def test_is_a_case_for_what_stands_still_after_both_were_told(self):
        order = _order("SHIPPED", scanned_at=NOON, scan_due_at=NOON + 3 * DAY)
        assert _plan(order) == [(Act.TELL_STALLED, NOON + 3 * DAY)]

        deadlines.stand_still(order, at=NOON + 3 * DAY)

        assert _plan(order) == [(Act.OPEN_CASE, NOON + 17 * DAY)]

    def test_is_the_settlement_at_once_of_what_is_confirmed(self):
        assert _plan(_order("CONFIRMED")) == [(Act.SETTLE, NOON)]

    @pytest.mark.parametrize("state", ["SETTLED", "CANCELLED", "REFUNDED", "DISPUTED", "UNPAID"])
    def test_is_nothing_in_other_states(self, state):
        assert _plan(_order(state)) == []


class TestTransitions:
    def test_are_of_states_that_there_are(self):
        states = {name.removeprefix("ORDER_STATE_") for name in OrderState.keys()[1:]}

        assert orders.NEXT.keys() | set().union(*orders.NEXT.values()) == states

    @pytest.mark.parametrize(("before", "after"), [("SETTLED", "PAID"), ("PAID", "SETTLED")])
    def test_that_may_not_be_are_refused(self, before, after):
        with pytest.raises(ValueError, match=f"{after} after {before}"):
            orders.move(_order(before), after, at=NOON)
