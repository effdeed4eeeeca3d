"""In which words is a code mailed, and a change of the account?"""

import pytest

from grpc_services.members import letters
from protos import members_pb2 as pb

CHANGES = [name.removeprefix("ACCOUNT_CHANGE_") for name in pb.AccountChange.keys()[1:]]


class TestALetter:
    @pytest.mark.parametrize("change", CHANGES)
    def test_tells_of_every_change_in_both_languages(self, change):
        subject, text = letters.account_letter(change, "en")
        assert (subject + text).isascii()

        subject, text = letters.account_letter(change, "ko")
        assert not subject.isascii()
        assert not text.isascii()

    def test_is_in_korean_when_the_language_is_not_known(self):
        assert letters.code_letter("123456", "fr") == letters.code_letter("123456", "ko")
        assert letters.account_letter("EMAIL", "fr") == letters.account_letter("EMAIL", "ko")
