"""What could not be told, and what becomes of it?"""

import pytest

from grpc_services import outbox
from grpc_services.admin import parked
from grpc_services.admin.facts import SuspensionEnded
from grpc_services.admin.trail import By
from models.admin import AuditLine
from models.dialect import database_now
from models.outbox import NEW, SENT, OutboxFact
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

BY = By(7, "고쳤습니다.", "192.0.2.1")


@pytest.fixture
def fact():
    outbox.append([SuspensionEnded(member_id=1)], now=database_now())
    row = OutboxFact.get()
    outbox.park(row.fact_id, because="KeyError: 'goods'")
    return row


def stage():
    return OutboxFact.get().stage


class TestADeadLetter:
    def test_is_listed_with_why_it_is_one(self, fact):
        (letter,), following = parked.dead_letters(limit=20, cursor="")
        assert (letter.kind, letter.parked_because) == ("SuspensionEnded", "KeyError: 'goods'")
        assert following is None

    def test_is_told_after_all(self, fact):
        parked.retry_dead_letter(fact_id=fact.fact_id, by=BY, now=database_now())
        assert (stage(), factories.facts()) == (NEW, ["SuspensionEnded"])
        assert AuditLine.get().act == "RETRY"

    def test_is_left_untold_and_what_it_said_is_kept(self, fact):
        parked.drop_dead_letter(fact_id=fact.fact_id, by=BY, now=database_now())
        assert stage() == SENT
        assert "member_id" in AuditLine.get().before

    def test_is_worked_off_once(self, fact):
        parked.drop_dead_letter(fact_id=fact.fact_id, by=BY, now=database_now())
        with pytest.raises(parked.DeadLetterNotFound):
            parked.retry_dead_letter(fact_id=fact.fact_id, by=BY, now=database_now())
        assert AuditLine.select().count() == 1
