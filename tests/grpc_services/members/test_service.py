"""How does one become a member, and come back, over the wire?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.members.tokens import digest
from models.members import Member, Session
from models.outbox import KeptAnswer
from protos import members_pb2 as pb
from tests.support import factories

PASSWORD = "correct horse battery"


@pytest.fixture
def sign_up(services, codes_store):
    """Signs up with a proven address."""

    def sign(login_id, *, key="", password=PASSWORD, **changes):
        applicant = factories.applicant(login_id, **changes)
        codes_store.set(f"email-token:{digest(login_id)}", f"SIGN_UP:{applicant.email}")
        request = pb.SignUpRequest(
            login_id=login_id,
            password=password,
            name=applicant.name,
            email=applicant.email,
            email_token=login_id,
            phone=applicant.phone,
            birth=applicant.birth,
            gender="GENDER_OTHER",
            agreed_to=sorted(applicant.agreed_to),
            language="en",
        )
        return services.ask(request, key=key)

    return sign


class TestSigningUp:
    def test_with_one_key_is_two_requests_of_two_strangers(self, sign_up):
        made = [sign_up(name, key="1") for name in ("ann", "bob")]

        assert [member.login_id for member in made] == ["ann", "bob"]

    def test_again_with_its_key_is_answered_as_the_first_time(self, sign_up, codes_store):
        first = sign_up("ann", key="1")
        assert codes_store.keys("email-token:*") == []

        assert sign_up("ann", key="1") == first
        assert sign_up("ann", key="1", birth="1991-01-31") == "IDEMPOTENCY_KEY_REUSED"
        assert sign_up("ann", key="2") == "LOGIN_ID_TAKEN"
        assert Member.select().count() == 1

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"password": "password1"}, "PASSWORD_TOO_WEAK"),
            ({"login_id": "hortensia", "password": "hortensia"}, "PASSWORD_TOO_WEAK"),
            ({"login_id": "admin"}, "LOGIN_ID_RESERVED"),
            ({"birth": "2999-01-01"}, "BIRTH_IMPLAUSIBLE"),
            ({"birth": "2020-01-01"}, "TOO_YOUNG"),
            ({"agreed_to": frozenset({"BANANA"})}, "TERMS_UNKNOWN"),
            ({"agreed_to": frozenset({"TERMS"})}, "TERMS_NOT_AGREED"),
        ],
    )
    def test_is_refused_and_leaves_nothing_behind(self, sign_up, changes, reason):
        assert sign_up(**{"login_id": "ann"} | changes, key="1") == reason

        assert (Member.select().count(), KeptAnswer.select().count()) == (0, 0)
        assert sign_up("ann", key="1").login_id == "ann"

    def test_keeps_no_password_with_its_answer(self, sign_up):
        sign_up("ann", key="1")

        assert PASSWORD.encode() not in bytes(KeptAnswer.get().answer)


class TestSigningIn:
    def test_is_for_who_knows_the_password(self, services, sign_up):
        member = sign_up("ann")
        asked = {"login_id": "ann", "address": "2001:db8::1", "device": "test"}

        tokens = services.ask(pb.SignInRequest(password=PASSWORD, **asked))

        assert tokens.member.member_id == member.member_id
        assert services.ask(pb.SignInRequest(password="wrong", **asked)) == "WRONG_CREDENTIALS"
        assert [row.client for row in Session.select()] == ["2001:db8::/64"]
        again = services.ask(pb.RefreshSessionRequest(refresh_token=tokens.refresh_token))
        assert again.refresh_token != tokens.refresh_token

    def test_of_forty_at_once_is_answered_or_put_off_and_holds_up_nobody(self, services, sign_up):
        member = sign_up("ann")
        asked = [
            pb.SignInRequest(login_id="ann", password=PASSWORD, address=f"192.0.2.{number}")
            for number in range(40)
        ]

        with ThreadPoolExecutor(41) as threads:
            flood = [threads.submit(services.ask, request) for request in asked]
            told = [services.ask(pb.GetMemberRequest(member_id=member.member_id)) for _ in range(5)]
            answers = [one.result() for one in flood]

        refused = [answer for answer in answers if answer == "TOO_MANY_SIGN_INS"]
        assert 0 < len(refused) < 40
        assert all(answer == "TOO_MANY_SIGN_INS" or answer.access_token for answer in answers)
        assert all(one.login_id == "ann" for one in told)
