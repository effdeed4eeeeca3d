"""Who may become a member?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from limits.storage import MemoryStorage

from grpc_services.members import codes
from grpc_services.members.limits import Limit
from grpc_services.members.registration import (
    BirthImplausible,
    EmailTaken,
    TooYoung,
    member_with_store,
    require_welcome,
    sign_up,
    sign_up_verified,
)
from grpc_services.members.terms import Version
from grpc_services.refusals import Refusal
from models.base import database as tables
from models.dialect import database_now
from models.members import Consent, Member, Store
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

#: Half past eight in the morning of the 1st of March in Korea; still February elsewhere.
NOW = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)


def _sign_up(now=None, **changes):
    applicant = factories.applicant(**{"login_id": "ann"} | changes)
    return sign_up(applicant=applicant, password_hash="hash", now=now or database_now())


class TestSigningUp:
    def test_makes_a_member_with_a_store_and_agreements(self):
        agreed_to = frozenset(Version(kind, 1) for kind in ("TERMS", "PRIVACY", "MARKETING"))
        member = _sign_up(name="앤 🙂", agreed_to=agreed_to)

        found, store = member_with_store(member_id=member.member_id)
        assert (found.name, store.name) == ("앤 🙂", "ann")
        assert {(row.kind, row.version) for row in Consent.select()} == agreed_to

    def test_is_refused_for_an_address_that_is_taken(self):
        _sign_up()

        with pytest.raises(EmailTaken):
            _sign_up(login_id="other", email="ann@example.com")
        assert (Member.select().count(), Store.select().count()) == (1, 1)

    @pytest.mark.parametrize(
        ("birth", "refusal"),
        [
            ("2999-01-01", BirthImplausible),
            ("2026-03-02", BirthImplausible),
            ("1899-12-31", BirthImplausible),
            ("2026-03-01", TooYoung),
            ("2012-03-02", TooYoung),
        ],
    )
    def test_is_refused_to_the_unborn_and_the_too_young(self, birth, refusal):
        with pytest.raises(refusal):
            _sign_up(now=NOW, birth=birth)

    @pytest.mark.parametrize("birth", ["2012-03-01", "2012-02-29", "1900-01-01"])
    def test_is_open_from_fourteen_on_by_the_day_in_korea(self, birth):
        assert _sign_up(now=NOW, birth=birth).birth == birth

    @pytest.mark.parametrize(
        "other", [{"login_id": "ann", "email": "b@example.com"}, {"email": "ann@example.com"}]
    )
    def test_of_two_at_once_refuses_one(self, other):
        both_are_there = Barrier(2)

        def sign(changes):
            both_are_there.wait(10)
            try:
                return _sign_up(**changes).login_id
            except Refusal as refusal:
                return refusal.code()
            finally:
                tables.close()

        with ThreadPoolExecutor(2) as threads:
            told = list(threads.map(sign, [{}, {"login_id": "bob"} | other]))

        assert len({"LOGIN_ID_TAKEN", "EMAIL_TAKEN"} & set(told)) == 1
        assert Member.select().count() == 1


class TestAnAddress:
    @pytest.fixture
    def email_codes(self, codes_store):
        limit = Limit(MemoryStorage(), name="any", allowance="9/minute")
        return codes.EmailCodes(codes_store, b"secret", limit, limit, limit)

    def test_has_to_be_proven(self, email_codes):
        applicant = factories.applicant("ann")
        asked = {"codes": email_codes, "email": applicant.email, "purpose": "SIGN_UP"}
        token = codes.verify_code(**asked, code=codes.issue_code(**asked))

        given = {"applicant": applicant, "codes": email_codes, "now": database_now()}
        for rule in (require_welcome, lambda **all: sign_up_verified(password_hash="", **all)):
            with pytest.raises(codes.EmailNotVerified):
                rule(email_token="made up", **given)
        require_welcome(email_token=token, **given)

        assert sign_up_verified(password_hash="", email_token=token, **given).login_id == "ann"
