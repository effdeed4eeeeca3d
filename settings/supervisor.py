"""What does whoever started this process hear of it? systemd, if it is so.

As sd_notify(3) says: datagrams to the socket that is named in the environment.
"""

import contextlib
import os
import socket


def tell_ready() -> None:
    """This function will say that the process has begun, and takes what is asked of it."""
    _tell("READY=1")


def tell_alive() -> None:
    """This function will say that it goes on; after half a minute of silence it is started anew."""
    _tell("WATCHDOG=1")


def _tell(state: str) -> None:
    if address := os.environ.get("NOTIFY_SOCKET"):
        # If nobody listens, nobody is to be waited for.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.sendto(state.encode(), socket.MSG_DONTWAIT, address.replace("@", "\0", 1))
