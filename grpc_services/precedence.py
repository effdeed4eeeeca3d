"""Who goes first in a process? What has a moment to keep, before what may be a little later."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Precedence:
    """A way that some take at once, any number of them, and others when it is free."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """This function will make others give way for as long as the block lasts."""
        with self._changed:
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def give_way(self, most: float) -> None:
        """This function will wait until the way is free, or for `most` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way, most)


#: Auctions are closed at their moment; what came of it is told after.
CLOSING = Precedence()
