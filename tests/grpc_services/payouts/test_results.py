"""Is each result noted once, and none that contradicts another?"""

import pytest

from grpc_services.members import bank_accounts
from grpc_services.payouts.reading import payouts_of
from grpc_services.payouts.results import (
    PayoutAmountDiffers,
    PayoutNotFound,
    PayoutResultContradicts,
    PayoutRunNotSent,
    Result,
    record_results,
)
from models.dialect import database_now
from models.money import LedgerEntry
from models.payouts import PayoutRun
from tests.grpc_services.payouts.conftest import BANK, sold
from tests.support import payouts

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def run(admins, people):
    """Sent, to two sellers."""
    for seller in people[:2]:
        bank_accounts.add_account(member_id=seller.member_id, values=BANK)
        sold(seller, people[2])
    return payouts.sent(admins)


def numbers(run):
    return [one.payout_id for one in payouts.payouts(run)]


class TestAResult:
    @pytest.mark.parametrize("state", ["PAID", "FAILED"])
    def test_is_the_same_however_often_it_is_told(self, admins, run, state):
        for _ in range(3):
            payouts.tell(run, admins[0], **{f"p{number}": state for number in numbers(run)})

        ended = [LedgerEntry.business_key.contains(end) for end in (":paid", ":failed")]
        moved = LedgerEntry.select().where(
            LedgerEntry.business_key.startswith("payout:"), ended[0] | ended[1]
        )
        assert moved.count() == 2
        assert PayoutRun.get_by_id(run.run_id).state == "DONE"
        assert payouts.faults() == []

    def test_is_seen_by_who_was_paid(self, admins, run, people):
        payouts.tell_all(run, admins[0], "PAID")

        seller_id = people[0].member_id
        (seen,), following = payouts_of(member_id=seller_id, limit=20, cursor="")
        assert (seen.seller_id, seen.state, following) == (seller_id, "PAID", None)

    @pytest.mark.parametrize(("first", "second"), [("PAID", "FAILED"), ("FAILED", "PAID")])
    def test_that_contradicts_another_is_refused_with_all_others(self, admins, run, first, second):
        one, other = numbers(run)
        payouts.tell(run, admins[0], **{f"p{one}": first})

        with pytest.raises(PayoutResultContradicts) as refused:
            payouts.tell(run, admins[0], **{f"p{other}": "PAID", f"p{one}": second})

        assert refused.value.details == {"payout_id": one, "state": first}
        assert [row.state for row in payouts.payouts(run)] == [first, "SENT"]
        assert PayoutRun.get_by_id(run.run_id).state == "SENT"
        assert payouts.faults() == []

    def test_of_another_amount_is_refused_with_all_others(self, admins, run):
        right, wrong = payouts.payouts(run)
        told = [
            Result(right.payout_id, "PAID", amount=right.amount),
            Result(wrong.payout_id, "PAID", amount=wrong.amount - 1),
        ]

        with pytest.raises(PayoutAmountDiffers) as refused:
            record_results(run_id=run.run_id, results=told, by=admins[0], now=database_now())

        assert refused.value.details == {
            "payout_id": wrong.payout_id, "amount": wrong.amount, "told": wrong.amount - 1,
        }  # fmt: skip
        assert [row.state for row in payouts.payouts(run)] == ["SENT", "SENT"]

    def test_is_of_a_payout_that_was_sent_in_this_run(self, admins, run, people):
        with pytest.raises(PayoutNotFound):
            payouts.tell(run, admins[0], p999999="PAID")
        sold(people[0], people[2])
        other = payouts.approved(admins)
        (number,) = numbers(other)
        with pytest.raises(PayoutNotFound):
            payouts.tell(run, admins[0], **{f"p{number}": "PAID"})
        with pytest.raises(PayoutRunNotSent):
            payouts.tell(other, admins[0], **{f"p{number}": "PAID"})
