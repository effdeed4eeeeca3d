"""Which tests share what takes long to make, and in which order do tests come?"""

import re
from collections import Counter

import pytest
from xdist.scheduler import LoadFileScheduling

#: Fixtures, on either database: one worker makes each, once, for all tests.
SHARED = ("market", "loaded", "shop")
_NAMED = re.compile(rf"\b({'|'.join(SHARED)}) on (\w+)")
#: Here tests compute; elsewhere they start programs and wait for them.
_SHORT = ("tests/api_http/", "tests/grpc_services/")


class ByFileOrShared(LoadFileScheduling):
    """What is shared goes to one worker; all else goes file by file."""

    def _split_scope(self, nodeid: str) -> str:
        return shared_by(nodeid)[0] or super()._split_scope(nodeid)


def named(argument: str, value: object) -> str | None:
    """This function will have a test's id say what it shares: workers and their master know ids."""
    return f"{argument} on {value}" if argument in SHARED else None


def shared_by(nodeid: str) -> tuple[str, str]:
    """This function will name what a test shares with others, if anything, and its database."""
    found = _NAMED.search(nodeid)
    return (found[1], found[2]) if found else ("", "")


def put_in_order(items: list[pytest.Item]) -> None:
    """
    This function will have those that share something follow each other, before all others.

    Long files come before short ones, so that no worker waits for another in the end.
    """
    counts = Counter(_file(item) for item in items)

    def place(item: pytest.Item) -> tuple[object, ...]:
        (name, kind), file = shared_by(item.nodeid), _file(item)
        rank = SHARED.index(name) if name else len(SHARED)
        return rank, kind, not name and file.startswith(_SHORT), -counts[file], file

    items.sort(key=place)


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::")[0]
