"""Does whoever is signed in know the password, too?"""

import asyncio

import pytest
from limits.storage import MemoryStorage

from grpc_services.members.limits import Limit
from grpc_services.members.passwords import Hashing, hashed
from grpc_services.members.proofs import Proofs, WrongPassword
from grpc_services.members.signing_in import SignInLimits, TooManySignIns
from models.members import Member
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

PASSWORD = "correct horse battery"


@pytest.fixture
def ann():
    ann = factories.member("ann")
    Member.update(password_hash=hashed(PASSWORD)).execute()
    return ann


@pytest.fixture
def prove(ann, now):
    storage = MemoryStorage()
    limits = SignInLimits(
        *(Limit(storage, name=name, allowance="3/minute") for name in ("all", "wrong", "from")),
        failures_per_login_id=Limit(storage, name="for", allowance="9/minute"),
    )
    proofs = Proofs(limits, Hashing())

    async def do(work):
        return work(now)

    def attempt(password, client="192.0.2.1"):
        wish = proofs.attempt(do, member_id=ann.member_id, password=password, client=client)
        return asyncio.run(wish)

    return attempt


class TestAProof:
    def test_is_the_password(self, ann, prove):
        proven = prove(PASSWORD)

        assert (proven.member_id, proven.login_id) == (ann.member_id, "ann")
        assert proven.password_hash == Member.get_by_id(ann.member_id).password_hash

    def test_is_nothing_else(self, prove):
        with pytest.raises(WrongPassword):
            prove("incorrect horse battery")

    def test_is_not_found_by_guessing_from_one_place(self, prove):
        for _ in range(3):
            with pytest.raises(WrongPassword):
                prove("wrong")

        with pytest.raises(TooManySignIns):
            prove(PASSWORD)
        assert prove(PASSWORD, client="192.0.2.2")
