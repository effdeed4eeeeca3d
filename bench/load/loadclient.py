"""What do many open pages cost the one who plays them? As little as Python can: epoll, no frames.

A process of its own, so that its share of the cores is known. It is told what to do by lines of
JSON on its input and answers with one line each:

- `open`: open `count` WebSockets and go through a profile's `steps` on each: send, then wait for a
  word in the answer. Connection n has profile n modulo their number.
- `flood`: append messages to a feed for some `seconds`, with at most `window` of them on their way
  to each client, until all have arrived. Counted by the NUL that ends every STOMP frame; some of
  the connections are read word for word, so that nothing lost, doubled or out of order is missed.
- `pace`: append messages at a `rate` and note how long each was on its way; the first `stalled`
  connections are not read, and what is sent in the first `warm` seconds is not noted.
- `bid`: send bids over HTTP at a rate and note when each connection shows what came of them.
- `close`: close all.
"""

import json
import random
import re
import resource
import select
import socket
import sys
import time
from collections import defaultdict, deque
from typing import Any

HOST = "127.0.0.1"
_UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: v12.stomp\r\n\r\n"
)
#: Handshakes under way at once.
_AT_ONCE = 256
#: Connections of a flood that are read word for word.
_READ_IN_FULL = 8
#: Without anything arriving for so long, what is missing is lost.
_PATIENCE = 10.0
#: Bytes that the kernel takes for those who are not going to read.
_SMALL = 4096
#: Every connection says this often that it lives, in turns.
_BEAT_SECONDS = 10.0
_BEATS_A_SECOND = 20

_number = re.compile(rb'"n":"(\d{8})"')
_state = re.compile(rb'message-id:(\d+)-\d+\n.*?\n\n(\{[^\0]*?"seq": ?(\d+)[^\0]*)\0', re.DOTALL)
_goods = re.compile(rb'"goodsId": ?"?(\d+)')


def framed(text: str) -> bytes:
    """This function will make a client's frame; a mask of zeros leaves the payload as it is."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return b"\x81" + bytes([0x80 | size]) + b"\0\0\0\0" + payload
    return b"\x81\xfe" + size.to_bytes(2, "big") + b"\0\0\0\0" + payload


_BEAT = framed("\n")


class Pages:
    """The connections, by the number of their file."""

    def __init__(self) -> None:
        self.epoll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}
        self._handshakes: dict[int, tuple[deque[tuple[bytes, bytes]], bytearray]] = {}

    def open(self, order: dict[str, Any]) -> dict[str, Any]:
        """This function will open connections and go through the steps of their profiles."""
        began = time.monotonic()
        waiting = deque(range(order["count"]))
        refused = 0
        while waiting or self._handshakes:
            while waiting and len(self._handshakes) < _AT_ONCE:
                profiles = order["profiles"]
                self._connect(order, profiles[waiting.popleft() % len(profiles)])
            events = self.epoll.poll(_PATIENCE)
            if not events:
                refused += len(self._handshakes)
                break
            refused += sum(not self._advance(fd) for fd, _ in events if fd in self._handshakes)
        return {"seconds": time.monotonic() - began, "opened": len(self.sockets) - refused,
                "refused": refused}  # fmt: skip

    def _connect(self, order: dict[str, Any], steps: list[list[str]]) -> None:
        page = socket.socket()
        if len(self.sockets) < order.get("small", 0):
            page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
        page.connect((HOST, order["port"]))
        page.setblocking(False)
        page.send(_UPGRADE.format(path=order["path"]).encode())
        rest = deque([(b"", b"\r\n\r\n"), *((framed(s), e.encode()) for s, e in steps)])
        self.sockets[page.fileno()] = page
        self._handshakes[page.fileno()] = rest, bytearray()
        self.epoll.register(page, select.EPOLLIN)

    def _advance(self, fd: int) -> bool:
        """One answer has come; gives False if it says no."""
        page, (steps, seen) = self.sockets[fd], self._handshakes[fd]
        try:
            data = page.recv(65536)
        except ConnectionError:
            data = b""
        seen += data
        if not data or (seen.startswith(b"HTTP/1.1 ") and not seen.startswith(b"HTTP/1.1 101")):
            del self._handshakes[fd]
            self.epoll.unregister(page)
            return False
        if steps[0][1] not in seen:
            return True
        steps.popleft()
        seen.clear()
        if steps:
            page.send(steps[0][0])
        else:
            del self._handshakes[fd]
        return True

    def close(self) -> None:
        for page in self.sockets.values():
            page.close()
        self.sockets.clear()
        self._handshakes.clear()


class Feed:
    """Where messages are appended; the template knows the server's protocol."""

    def __init__(self, order: dict[str, Any], epoll: select.epoll) -> None:
        self._socket = socket.create_connection((HOST, order["port"]))
        self._template = order["template"].encode()
        self._topics: int = order.get("topics", 1)
        self._epoll = epoll
        self.next: int = order["first"]
        self._socket.sendall(order.get("hello", "").encode())
        self.fd = self._socket.fileno()
        epoll.register(self._socket, select.EPOLLIN)

    def append(self, count: int) -> None:
        numbers = range(self.next, self.next + count)
        self.next += count
        self._socket.sendall(
            b"".join(self._template % {b"n": n, b"t": n % self._topics} for n in numbers)
        )

    def discard_answers(self) -> None:
        data = self._socket.recv(1 << 16)
        assert data, "the feed has been closed"
        assert b"-ERR" not in data, data
        assert b"ERROR\n" not in data, data

    def close(self) -> None:
        self._epoll.unregister(self._socket)
        self._socket.close()


def flood(pages: Pages, order: dict[str, Any]) -> dict[str, Any]:
    """This function will keep the window full and give how much arrived in which time."""
    feed = Feed(order, pages.epoll)
    topics, first = order.get("topics", 1), order["first"]
    each = len(pages.sockets) // topics
    full = order["window"] * topics
    counts = dict.fromkeys(pages.sockets, 0)
    texts = {fd: bytearray() for fd in list(pages.sockets)[:: max(1, len(counts) // _READ_IN_FULL)]}
    buffer = bytearray(1 << 18)
    total, appended = 0, 0
    cpu, began = time.process_time(), time.monotonic()
    until, heard = began + order["seconds"], began
    while True:
        on_the_way = appended - total // each
        if on_the_way <= full // 2 and time.monotonic() < until:
            # Whole rounds, so that every topic has as many.
            more = full - full // 2
            feed.append(more)
            appended += more
        elif total >= appended * each:
            break
        events = pages.epoll.poll(0.5)
        if events:
            heard = time.monotonic()
        elif time.monotonic() > heard + order.get("patience", _PATIENCE):
            break
        for fd, _ in events:
            if fd == feed.fd:
                feed.discard_answers()
                continue
            size = pages.sockets[fd].recv_into(buffer)
            assert size, "a connection was closed"
            found = buffer.count(0, 0, size)
            counts[fd] += found
            total += found
            if fd in texts:
                texts[fd] += buffer[:size]
    seconds = time.monotonic() - began
    cpu = time.process_time() - cpu
    feed.close()
    return {
        "seconds": seconds,
        "messages": appended,
        "deliveries": total,
        "lost": appended * each - total,
        "uneven": len(set(counts.values())) > 1 and topics == 1,
        "wrong": sum(not _is_whole(t, first, feed.next, topics) for t in texts.values()),
        "readInFull": len(texts),
        "clientCpu": cpu / seconds,
    }


def _is_whole(text: bytearray, first: int, end: int, topics: int) -> bool:
    """Every message of one topic, each once and in order."""
    numbers = [int(n) for n in _number.findall(text)]
    return bool(numbers) and numbers == [
        n for n in range(first, end) if n % topics == numbers[0] % topics
    ]


def pace(pages: Pages, order: dict[str, Any]) -> dict[str, Any]:
    """This function will append messages evenly and give how long they were on their way."""
    feed = Feed(order, pages.epoll)
    fds = list(pages.sockets)
    for fd in fds[: order["stalled"]]:
        pages.epoll.unregister(fd)
    awake = len(fds) - order["stalled"]
    count = int(order["rate"] * (order["warm"] + order["seconds"]))
    noted = feed.next + int(order["rate"] * order["warm"])
    arrived = 0
    rests: dict[int, bytes] = {}
    sent_at: dict[int, float] = {}
    delays: list[float] = []
    cpu, began = time.process_time(), time.monotonic()
    heard = began
    while arrived < count * awake and time.monotonic() < heard + _PATIENCE:
        due = began + len(sent_at) / order["rate"]
        if len(sent_at) < count and time.monotonic() >= due:
            sent_at[feed.next] = time.monotonic()
            feed.append(1)
            continue
        wait = max(0.0, due - time.monotonic()) if len(sent_at) < count else 0.5
        for fd, _ in pages.epoll.poll(wait):
            heard = time.monotonic()
            if fd == feed.fd:
                feed.discard_answers()
                continue
            data = rests.pop(fd, b"") + pages.sockets[fd].recv(1 << 18)
            now = time.monotonic()
            numbers = [int(n) for n in _number.findall(data)]
            arrived += len(numbers)
            delays += [now - sent_at[n] for n in numbers if n >= noted]
            if not data.endswith(b"\0"):
                rests[fd] = data[data.rfind(b"\0") + 1 :]
                if _number.search(rests[fd]):
                    # Counted already.
                    rests[fd] = b""
    seconds = time.monotonic() - began
    cpu = (time.process_time() - cpu) / seconds
    feed.close()
    return {
        "seconds": seconds,
        "deliveries": arrived,
        "lost": count * awake - arrived,
        "ms": percentiles(delays),
        "clientCpu": cpu,
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    """This function will give what half and what nearly all are below, in milliseconds."""
    if not seconds:
        return {"p50": 0.0, "p99": 0.0, "max": 0.0}
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {
        name: round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 3)
        for name, share in at.items()
    }


class Bidders:
    """Bids sent evenly, to one goods after the other, by each member in turn."""

    def __init__(self, order: dict[str, Any], epoll: select.epoll) -> None:
        self._order = order
        self._idle: deque[socket.socket] = deque()
        self._asked: dict[int, tuple[socket.socket, int, bytearray]] = {}
        self._epoll = epoll
        self._rounds: defaultdict[int, int] = defaultdict(int)
        self.key = random.randrange(1 << 62)
        self.sent: list[dict[str, Any]] = []
        self.answered = 0
        self.problems: defaultdict[str, int] = defaultdict(int)

    def owns(self, fd: int) -> bool:
        return fd in self._asked

    def send(self) -> None:
        """This function will send the next bid."""
        order = self._order
        goods = order["goods"][len(self.sent) % len(order["goods"])]
        turn = self._rounds[goods]
        self._rounds[goods] += 1
        token = order["tokens"][(goods + turn) % len(order["tokens"])]
        amount = order["start"] + turn * order["step"]
        body = json.dumps({"amount": amount}).encode()
        request = (
            f"POST /v1/goods/{goods}/bids HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {self.key + len(self.sent):x}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        line = self._idle.popleft() if self._idle else self._new_line()
        self._asked[line.fileno()] = line, len(self.sent), bytearray()
        now = {"at": time.monotonic(), "wall": time.time()}
        self.sent.append({"goods": goods, "amount": amount, **now})
        line.sendall(request)

    def _new_line(self) -> socket.socket:
        line = socket.create_connection((HOST, self._order["httpPort"]))
        self._epoll.register(line, select.EPOLLIN)
        return line

    def read(self, fd: int) -> None:
        line, number, seen = self._asked[fd]
        data = line.recv(65536)
        assert data, "the edge closed a connection"
        seen += data
        head, blank, body = seen.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        if not blank or length is None or len(body) < int(length[1]):
            return
        del self._asked[fd]
        self._idle.append(line)
        self.answered += 1
        answer, bid = json.loads(body), self.sent[number]
        if head.split(b" ", 2)[1] == b"201":
            bid["seq"], bid["answered"] = answer["seq"], time.monotonic()
            bid["placedAt"] = answer["placedAt"]
        else:
            self.problems[answer.get("code", "?")] += 1

    def close(self) -> None:
        for line in [*self._idle, *(line for line, _, _ in self._asked.values())]:
            line.close()


def bid(pages: Pages, order: dict[str, Any]) -> dict[str, Any]:
    """This function will bid and give what each screen showed when, as the driver is to judge."""
    bidders = Bidders(order, pages.epoll)
    count = int(order["rate"] * order["seconds"])
    shown: defaultdict[int, list[tuple[int, int, float, int]]] = defaultdict(list)
    rests: dict[int, bytes] = {}
    fds = list(pages.sockets)
    beat = 0
    cpu, began = time.process_time(), time.monotonic()
    end = began + order["seconds"] + 1.0
    while time.monotonic() < end or bidders.answered < len(bidders.sent):
        now = time.monotonic()
        if now > end + _PATIENCE:
            break
        due = began + len(bidders.sent) / order["rate"]
        if len(bidders.sent) < count and now >= due:
            bidders.send()
            continue
        while beat < (now - began) / _BEAT_SECONDS * len(fds):
            pages.sockets[fds[beat % len(fds)]].send(_BEAT)
            beat += 1
        wait = due - now if len(bidders.sent) < count else 0.05
        for fd, _ in pages.epoll.poll(max(0.0, min(wait, 1 / _BEATS_A_SECOND))):
            if bidders.owns(fd):
                bidders.read(fd)
                continue
            data = rests.pop(fd, b"") + pages.sockets[fd].recv(1 << 16)
            at = time.monotonic()
            for message in _state.finditer(data):
                goods = _goods.search(message[2])
                assert goods is not None, message[2]
                shown[int(goods[1])].append((fd, int(message[3]), at, int(message[1])))
            if not data.endswith(b"\0"):
                rests[fd] = data[data.rfind(b"\0") + 1 :]
    seconds = time.monotonic() - began
    bidders.close()
    return what_was_shown(bidders, shown) | {"clientCpu": (time.process_time() - cpu) / seconds}


def what_was_shown(
    bidders: Bidders, shown: dict[int, list[tuple[int, int, float, int]]]
) -> dict[str, Any]:
    """This function will give, for each bid and screen, the first state with it or a newer one."""
    screens: defaultdict[int, dict[int, list[tuple[int, float, int]]]] = defaultdict(dict)
    for goods, frames in shown.items():
        for fd, seq, at, appended in frames:
            screens[goods].setdefault(fd, []).append((seq, at, appended))
    hops: dict[str, list[float]] = {"toScreen": [], "toAnswer": [], "toStream": [], "relay": []}
    missed, accepted, placed, amounts = 0, 0, [], []
    for one in bidders.sent:
        if "seq" not in one:
            continue
        accepted += 1
        hops["toAnswer"].append(one["answered"] - one["at"])
        placed.append((one["wall"], one["placedAt"]))
        amounts.append(one["amount"])
        for states in screens[one["goods"]].values():
            found = next((s for s in states if s[0] >= one["seq"]), None)
            if found is None:
                missed += 1
                continue
            to_screen, to_stream = found[1] - one["at"], found[2] / 1000 - one["wall"]
            hops["toScreen"].append(to_screen)
            if found[0] == one["seq"]:
                hops["toStream"].append(to_stream)
                hops["relay"].append(to_screen - to_stream)
    return {
        "sent": len(bidders.sent),
        "accepted": accepted,
        "refused": dict(bidders.problems),
        "unanswered": len(bidders.sent) - bidders.answered,
        "screens": sum(map(len, screens.values())),
        "missed": missed,
        "shown": len(hops["toScreen"]),
        "placed": placed,
        "amounts": amounts,
        "ms": {name: percentiles(values) for name, values in hops.items()},
    }


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    pages = Pages()
    for line in sys.stdin:
        order = json.loads(line)
        match order["do"]:
            case "open":
                answer = pages.open(order)
            case "flood":
                answer = flood(pages, order)
            case "pace":
                answer = pace(pages, order)
            case "bid":
                answer = bid(pages, order)
            case _:
                pages.close()
                pages = Pages()
                answer = {}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
