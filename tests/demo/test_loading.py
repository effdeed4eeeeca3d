"""Does the demo come into a database as a whole, or not at all?"""

import peewee
import pytest

from demo.catalogue.lots import LOTS
from demo.loading import is_loaded
from demo.past.people import OPERATOR
from grpc_services.members.registration import EmailTaken
from models.auction import Auction
from models.catalogue import Brand
from models.helpdesk import Faq
from models.members import Member
from tests.demo.conftest import load_all
from tests.support import factories


@pytest.mark.usefixtures("database")
class TestLoadingIntoAnEmptyDatabase:
    def test_leaves_nothing_behind_when_it_fails(self) -> None:
        eve = factories.member("eve")
        Member.update(email="demo_seller5@example.com").where(Member.member_id == eve).execute()

        with pytest.raises(EmailTaken):
            load_all()

        assert not is_loaded()
        assert [Brand.select().count(), Faq.select().count(), Member.select().count()] == [0, 0, 1]

    @pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
    def test_makes_no_operator_when_nobody_is_told_a_password(self) -> None:
        # Which database it is has nothing to do with it, and loading takes seconds.
        load_all(told=None)

        assert not Member.select().where(Member.login_id == OPERATOR).exists()
        assert {row.role for row in Member.select()} == {"MEMBER"}
        assert len({row.password_hash for row in Member.select()}) == 1


@pytest.mark.usefixtures("loaded")
class TestLoadingTwice:
    def test_is_noticed(self) -> None:
        assert is_loaded()

    def test_is_refused(self) -> None:
        with pytest.raises(peewee.IntegrityError):
            load_all()

        assert Auction.select().where(Auction.state == "OPEN").count() == len(LOTS)
