"""How does a test wait? For something to be there, and never for so long as it may take."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_until(what: str, look: Callable[[], Found], seconds: float = 30) -> Found:
    """
    This function will look until something true is there, and give it.

    :raises AssertionError: naming what did not come in time
    """
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {what}"
        time.sleep(0.01)
    return found
