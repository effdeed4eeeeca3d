"""Which ports are taken on this machine? One base, and what is so far above it."""

import socket
import sys
from dataclasses import dataclass, fields
from typing import Self

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    base: int
    edge: int
    relay: int
    services: int
    background: int
    portone: int
    sweettracker: int
    smtp: int
    mail: int
    redis: int
    #: Of the first process of the Procfile; the others follow.
    metrics: int

    @classmethod
    def above(cls, base: int) -> Self:
        return cls(
            base=base,
            edge=base,
            relay=base + 1,
            services=base + 51,
            background=base + 52,
            portone=base + 61,
            sweettracker=base + 62,
            smtp=base + 63,
            mail=base + 64,
            redis=base + 66,
            metrics=base + 80,
        )


def require_free(ports: Ports, *, with_redis: bool) -> None:
    """This function will end the program, naming a port that somebody else has."""
    names = {one.name for one in fields(Ports)} - {"base", *([] if with_redis else ["redis"])}
    for name in sorted(names):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, getattr(ports, name)))
            except OSError:
                sys.exit(
                    f"Port {getattr(ports, name)}, for the {name}, is taken. "
                    "Choose others with --port-base N."
                )
