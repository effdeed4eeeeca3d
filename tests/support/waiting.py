"""How does a test wait? For something to be there, and never for a time to pass."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


#: What takes a second may take minutes while others keep the machine busy; who waits for what comes
#: loses nothing.
_SECONDS = 180.0


def wait_until(what: str, look: Callable[[], Found]) -> Found:
    """
    This function will look until something true is there, and give it.

    :raises AssertionError: naming what did not come in minutes
    """
    deadline = time.monotonic() + _SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {_SECONDS:g} s for {what}"
        time.sleep(0.01)
    return found
