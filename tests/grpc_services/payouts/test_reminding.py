"""Is somebody told of payouts that wait, each day anew, until they go on?"""

from datetime import timedelta

import pytest

from grpc_services.payouts import reading, reminding
from models.dialect import database_now
from models.payouts import PayoutRun
from tests.grpc_services.payouts.conftest import sold
from tests.support import factories, payouts

pytestmark = pytest.mark.usefixtures("database", "order")


def told_after(days):
    before = len(factories.facts())
    for hours in range(1, days * 24 + 2):
        now = database_now() + timedelta(hours=hours)
        reminding.remind(minimum=payouts.MINIMUM, now=now)
    return factories.facts()[before:]


class TestWhoLooksAfterMoney:
    @pytest.mark.parametrize("step", [lambda admins: payouts.drawn_up(admins[0]), payouts.approved])
    def test_is_reminded_of_a_run_that_does_not_go_on(self, admins, step):
        step(admins)

        assert told_after(3) == ["PayoutsWaiting"] * 3

    def test_is_reminded_of_results_that_do_not_come(self, admins):
        payouts.sent(admins)

        assert told_after(5) == ["PayoutsWaiting"] * 2

    def test_is_asked_for_the_next_run_while_somebody_is_owed(self, admins, seller, people):
        run = payouts.sent(admins)
        payouts.tell_all(run, admins[0], "PAID")
        assert told_after(9) == []
        PayoutRun.update(remind_at=database_now()).execute()
        sold(seller, people[1])
        before = len(factories.facts())

        assert told_after(2) == ["PayoutsDue"] * 3
        assert len(factories.facts()) == before + 3

    def test_is_asked_for_the_first_run_too(self, admins):
        assert told_after(6) == []
        assert told_after(8) == ["PayoutsDue"] * 2
        assert reading.runs(limit=10, cursor="") == ([], None)
        payouts.sent(admins)
        assert len(reading.runs(limit=10, cursor="")[0]) == 1

    def test_is_asked_only_after_the_last_run(self, admins, seller, people):
        run = payouts.sent(admins)
        payouts.tell_all(run, admins[0], "PAID")
        sold(seller, people[1])
        last = payouts.sent(admins)
        payouts.tell_all(last, admins[0], "PAID")
        sold(seller, people[1])

        assert told_after(8) == ["PayoutsDue"] * 2
        assert PayoutRun.get_by_id(run.run_id).remind_at is None
