"""Who tells where a host is? A server of names for one name, of which a test says where it is."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator, Sequence

from tests.support.servers import HOST

_IPV4 = 1


@contextlib.contextmanager
def naming(addresses: Sequence[str]) -> Iterator[int]:
    """This function will answer every question by what is in `addresses` by then; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.bind((HOST, 0))
        answering = threading.Thread(target=_answer, args=(asked, addresses))
        answering.start()
        port: int = asked.getsockname()[1]
        yield port
        asked.sendto(b"", (HOST, port))
        answering.join()


def _answer(asked: socket.socket, addresses: Sequence[str]) -> None:
    """As RFC 1035, section 4, has it."""
    while (message := asked.recvfrom(512))[0]:
        question, who = message
        end = question.index(b"\0", 12) + 5
        (kind,) = struct.unpack(">H", question[end - 4 : end - 2])
        found = addresses if kind == _IPV4 else ()
        head = question[:2] + struct.pack(">HHHHH", 0x8580, 1, len(found), 0, 0)
        records = [
            struct.pack(">HHHIH", 0xC00C, _IPV4, 1, 0, 4) + socket.inet_aton(one) for one in found
        ]
        asked.sendto(head + question[12:end] + b"".join(records), who)
