"""Who may sign in, and who may keep whom from it?"""

from datetime import timedelta

import pytest
from limits.storage import MemoryStorage

from grpc_services.members.limits import Limit
from grpc_services.members.sessions import Lives
from grpc_services.members.signing_in import (
    SignInLimits,
    TooManySignIns,
    WrongCredentials,
    begin_sign_in,
    end_sign_in,
)
from models.members import Member, RefreshToken, Session
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

LIVES = Lives(timedelta(days=30), timedelta(seconds=10), timedelta(days=90), 20)
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def limits():
    storage = MemoryStorage()
    return SignInLimits(
        tries=Limit(storage, name="tries", allowance="6/minute"),
        failures=Limit(storage, name="failures", allowance="3/minute"),
        failures_per_client=Limit(storage, name="client", allowance="5/minute"),
        failures_per_login_id=Limit(storage, name="login-id", allowance="7/minute"),
    )


@pytest.fixture
def ann():
    return factories.member("ann")


@pytest.fixture
def sign_in(limits, now):
    def sign(login_id="ann", *, is_right=True, client=HERE):
        attempt = begin_sign_in(login_id=login_id, client=client, limits=limits)
        return end_sign_in(
            attempt=attempt, is_right=is_right, device="", limits=limits, lives=LIVES, now=now
        )

    return sign


def _fail(sign_in, times, **how):
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            sign_in(is_right=False, **how)


class TestSigningIn:
    def test_opens_a_session(self, ann, sign_in):
        assert sign_in().session.member_id == ann.member_id
        assert RefreshToken.select().count() == 1

    @pytest.mark.parametrize(("login_id", "is_right"), [("ann", False), ("nobody", True)])
    def test_is_refused_alike_for_a_wrong_password_and_an_unknown_member(
        self, ann, sign_in, login_id, is_right
    ):
        with pytest.raises(WrongCredentials):
            sign_in(login_id, is_right=is_right)

    def test_has_to_wait_after_too_many_failures(self, ann, sign_in):
        _fail(sign_in, 3)

        with pytest.raises(TooManySignIns) as refused:
            sign_in()
        assert 0 < refused.value.details["retry_after"] <= 60

    def test_is_limited_when_it_succeeds_too(self, ann, sign_in):
        for _ in range(6):
            sign_in()

        with pytest.raises(TooManySignIns):
            sign_in()
        sign_in(client=THERE)

    def test_from_elsewhere_does_not_suffer_from_failures_here(self, ann, sign_in):
        _fail(sign_in, 3)

        assert sign_in(client=THERE)

    def test_of_others_suffers_from_many_failures_of_one_client(self, ann, sign_in):
        for number in range(5):
            _fail(sign_in, 1, login_id=f"nobody-{number}")

        with pytest.raises(TooManySignIns):
            sign_in()

    def test_goes_on_where_it_did_before_while_all_the_world_guesses(self, ann, sign_in):
        sign_in()
        for number in range(7):
            _fail(sign_in, 1, client=f"198.51.100.{number}")

        with pytest.raises(TooManySignIns):
            sign_in(client=THERE)
        assert sign_in()

    def test_is_no_easier_to_guess_where_it_was_done_before(self, ann, sign_in):
        sign_in()
        _fail(sign_in, 3)

        with pytest.raises(TooManySignIns):
            sign_in()

    def test_with_a_password_that_was_changed_meanwhile_is_refused(self, ann, limits, now):
        attempt = begin_sign_in(login_id="ann", client=HERE, limits=limits)
        Member.update(password_hash="another").execute()

        with pytest.raises(WrongCredentials):
            end_sign_in(
                attempt=attempt, is_right=True, device="", limits=limits, lives=LIVES, now=now
            )
        assert not Session.select().exists()
