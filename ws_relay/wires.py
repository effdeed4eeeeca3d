"""What does everything that carries frames to one client have in common?"""

from collections.abc import Callable
from typing import Protocol


class Wrap(Protocol):
    """What makes of STOMP frames what goes on the wire."""

    def __call__(self, *frames: bytes) -> bytes: ...


class Behind(Protocol):
    """What was not written while a wire was paused, and knows where it is kept."""

    def catch_up(self) -> None:
        """This function will send what has been missed, as far as the wire takes it."""


class Wire:
    """
    A way to one client: a WebSocket, or a SockJS session over HTTP.

    `wrap` makes of STOMP frames what goes on the wire, `write` takes what `wrap` gave; so what has
    been wrapped once serves all clients that are alike. While `paused`, nothing but answers is to
    be written: what a subscription missed meanwhile waits in the history, and the subscription in
    `behind`.
    """

    __slots__ = (
        "address",
        "behind",
        "heard_at",
        "paused",
        "paused_since",
        "wrap",
        "write",
    )

    kind = ""
    wrap: Wrap
    write: Callable[[bytes], None]

    def __init__(self, address: str, now: float) -> None:
        self.address = address
        self.heard_at = now
        self.paused = False
        self.paused_since = now
        self.behind: set[Behind] = set()

    def send(self, frame: bytes) -> None:
        """This function will send one STOMP frame, or a heart-beat."""
        try:
            self.write(self.wrap(frame))
        except RuntimeError:
            # Transports raise it when they have been closed underneath us; one broken connection
            # must not keep the news from all others.
            self.abort()

    def close(self, code: int, reason: str) -> None:
        """This function will say goodbye; what was sent before still arrives."""
        raise NotImplementedError

    def abort(self) -> None:
        """This function will drop the connection at once."""
        raise NotImplementedError

    def buffered(self) -> int:
        """This function will give the bytes written that the client has not taken yet."""
        raise NotImplementedError

    def tick(self, now: float) -> None:
        """This function will do what the transport itself has to do from time to time."""

    def pause(self, now: float) -> None:
        self.paused = True
        self.paused_since = now

    def resume(self) -> None:
        """This function will let the subscriptions that are behind catch up."""
        self.paused = False
        behind, self.behind = self.behind, set()
        for one in behind:
            one.catch_up()
