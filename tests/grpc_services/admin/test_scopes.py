"""Is what the operator does kept for those whose it is? Every rpc, over the real services."""

import pytest
from google.protobuf.message_factory import GetMessageClass

from grpc_services import access
from grpc_services.access import COMMAND
from grpc_services.admin.operators import grant
from grpc_services.admin.trail import By
from models.dialect import database_now
from models.members import Member
from protos import access_pb2
from tests.grpc_services.conftest import METHODS
from tests.support import factories

OF_THE_OPERATOR = {
    name: GetMessageClass(METHODS[name].input_type)
    for name, rpc in access.RPCS.items()
    if rpc.scopes
}
SCOPES = {"SUPPORT", "FINANCE", "CATALOGUE"}
_REFUSED = {"ADMINS_ONLY", "SCOPE_MISSING"}


@pytest.fixture
def ann(database):
    return factories.member("ann")


def give(*scopes):
    grant(login_id="ann", scopes=scopes, by=By(COMMAND, "", ""), now=database_now())


def asked(services, ann):
    """What each rpc answers her when she asks for nothing in particular."""
    return {
        name: str(services.ask(request(operator_id=ann.member_id)))
        for name, request in OF_THE_OPERATOR.items()
    }


class TestAnRpcOfTheOperator:
    def test_is_for_admins_only(self, services, ann):
        assert set(asked(services, ann).values()) == {"ADMINS_ONLY"}

    @pytest.mark.parametrize("scope", sorted(SCOPES))
    def test_is_for_those_with_a_scope_of_its_own(self, services, ann, scope):
        give(scope)
        missing = {name for name, told in asked(services, ann).items() if told == "SCOPE_MISSING"}
        others = {name for name in OF_THE_OPERATOR if scope not in access.RPCS[name].scopes}
        assert missing == others

    def test_is_always_for_an_owner(self, services, ann):
        give("OWNER")
        assert not [told for told in asked(services, ann).values() if told in _REFUSED]

    def test_is_not_for_an_admin_who_is_suspended_or_was_one(self, services, ann):
        give("OWNER")
        Member.update(is_suspended=True).where(Member.member_id == ann).execute()
        assert set(asked(services, ann).values()) == {"ADMINS_ONLY"}
        Member.update(is_suspended=False).where(Member.member_id == ann).execute()
        give()
        assert set(asked(services, ann).values()) == {"ADMINS_ONLY"}

    def test_is_for_the_operators_command_where_the_workers_may_call(self, services, ann):
        command = {
            name: str(services.ask(r(operator_id=COMMAND))) for name, r in OF_THE_OPERATOR.items()
        }
        let = {name for name, told in command.items() if told != "ADMINS_ONLY"}
        workers = {
            name
            for name in OF_THE_OPERATOR
            if access_pb2.CALLER_WORKER in access.RPCS[name].callers
        }
        assert let == workers
