"""What does a member say of themselves?"""

import pytest

from grpc_services.members.profiles import change_profile
from grpc_services.members.registration import BirthImplausible, TooYoung
from models.members import Member
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


class TestAProfile:
    def test_changes_in_what_is_given(self, now):
        ann, bob = factories.member("ann"), factories.member("bob")

        change_profile(member_id=ann.member_id, values={"name": "앤", "language": "ko"}, now=now)

        told = Member.get_by_id(ann.member_id)
        assert (told.name, told.language, told.phone) == ("앤", "ko", ann.phone)
        assert Member.get_by_id(bob.member_id).name == "Bob"

    def test_stays_when_nothing_is_given(self, now):
        ann = factories.member("ann")

        change_profile(member_id=ann.member_id, values={}, now=now)

        assert Member.get_by_id(ann.member_id).name == "Ann"

    @pytest.mark.parametrize(
        ("birth", "refusal"), [("2999-01-01", BirthImplausible), ("2020-01-01", TooYoung)]
    )
    def test_has_a_birth_as_at_sign_up(self, now, birth, refusal):
        ann = factories.member("ann")

        with pytest.raises(refusal):
            change_profile(member_id=ann.member_id, values={"birth": birth}, now=now)
        assert Member.get_by_id(ann.member_id).birth == ann.birth
