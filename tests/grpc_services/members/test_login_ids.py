"""Is what is said to be free what can be taken, and nothing else?"""

import pytest

from grpc_services.members.login_ids import (
    LoginIdInvalid,
    LoginIdReserved,
    LoginIdTaken,
    is_free,
)
from models.members import Member
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


class TestALoginId:
    @pytest.mark.parametrize(
        ("login_id", "refusal"),
        [
            ("ann", LoginIdTaken),
            ("admin", LoginIdReserved),
            ("admin1", LoginIdReserved),
            ("ad.min", LoginIdReserved),
            ("pikcur", LoginIdReserved),
            ("support_2026", LoginIdReserved),
            ("an", LoginIdInvalid),
            ("a" * 31, LoginIdInvalid),
            ("Bob", LoginIdInvalid),
            ("밥밥밥", LoginIdInvalid),
            ("bob\n", LoginIdInvalid),
        ],
    )
    def test_that_is_not_free_is_refused_at_sign_up(self, login_id, refusal):
        factories.member("ann")

        assert not is_free(login_id=login_id)
        with pytest.raises(refusal):
            factories.member(login_id)

    @pytest.mark.parametrize(
        "login_id", ["bob", "b-o.b_1", "a" * 30, "007", "badminton", "masterly"]
    )
    def test_that_is_free_can_be_taken(self, login_id):
        assert is_free(login_id=login_id)
        factories.member(login_id)
        assert Member.get().login_id == login_id
