"""How long is somebody signed in?"""

from datetime import timedelta

import pytest
from limits.storage import MemoryStorage

from grpc_services.members import sessions
from grpc_services.members.limits import Limit
from grpc_services.members.passwords import hashed, is_password
from models.members import Member, RefreshToken, Session
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

LIVES = sessions.Lives(timedelta(days=30), timedelta(seconds=10))


@pytest.fixture
def limits():
    storage = MemoryStorage()
    return sessions.SignInLimits(
        Limit(storage, name="id", allowance="3/minute"),
        Limit(storage, name="address", allowance="5/minute"),
    )


@pytest.fixture
def ann():
    member = factories.member("ann")
    Member.update(password_hash=hashed("right password")).execute()
    return member


def _sign_in(limits, now, login_id="ann", password="right password"):
    return sessions.sign_in(
        login_id=login_id,
        password=password,
        address="127.0.0.1",
        device="test",
        limits=limits,
        lives=LIVES,
        now=now,
    )


def _refresh(token, now):
    return sessions.refresh_session(refresh_token=token, lives=LIVES, now=now)


class TestSigningIn:
    def test_opens_a_session(self, ann, limits, now):
        opened = _sign_in(limits, now)

        assert opened.session.member_id == ann.member_id
        assert RefreshToken.select().count() == 1

    @pytest.mark.parametrize(("login_id", "password"), [("ann", "wrong"), ("nobody", "wrong")])
    def test_is_refused_alike_for_a_wrong_password_and_an_unknown_member(
        self, ann, limits, now, login_id, password
    ):
        with pytest.raises(sessions.WrongCredentials):
            _sign_in(limits, now, login_id, password)

    def test_has_to_wait_after_too_many_failures(self, ann, limits, now):
        for _ in range(3):
            with pytest.raises(sessions.WrongCredentials):
                _sign_in(limits, now, password="wrong")

        with pytest.raises(sessions.TooManySignIns) as refused:
            _sign_in(limits, now)
        assert 0 < refused.value.details["retry_after"] <= 60

    def test_is_not_limited_while_it_succeeds(self, ann, limits, now):
        for _ in range(10):
            _sign_in(limits, now)

        assert Session.select().count() == 10


class TestAPassword:
    def test_is_kept_as_argon2id(self):
        assert hashed("secret").startswith("$argon2id$")

    def test_of_nobody_never_fits(self):
        assert not is_password("nobody has this password", None)


class TestRefreshing:
    def test_gives_a_new_token_each_time(self, ann, limits, now):
        first = _sign_in(limits, now).refresh_token

        second = _refresh(first, now).refresh_token
        third = _refresh(second, now).refresh_token

        assert len({first, second, third}) == 3

    def test_forgives_a_doubled_request(self, ann, limits, now):
        token = _sign_in(limits, now).refresh_token
        _refresh(token, now)

        again = _refresh(token, now + timedelta(seconds=10))

        assert _refresh(again.refresh_token, now + timedelta(seconds=20))

    def test_with_a_used_token_ends_the_whole_session(self, ann, limits, now):
        stolen = _sign_in(limits, now).refresh_token
        good = _refresh(stolen, now).refresh_token

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(stolen, now + timedelta(seconds=11))
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(good, now + timedelta(seconds=12))
        assert factories.facts() == ["SessionRevoked"]

    @pytest.mark.parametrize("later", [timedelta(days=30), timedelta(days=300)])
    def test_is_refused_when_the_token_has_expired(self, ann, limits, now, later):
        token = _sign_in(limits, now).refresh_token

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(token, now + later)

    def test_is_refused_for_an_unknown_token(self, now):
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh("made up", now)

    def test_keeps_no_token_in_the_clear(self, ann, limits, now):
        token = _sign_in(limits, now).refresh_token

        assert token not in str([row.__data__ for row in RefreshToken.select()])


class TestSigningOut:
    def test_ends_the_session_once(self, ann, limits, now):
        opened = _sign_in(limits, now)

        for _ in range(2):
            sessions.end_session(session_id=opened.session.session_id, now=now)

        assert factories.facts() == ["SessionRevoked"]
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(opened.refresh_token, now)
