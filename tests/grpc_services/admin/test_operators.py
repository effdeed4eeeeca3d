"""Who runs the market? Admins, each with scopes."""

import pytest

from grpc_services.access import COMMAND
from grpc_services.admin.operators import grant, scopes_of
from grpc_services.admin.trail import By
from grpc_services.members.registration import MemberNotFound
from models.admin import AuditLine
from models.dialect import database_now
from models.members import Member
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

BY = By(COMMAND, "", "")


def give(login_id, *scopes):
    grant(login_id=login_id, scopes=scopes, by=BY, now=database_now())


class TestAGrant:
    def test_is_of_these_scopes_and_no_others(self):
        ann = factories.member("ann")
        give("ann", "SUPPORT", "FINANCE")
        give("ann", "CATALOGUE")
        assert scopes_of(member_id=ann.member_id) == ["CATALOGUE"]
        assert Member.get_by_id(ann.member_id).role == "ADMIN"

    def test_of_nothing_makes_a_member_of_an_admin(self):
        ann = factories.member("ann")
        give("ann", "OWNER")
        give("ann")
        assert scopes_of(member_id=ann.member_id) == []
        assert Member.get_by_id(ann.member_id).role == "MEMBER"

    def test_is_written_down(self):
        factories.member("ann")
        give("ann", "OWNER")
        (line,) = AuditLine.select()
        assert (line.act, line.before, line.after) == (
            "GRANT_SCOPES", '{"scopes":[]}', '{"scopes":["OWNER"]}',
        )  # fmt: skip

    def test_is_for_who_is_there(self):
        with pytest.raises(MemberNotFound):
            give("nobody", "OWNER")
