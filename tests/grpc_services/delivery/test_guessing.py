"""Is it asked of which carrier a number may be, once, and within what was paid for?"""

from datetime import timedelta

import pytest

from grpc_services.delivery import guessing
from grpc_services.delivery.asking import Pace
from grpc_services.delivery.carriers import InvoiceInvalid
from models.delivery import CarrierLine
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

NUMBER = "640123456789"


@pytest.fixture
def seller():
    return factories.member("seller")


def _ask(seller, invoice=NUMBER, *, numbers_a_month=100, now=None):
    pace = Pace(timedelta(hours=3), 10, numbers_a_month)
    guessing.ask_whose(
        member_id=seller.member_id, invoice=invoice, pace=pace, now=now or database_now()
    )


def _questions():
    return factories.facts().count("GuessWanted")


class TestAQuestion:
    def test_waits_for_its_answer_which_is_kept(self, seller):
        _ask(seller)
        with pytest.raises(guessing.CarriersPending):
            guessing.whose(invoice=NUMBER)

        guessing.record_guess(invoice=NUMBER, carriers=["04", "unheard of", "05"])
        _ask(seller)

        assert guessing.whose(invoice=NUMBER) == ["04", "05"]
        assert (_questions(), CarrierLine.get().numbers) == (1, 1)

    def test_is_asked_again_when_nobody_has_answered(self, seller):
        now = database_now()
        for seconds in (0, 30, 61):
            _ask(seller, now=now + timedelta(seconds=seconds))

        assert _questions() == 2

    def test_has_no_answer_when_no_more_was_paid_for(self, seller):
        _ask(seller, numbers_a_month=0)

        assert (guessing.whose(invoice=NUMBER), _questions()) == ([], 0)

    def test_is_about_what_can_be_a_number(self, seller):
        with pytest.raises(InvoiceInvalid):
            _ask(seller, "12")

    def test_is_one_of_thirty_a_day_at_most(self, seller):
        for number in range(30):
            _ask(seller, f"{number:012d}")

        with pytest.raises(guessing.TooManyNumbers):
            _ask(seller)
        _ask(seller, f"{0:012d}")
