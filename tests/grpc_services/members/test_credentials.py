"""How are a password and an address changed, and how does one come back who has forgotten?"""

import pytest
from limits.storage import MemoryStorage

from grpc_services.members import codes, credentials
from grpc_services.members.codes import EmailNotVerified
from grpc_services.members.limits import Limit
from grpc_services.members.proofs import WrongPassword
from grpc_services.members.registration import EmailTaken
from grpc_services.members.signing_in import Attempt
from grpc_services.members.tokens import digest
from models.members import Member, RefreshToken, Session
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def email_codes(codes_store):
    limit = Limit(MemoryStorage(), name="any", allowance="9/minute")
    return codes.EmailCodes(codes_store, b"secret", limit, limit, limit)


@pytest.fixture
def proven(codes_store):
    """A token that proves an address for a purpose."""

    def prove(purpose, email="ann@example.com"):
        token = f"{purpose}-of-{email}"
        codes_store.set(f"email-token:{digest(token)}", f"{purpose}:{email}")
        return token

    return prove


@pytest.fixture
def ann(now):
    ann = factories.member("ann")
    for number in range(3):
        session = Session.create(
            member=ann, device="", client="", created_at=now, used_at=now, revoked_at=None
        )
        RefreshToken.create(token_hash=f"{number}", session=session, expires_at=now)
    return ann


def _going_on():
    return Session.select().where(Session.revoked_at.is_null()).count()


class TestALoginId:
    def test_is_told_to_who_has_proven_the_address(self, email_codes, proven, ann):
        told = credentials.login_id_of(codes=email_codes, email_token=proven("FIND_ID"))

        assert told == "ann"

    @pytest.mark.parametrize("purpose", ["RESET_PASSWORD", "SIGN_UP"])
    def test_is_not_told_for_another_purpose(self, email_codes, proven, ann, purpose):
        with pytest.raises(EmailNotVerified):
            credentials.login_id_of(codes=email_codes, email_token=proven(purpose))

    def test_is_not_told_to_strangers(self, email_codes, proven, ann):
        with pytest.raises(EmailNotVerified):
            credentials.login_id_of(
                codes=email_codes, email_token=proven("FIND_ID", "eve@example.com")
            )


class TestAReset:
    def _reset(self, email_codes, token, now, login_id="ann"):
        return credentials.reset_password(
            login_id=login_id,
            codes=email_codes,
            email_token=token,
            password_hash="new",
            now=now,
        )

    def test_sets_the_password_and_ends_all_sessions(self, email_codes, proven, ann, now):
        self._reset(email_codes, proven("RESET_PASSWORD"), now)

        assert Member.get_by_id(ann.member_id).password_hash == "new"
        assert (_going_on(), RefreshToken.select().count()) == (0, 0)
        assert sorted(factories.facts()) == ["AccountChanged"] + ["SessionRevoked"] * 3

    @pytest.mark.parametrize(
        ("login_id", "purpose", "email"),
        [
            ("ann", "RESET_PASSWORD", "eve@example.com"),
            ("nobody", "RESET_PASSWORD", "eve@example.com"),
            ("nobody", "RESET_PASSWORD", "ann@example.com"),
            ("ann", "FIND_ID", "ann@example.com"),
        ],
    )
    def test_is_refused_alike_to_all_others(
        self, email_codes, proven, ann, now, login_id, purpose, email
    ):
        token = proven(purpose, email)

        with pytest.raises(EmailNotVerified):
            credentials.known_of_owner(login_id=login_id, codes=email_codes, email_token=token)
        with pytest.raises(EmailNotVerified):
            self._reset(email_codes, token, now, login_id)
        assert (Member.get_by_id(ann.member_id).password_hash, _going_on()) == ("hash", 3)


class TestAnotherPassword:
    def test_ends_all_sessions_but_the_one_that_asks(self, ann, now):
        mine = Session.select().first()
        attempt = Attempt("ann", "", ann.member_id, "hash")

        told = credentials.change_password(
            attempt=attempt, session_id=mine.session_id, password_hash="new", now=now
        )

        assert (told.change, told.email) == ("PASSWORD", "ann@example.com")
        left = Session.get(Session.revoked_at.is_null())
        assert (_going_on(), left.session_id) == (1, mine.session_id)

    def test_is_refused_when_it_was_changed_meanwhile(self, ann, now):
        attempt = Attempt("ann", "", ann.member_id, "the one before")

        with pytest.raises(WrongPassword):
            credentials.change_password(attempt=attempt, session_id=0, password_hash="new", now=now)
        assert (_going_on(), factories.facts()) == (3, [])


class TestAnotherAddress:
    def test_is_told_to_the_one_before(self, email_codes, proven, ann):
        token = proven("CHANGE_EMAIL", "new@example.com")

        told = credentials.change_email(
            member_id=ann.member_id, codes=email_codes, email_token=token
        )

        assert Member.get_by_id(ann.member_id).email == "new@example.com"
        assert (told.change, told.email, told.language) == ("EMAIL", "ann@example.com", "en")

    @pytest.mark.parametrize("email", ["bob@example.com", "ann@example.com"])
    def test_is_refused_when_an_account_has_it(self, email_codes, proven, ann, email):
        factories.member("bob")
        token = proven("CHANGE_EMAIL", email)

        with pytest.raises(EmailTaken):
            credentials.change_email(member_id=ann.member_id, codes=email_codes, email_token=token)
        assert factories.facts() == []

    def test_has_to_be_proven_for_this(self, email_codes, proven, ann):
        with pytest.raises(EmailNotVerified):
            credentials.change_email(
                member_id=ann.member_id,
                codes=email_codes,
                email_token=proven("SIGN_UP", "new@example.com"),
            )
