"""Who may become a member?"""

import pytest

from grpc_services.members.registration import (
    EmailTaken,
    LoginIdTaken,
    TermsNotAgreed,
    is_free,
    member_with_store,
    sign_up,
)
from models.dialect import database_now
from models.members import Agreement, Member, Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


def _sign_up(**changes):
    values = {
        "login_id": "ann",
        "password_hash": "hash",
        "name": "앤 🙂",
        "email": "ann@example.com",
        "phone": "010-0000-0000",
        "birth": "1990-01-31",
        "gender": "FEMALE",
        "language": "ko",
        "agreed_to": {"TERMS", "PRIVACY"},
        "now": database_now(),
    }
    return sign_up(**(values | changes))


class TestSigningUp:
    def test_makes_a_member_with_a_store_and_agreements(self):
        member = _sign_up()

        found, store = member_with_store(member_id=member.member_id)
        assert (found.name, store.name) == ("앤 🙂", "ann")
        assert {row.term for row in Agreement.select()} == {"TERMS", "PRIVACY"}

    def test_is_refused_for_a_login_id_that_is_taken(self):
        _sign_up()

        with pytest.raises(LoginIdTaken):
            _sign_up(email="other@example.com")
        assert not is_free(login_id="ann")

    def test_is_refused_for_an_address_that_is_taken(self):
        _sign_up()

        with pytest.raises(EmailTaken):
            _sign_up(login_id="other")
        assert (Member.select().count(), Store.select().count()) == (1, 1)

    def test_needs_agreement(self):
        with pytest.raises(TermsNotAgreed):
            _sign_up(agreed_to=set())
        assert factories.facts() == []
