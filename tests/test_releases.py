"""May this release run beside the one before? Whatever either says, the other understands."""

import pytest

from tests.support.contracts import contracts
from tests.support.servers import ROOT

#: As `python -m tests.support.contracts` told of the release before.
RELEASED = frozenset((ROOT / "tests" / "released.txt").read_text().splitlines())
#: What the release before has stopped using, so that it may go; emptied when a release is made.
ENDED: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def now() -> frozenset[str]:
    return frozenset(contracts())


def _needed(lines: frozenset[str]) -> set[str]:
    return {line for line in lines if " needs " in line}


class TestWhatTheReleaseBeforeSays:
    def test_is_all_still_understood(self, now):
        understood = now | {line.replace(" may have ", " needs ") for line in now}
        understood |= {line.replace(" needs ", " may have ") for line in now}
        assert RELEASED - understood - ENDED == set()

    def test_is_enough_for_facts_and_jobs_that_it_knows(self, now):
        """What came since has to do without, or is told by a fact or a job of another name."""
        known = {line for line in RELEASED if line.startswith(("fact ", "job "))}
        things = {" ".join(line.split()[:2]) for line in known}
        asked = {line for line in _needed(now) if " ".join(line.split()[:2]) in things}
        given = known | {line.replace(" may have ", " needs ") for line in known}
        assert asked - given == set()

    def test_is_known(self):
        kinds = {line.split()[0] for line in RELEASED}
        assert kinds == {"column", "fact", "field", "job", "migration", "rpc", "value"}

    def test_that_has_ended_was_said(self):
        assert ENDED <= RELEASED
