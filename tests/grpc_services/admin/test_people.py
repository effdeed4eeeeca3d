"""How are members looked after? Found, suspended and let in again, signed out."""

from datetime import timedelta

import pytest

from grpc_services.admin import people
from grpc_services.admin.operators import grant
from grpc_services.admin.trail import By
from grpc_services.members.registration import MemberNotFound
from grpc_services.members.sessions import Lives, open_session
from models.admin import AuditLine
from models.dialect import database_now
from models.members import Member, Session
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)
BY = By(7, "가짜 상품을 팔았습니다.", "192.0.2.1")


@pytest.fixture
def ann():
    return factories.member("ann")


def suspend(member, until=None):
    return people.suspend(member_id=member.member_id, until=until, by=BY, now=database_now())


def standing(member):
    row = Member.get_by_id(member.member_id)
    return row.is_suspended, row.suspended_because, row.suspended_until


def acts():
    return [row.act for row in AuditLine.select().order_by(AuditLine.line_id)]


class TestASuspension:
    def test_has_a_reason_and_an_end_and_is_told(self, ann):
        until = database_now() + DAY
        suspend(ann, until)
        assert standing(ann) == (True, BY.reason, until)
        assert factories.facts()[-1] == "SuspensionBegun"

    def test_is_written_down_with_what_was_before(self, ann):
        suspend(ann)
        (line,) = AuditLine.select()
        assert (line.actor_id, line.act, line.target, line.client) == (
            7, "SUSPEND", "MEMBER", "192.0.2.1",
        )  # fmt: skip
        assert (line.target_id, line.reason) == (ann.member_id, BY.reason)
        assert '"suspended":false' in line.before
        assert '"suspended":true' in line.after

    def test_is_lifted(self, ann):
        suspend(ann)
        people.reinstate(member_id=ann.member_id, by=BY, now=database_now())
        assert standing(ann) == (False, "", None)
        assert acts() == ["SUSPEND", "REINSTATE"]

    def test_ends_by_itself_when_its_time_has_come_and_not_before(self, ann):
        suspend(ann, database_now() + DAY)
        people.end_suspensions(now=database_now())
        assert standing(ann)[0]
        for _ in range(2):
            people.end_suspensions(now=database_now() + 2 * DAY)
        assert standing(ann) == (False, "", None)
        assert factories.facts().count("SuspensionEnded") == 1

    def test_is_not_for_who_runs_the_market(self, ann):
        grant(login_id="ann", scopes=["SUPPORT"], by=BY, now=database_now())
        with pytest.raises(people.MemberIsAdmin):
            suspend(ann)

    def test_is_not_over_before_it_begins(self, ann):
        with pytest.raises(people.SuspensionOver):
            suspend(ann, database_now())
        assert acts() == []

    def test_is_of_somebody_who_is_there(self, ann):
        Member.update(withdrawn_at=database_now()).where(Member.member_id == ann).execute()
        with pytest.raises(MemberNotFound):
            suspend(ann)


class TestSigningOut:
    def test_ends_every_session(self, ann):
        lives = Lives(refresh=DAY, grace=timedelta(seconds=10), session=DAY, most=20)
        for device in ("phone", "desk"):
            open_session(
                member_id=ann.member_id,
                device=device,
                client="192.0.2.2",
                lives=lives,
                now=database_now(),
            )
        people.sign_out(member_id=ann.member_id, by=BY, now=database_now())

        assert not Session.select().where(Session.revoked_at.is_null()).exists()
        assert factories.facts().count("SessionRevoked") == 2
        assert acts() == ["SIGN_OUT"]


class TestMembers:
    def found(self, query="", state=None, limit=20, cursor=""):
        rows, following = people.members(query=query, state=state, limit=limit, cursor=cursor)
        return [row.login_id for row in rows], following

    def test_are_found_by_login_id_and_address_the_newest_first(self, ann):
        for name in ("anton", "bob"):
            factories.member(name)
        assert self.found("an")[0] == ["anton", "ann"]
        assert self.found("bob@example.com")[0] == ["bob"]

    def test_are_found_by_how_they_stand(self, ann):
        factories.member("bob")
        suspend(ann)
        assert self.found(state="SUSPENDED")[0] == ["ann"]
        assert self.found(state="ACTIVE")[0] == ["bob"]
        assert self.found(state="WITHDRAWN")[0] == []

    def test_come_by_page(self, ann):
        factories.member("bob")
        first, following = self.found(limit=1)
        assert (first, self.found(limit=1, cursor=following)) == (["bob"], (["ann"], None))

    def test_have_a_file(self, ann):
        found = people.file_of(member_id=ann.member_id)
        assert (found.member.login_id, found.session_count, found.scopes) == ("ann", 0, [])
        with pytest.raises(MemberNotFound):
            people.file_of(member_id=10**9)
