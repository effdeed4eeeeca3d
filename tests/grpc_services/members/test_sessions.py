"""How long is somebody signed in?"""

from datetime import timedelta

import pytest

from grpc_services.members import sessions
from models.members import RefreshToken, Session
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

LIVES = sessions.Lives(timedelta(days=30), timedelta(seconds=10), timedelta(days=90), 3)


@pytest.fixture
def ann():
    return factories.member("ann")


def _open(ann, now):
    return sessions.open_session(
        member_id=ann.member_id, device="", client="", lives=LIVES, now=now
    )


def _refresh(token, now):
    return sessions.refresh_session(
        refresh_token=token, lives=LIVES, signer=factories.SIGNER, now=now
    ).refresh_token


def _ended():
    return [row.session_id for row in Session.select().where(Session.revoked_at.is_null(False))]


class TestASession:
    def test_is_one_of_so_many_of_its_member(self, ann, now):
        first, second, third = [_open(ann, now + timedelta(hours=hour)) for hour in range(3)]
        _refresh(first.refresh_token, now + timedelta(hours=5))

        _open(ann, now + timedelta(hours=6))

        assert _ended() == [second.session.session_id]
        assert factories.facts() == ["SessionRevoked"]
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(second.refresh_token, now + timedelta(hours=7))
        assert _refresh(third.refresh_token, now + timedelta(hours=7))

    def test_has_a_number_that_none_had_before(self, ann, now):
        before = _open(ann, now).session
        before.delete_instance(recursive=True)

        assert _open(ann, now).session.session_id != before.session_id

    def test_of_another_member_is_not_counted(self, ann, now):
        for _ in range(3):
            _open(factories.member("bob") if not Session.select().exists() else ann, now)

        assert _open(ann, now)
        assert _ended() == []

    def test_ends_however_often_it_is_refreshed(self, ann, now):
        token = _open(ann, now).refresh_token
        for days in (29, 58, 87):
            token = _refresh(token, now + timedelta(days=days))

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(token, now + timedelta(days=90))

    def test_is_forgotten_when_it_can_be_no_more(self, ann, now):
        old, young = _open(ann, now), _open(ann, now + timedelta(days=89))

        sessions.forget(now=now + timedelta(days=90), lives=LIVES)

        assert [row.session_id for row in Session.select()] == [young.session.session_id]
        assert RefreshToken.get().session_id != old.session.session_id

    def test_loses_the_tokens_that_have_expired(self, ann, now):
        token = _open(ann, now).refresh_token
        _refresh(token, now + timedelta(days=1))

        sessions.forget(now=now + timedelta(days=30), lives=LIVES)

        assert (Session.select().count(), RefreshToken.select().count()) == (1, 1)


class TestRefreshing:
    def test_gives_a_new_token_each_time(self, ann, now):
        first = _open(ann, now).refresh_token

        second = _refresh(first, now)
        third = _refresh(second, now)

        assert len({first, second, third}) == 3

    def test_gives_a_doubled_request_the_same_token_again(self, ann, now):
        token = _open(ann, now).refresh_token
        successor = _refresh(token, now)

        assert _refresh(token, now + timedelta(seconds=10)) == successor

        assert RefreshToken.select().count() == 2
        assert _refresh(successor, now + timedelta(seconds=20))

    def test_with_an_old_token_whose_successor_was_used_ends_the_session(self, ann, now):
        stolen = _open(ann, now).refresh_token
        newest = _refresh(_refresh(stolen, now), now)

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(stolen, now + timedelta(seconds=1))
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(newest, now + timedelta(seconds=1))
        assert factories.facts() == ["SessionRevoked"]

    def test_with_a_used_token_later_ends_the_whole_session(self, ann, now):
        stolen = _open(ann, now).refresh_token
        good = _refresh(stolen, now)

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(stolen, now + timedelta(seconds=11))
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(good, now + timedelta(seconds=12))
        assert factories.facts() == ["SessionRevoked"]

    def test_with_a_used_token_is_logged_without_it(self, ann, now, capsys):
        opened = _open(ann, now)
        _refresh(opened.refresh_token, now)

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(opened.refresh_token, now + timedelta(seconds=11))

        told = capsys.readouterr().out
        assert "refresh token used again" in told
        assert f"member_id={ann.member_id}" in told
        assert f"session_id={opened.session.session_id}" in told
        assert opened.refresh_token not in told

    @pytest.mark.parametrize("later", [timedelta(days=30), timedelta(days=300)])
    def test_is_refused_when_the_token_has_expired(self, ann, now, later):
        token = _open(ann, now).refresh_token

        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(token, now + later)

    def test_is_refused_for_an_unknown_token(self, now):
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh("made up", now)

    def test_keeps_no_token_in_the_clear(self, ann, now):
        token = _open(ann, now).refresh_token
        successor = _refresh(token, now)

        kept = str([row.__data__ for row in RefreshToken.select()])
        assert token not in kept
        assert successor not in kept


class TestSigningOut:
    def test_ends_the_session_once(self, ann, now):
        opened = _open(ann, now)

        for _ in range(2):
            sessions.end_session(session_id=opened.session.session_id, now=now)

        assert factories.facts() == ["SessionRevoked"]
        with pytest.raises(sessions.InvalidRefreshToken):
            _refresh(opened.refresh_token, now)
