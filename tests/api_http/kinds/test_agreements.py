"""May terms be agreed to by version and by name alone?"""

import pytest
from jsonschema import Draft202012Validator

from api_http.kinds import Refused
from api_http.kinds.agreements import AgreedTerms

NO_TERMS = [
    None,
    7,
    "",
    "no terms",
    ["TERMS"],
    {},
    {"kind": "TERMS"},
    {"kind": "TERMS", "version": 0},
    {"kind": "TERMS", "version": True},
    {"kind": "TERMS", "version": "1"},
    {"kind": "TERMS", "version": 10**9},
    {"kind": None, "version": 1},
    {"kind": "TERMS", "version": 1, "extra": 1},
]
WITH_VERSION = {"kind": "TERMS", "version": 3}


class TestAgreedTerms:
    def test_come_with_their_version(self):
        agreed = AgreedTerms.read(WITH_VERSION)
        assert (agreed, agreed.version) == ("TERMS", 3)

    def test_are_those_in_force_by_their_name_alone(self):
        agreed = AgreedTerms.read("TERMS")
        assert (agreed, agreed.version) == ("TERMS", 0)

    @pytest.mark.parametrize("given", NO_TERMS)
    def test_are_nothing_else(self, given):
        with pytest.raises(Refused):
            AgreedTerms.read(given)

    def test_are_described_as_they_are_read(self):
        described = Draft202012Validator(AgreedTerms.schema())
        assert all(map(described.is_valid, ("TERMS", WITH_VERSION)))
        assert not any(map(described.is_valid, NO_TERMS))
