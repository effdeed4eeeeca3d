"""How does somebody prove an address?"""

from dataclasses import replace

import pytest
from limits.storage import MemoryStorage

from grpc_services.members import codes
from grpc_services.members.limits import Limit
from grpc_services.members.tokens import digest
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

ANN = {"email": "ann@example.com", "purpose": "SIGN_UP"}


@pytest.fixture
def email_codes(codes_store):
    storage = MemoryStorage()
    return codes.EmailCodes(
        codes_store,
        b"secret of the services",
        Limit(storage, name="minute", allowance="2/minute"),
        Limit(storage, name="hour", allowance="3/hour"),
        Limit(storage, name="from", allowance="4/hour"),
    )


def _request(email_codes, email="ann@example.com", client="192.0.2.1"):
    codes.request_code(
        codes=email_codes, email=email, purpose="SIGN_UP", language="ko", client=client
    )


class TestACode:
    def test_is_exchanged_for_a_token_that_proves_the_address(self, email_codes):
        code = codes.issue_code(codes=email_codes, **ANN)

        token = codes.verify_code(codes=email_codes, code=code, **ANN)

        codes.require_verified(codes=email_codes, token=token, **ANN)

    def test_works_once(self, email_codes):
        code = codes.issue_code(codes=email_codes, **ANN)
        codes.verify_code(codes=email_codes, code=code, **ANN)

        with pytest.raises(codes.EmailCodeWrong):
            codes.verify_code(codes=email_codes, code=code, **ANN)

    def test_is_void_after_five_wrong_tries(self, email_codes):
        code = codes.issue_code(codes=email_codes, **ANN)
        wrong = "000000" if code != "000000" else "111111"
        for _ in range(5):
            with pytest.raises(codes.EmailCodeWrong):
                codes.verify_code(codes=email_codes, code=wrong, **ANN)

        with pytest.raises(codes.EmailCodeWrong):
            codes.verify_code(codes=email_codes, code=code, **ANN)

    def test_is_replaced_by_the_next(self, email_codes):
        first = codes.issue_code(codes=email_codes, **ANN)
        second = codes.issue_code(codes=email_codes, **ANN)

        if first != second:
            with pytest.raises(codes.EmailCodeWrong):
                codes.verify_code(codes=email_codes, code=first, **ANN)
        assert codes.verify_code(codes=email_codes, code=second, **ANN)

    def test_lives_three_minutes_and_is_not_kept_in_the_clear(self, email_codes, codes_store):
        code = codes.issue_code(codes=email_codes, **ANN)

        (key,) = codes_store.keys("email-code:*")
        assert 170 < codes_store.ttl(key) <= 180
        kept = codes_store.hgetall(key)
        assert code not in str(kept)
        # Who has stolen the store tries all codes: without the secret none fits.
        assert kept["hash"] not in {digest(text) for text in (code, key + code, f"{key}:{code}")}
        assert kept["hash"] != replace(email_codes, secret=b"other").kept(key, code)

    def test_for_a_lost_password_is_not_made_for_strangers(self, email_codes):
        asked = {"email": "stranger@example.com", "purpose": "RESET_PASSWORD"}

        assert codes.issue_code(codes=email_codes, **asked) == ""
        factories.member("stranger")
        assert codes.issue_code(codes=email_codes, **asked)


class TestAToken:
    @pytest.mark.parametrize(
        "other",
        [{"email": "bob@example.com"}, {"purpose": "RESET_PASSWORD"}, {"token": "made-up"}],
    )
    def test_is_worthless_for_anything_else(self, email_codes, other):
        code = codes.issue_code(codes=email_codes, **ANN)
        token = codes.verify_code(codes=email_codes, code=code, **ANN)

        with pytest.raises(codes.EmailNotVerified):
            codes.require_verified(codes=email_codes, **({"token": token} | ANN | other))

    def test_is_worthless_once_used(self, email_codes):
        code = codes.issue_code(codes=email_codes, **ANN)
        token = codes.verify_code(codes=email_codes, code=code, **ANN)

        codes.use_up(codes=email_codes, token=token)

        with pytest.raises(codes.EmailNotVerified):
            codes.require_verified(codes=email_codes, token=token, **ANN)


class TestAskingForCodes:
    def test_tells_the_worker_and_not_the_database_the_code(self, email_codes):
        _request(email_codes)

        assert factories.facts() == ["EmailCodeRequested"]

    @pytest.mark.parametrize("again", ["ann@example.com", "ann+2@example.com", "ann+@example.com"])
    def test_is_limited_by_the_mailbox(self, email_codes, again):
        for _ in range(2):
            _request(email_codes)

        with pytest.raises(codes.TooManyEmailCodes):
            _request(email_codes, again)
        _request(email_codes, "bob@example.com")

    def test_is_limited_by_the_client_to_whatever_mailboxes(self, email_codes):
        for number in range(4):
            _request(email_codes, f"{number}@example.com")

        with pytest.raises(codes.TooManyEmailCodes) as refused:
            _request(email_codes, "another@example.com")
        assert 0 < refused.value.details["retry_after"] <= 3600
        _request(email_codes, "another@example.com", client="192.0.2.2")
