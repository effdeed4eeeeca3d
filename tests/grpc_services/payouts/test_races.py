"""Two admins at once: one wins, and nobody is paid twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from grpc_services.refusals import Refusal
from models.base import database as tables
from models.money import LedgerEntry
from models.payouts import PayoutRun
from tests.support import payouts

pytestmark = pytest.mark.usefixtures("database", "order")


def _at_once(*acts):
    """What came of each: None, or the code of the refusal."""
    start = Barrier(len(acts))

    def run(act):
        with tables.connection_context():
            start.wait()
            try:
                act()
            except Refusal as refusal:
                return refusal.code()
            return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def _moved(end):
    return LedgerEntry.select().where(LedgerEntry.business_key.endswith(end)).count()


class TestOfTwoAdminsAtOnce:
    def test_one_draws_up_a_run(self, admins):
        codes = _at_once(*[lambda by=by: payouts.drawn_up(by) for by in admins * 2])

        assert sorted(code or "" for code in codes) == ["", *["PAYOUT_RUN_OPEN"] * 3]
        assert PayoutRun.select().count() == 1

    def test_one_approves_or_one_drops(self, admins):
        run = payouts.drawn_up(admins[0])

        codes = _at_once(
            lambda: payouts.approve(run, admins[1]), lambda: payouts.drop(run, admins[0])
        )

        assert codes in (["PAYOUT_RUN_NOT_DRAFT", None], [None, None])
        assert PayoutRun.get().state == "DROPPED"

    def test_one_sends_or_one_drops(self, admins):
        run = payouts.approved(admins)

        codes = _at_once(
            lambda: payouts.export(run, admins[0]), lambda: payouts.drop(run, admins[1])
        )

        sent = PayoutRun.get().state == "SENT"
        assert codes == ([None, "PAYOUT_RUN_SENT"] if sent else ["PAYOUT_RUN_NOT_APPROVED", None])
        assert _moved(":sent") == int(sent)
        assert payouts.faults() == []

    def test_both_export_what_is_sent_once(self, admins):
        run = payouts.approved(admins)

        codes = _at_once(*[lambda by=by: payouts.export(run, by) for by in admins * 2])

        assert (codes, _moved(":sent")) == ([None] * 4, 1)
        assert payouts.faults() == []

    def test_one_says_what_became_of_it(self, admins):
        run = payouts.sent(admins)

        codes = _at_once(
            lambda: payouts.tell(run, admins[0], **_all(run, "PAID")),
            lambda: payouts.tell(run, admins[1], **_all(run, "FAILED")),
        )

        assert sorted(code or "" for code in codes) == ["", "PAYOUT_RESULT_CONTRADICTS"]
        assert _moved(":paid") + _moved(":failed") == 1
        assert payouts.faults() == []


def _all(run, state):
    return {f"p{one.payout_id}": state for one in payouts.payouts(run)}
