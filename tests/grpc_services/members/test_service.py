"""How does one become a member, and come back, over the wire?"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.members.terms import Version
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
            agreed_to=[pb.TermsVersion(**one._asdict()) for one in applicant.agreed_to],
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
            ({"agreed_to": frozenset({Version("BANANA", 1)})}, "TERMS_UNKNOWN"),
            ({"agreed_to": frozenset({Version("TERMS", 1)})}, "TERMS_NOT_AGREED"),
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


class TestForgetting:
    @pytest.fixture
    def proven(self, codes_store):
        def prove(purpose, token):
            codes_store.set(f"email-token:{digest(token)}", f"{purpose}:ann@example.com")
            return token

        return prove

    def test_a_login_id_it_is_told_once(self, services, sign_up, proven):
        sign_up("ann")
        request = pb.FindLoginIdRequest(email_token=proven("FIND_ID", "token"))

        assert services.ask(request, key="1").login_id == "ann"
        assert services.ask(request, key="1").login_id == "ann"
        assert services.ask(request, key="2") == "EMAIL_NOT_VERIFIED"

    def test_a_password_a_new_one_is_set_once(self, services, sign_up, proven):
        sign_up("ann")
        request = pb.ResetPasswordRequest(
            login_id="ann",
            email_token=proven("RESET_PASSWORD", "token"),
            new_password="another horse battery",
        )

        assert services.ask(request, key="1") == pb.ResetPasswordResponse()
        assert services.ask(request, key="1") == pb.ResetPasswordResponse()
        assert services.ask(request, key="2") == "EMAIL_NOT_VERIFIED"
        sign_in = pb.SignInRequest(login_id="ann", password=PASSWORD)
        assert services.ask(sign_in) == "WRONG_CREDENTIALS"
        sign_in.password = "another horse battery"
        assert services.ask(sign_in).member.login_id == "ann"

    def test_a_password_an_easy_one_is_refused_and_the_token_still_good(
        self, services, sign_up, proven
    ):
        sign_up("ann")
        request = pb.ResetPasswordRequest(
            login_id="ann", email_token=proven("RESET_PASSWORD", "token"), new_password="password1"
        )

        assert services.ask(request) == "PASSWORD_TOO_WEAK"
        request.new_password = "another horse battery"
        assert services.ask(request) == pb.ResetPasswordResponse()


class TestChangingThePassword:
    def test_is_for_who_knows_it(self, services, sign_up):
        member = sign_up("ann")
        here, there = (
            services.ask(pb.SignInRequest(login_id="ann", password=PASSWORD)) for _ in range(2)
        )
        (mine, *_) = services.ask(pb.ListSessionsRequest(member_id=member.member_id)).items
        request = pb.ChangePasswordRequest(
            member_id=member.member_id,
            session_id=mine.session_id,
            current_password="wrong",
            new_password="another horse battery",
        )

        assert services.ask(request) == "WRONG_PASSWORD"
        request.current_password = PASSWORD
        assert services.ask(request) == pb.ChangePasswordResponse()
        assert services.ask(request) == "WRONG_PASSWORD"
        refreshed = [
            services.ask(pb.RefreshSessionRequest(refresh_token=tokens.refresh_token))
            for tokens in (here, there)
        ]
        assert refreshed.count("INVALID_REFRESH_TOKEN") == 1

    def test_has_to_wait_after_too_many_wrong_ones(self, services, sign_up):
        member = sign_up("ann")
        request = pb.ChangePasswordRequest(
            member_id=member.member_id, current_password="wrong", new_password="x"
        )

        told = [services.ask(request) for _ in range(11)]

        assert told == ["WRONG_PASSWORD"] * 10 + ["TOO_MANY_SIGN_INS"]


class TestSessions:
    def test_are_listed_with_the_one_that_asks_and_end_one_by_one(self, services, sign_up):
        member, eve = sign_up("ann"), sign_up("eve")
        for device in ("phone", "laptop"):
            services.ask(pb.SignInRequest(login_id="ann", password=PASSWORD, device=device))
        listed = services.ask(pb.ListSessionsRequest(member_id=member.member_id)).items
        phone = next(one.session_id for one in listed if one.device == "phone")

        def end(who):
            return services.ask(pb.EndSessionRequest(member_id=who.member_id, session_id=phone))

        assert end(eve) == "SESSION_NOT_FOUND"
        assert end(member) == pb.EndSessionResponse()
        assert end(member) == "SESSION_NOT_FOUND"
        left = services.ask(
            pb.ListSessionsRequest(
                member_id=member.member_id, session_id=listed[0].session_id + listed[1].session_id
            )
        ).items
        assert [(one.device, one.current) for one in left] == [("laptop", False)]
