"""What do many bidders at once cost the one who plays them? As little as Python can.

A process of its own, so that its share of the cores is known: raw sockets that are kept alive, one
epoll, requests prepared for each member but for goods, key and amount. It is told what to do by
lines of JSON on its input, and answers each with one line:

- `closed`: `connections` bid for `seconds` after `warm` more, each anew as soon as it is answered,
  or with a `pause` between two looks at who is: to be woken for every single answer costs the two
  cores more than it tells;
- `open`: bids are sent at a `rate` for as long, whether those before are answered or not. Latency
  counts from the moment a bid was due, so that nobody who waits is left out;
- `write`: append all requests on a `market` since the last time to a file, as `bin/pikcur history`
  reads them, and forget them.

Bids go to each of `goods` in turn, from each of `members` in turn. What is bid on goods of a market
rises with every bid, by one to `jump` increments: all bidders share one counter, as people who
watch the same screen do, and only those whose bids overtake each other on their way are refused.
"""

import contextlib
import gc
import json
import random
import re
import select
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

HOST = "127.0.0.1"
#: Without any answer for so long, those that are missing will not come.
_PATIENCE = 12.0
_SIZE = 65_536
#: Spaces before the amount: every body has the same length, and the head can be prepared.
_BODY = b'{"amount":%15d}'
_BODY_SIZE = len(_BODY % 0)
_length = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_minimum = re.compile(rb'"minimumBid": ?"?(\d+)')


def size_of(seen: bytes) -> int | None:
    """This function will give how long an answer is in all, or None while nobody knows."""
    head = seen.find(b"\r\n\r\n")
    found = _length.search(seen, 0, head + 2) if head >= 0 else None
    return head + 4 + int(found[1]) if found else None


def minimum_in(answer: bytes) -> int:
    """This function will give from where bids are accepted, or 0 if the answer does not say."""
    found = _minimum.search(answer)
    return int(found[1]) if found else 0


class Prices:
    """What to bid next; rises with every bid that is sent."""

    def __init__(self, increments: list[list[int | None]]) -> None:
        self._next: dict[int, int] = {}
        self._steps = [
            (float("inf") if below is None else below, step or 0) for below, step in increments
        ]

    def begin(self, goods: Iterable[int], start: int) -> None:
        """This function will let the first bid on goods that nobody has bid on be `start`."""
        for goods_id in goods:
            self._next.setdefault(goods_id, start)

    def take(self, goods_id: int, jump: int) -> int:
        amount = self._next[goods_id]
        for below, step in self._steps:
            if amount < below:
                self._next[goods_id] = amount + (
                    step if jump == 1 else step * random.randint(1, jump)
                )
                break
        return amount

    def learn(self, goods_id: int, minimum: int) -> None:
        if minimum > self._next[goods_id]:
            self._next[goods_id] = minimum


class Market(NamedTuple):
    """What is known of one of those who are compared."""

    prices: Prices
    record: "list[Sent]"


class Sent(NamedTuple):
    """A request and what came back, as bytes; nothing if nobody answered."""

    invoked_ns: int
    answered_ns: int
    goods_id: int
    member_id: int
    key: int
    amount: int
    answer: bytes


def head_for(token: str) -> bytes:
    """This function will prepare a member's requests, but for goods, key and amount."""
    return (
        b"POST /v1/goods/%%d/bids HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\nIdempotency-Key: %%x\r\n\r\n"
    ) % (token.encode(), _BODY_SIZE) + _BODY


class Line:
    """One connection, and the bid that is under way on it."""

    __slots__ = ("address", "amount", "due", "fd", "goods_id", "invoked", "key", "member_id",
                 "seen", "socket")  # fmt: skip

    def __init__(self, port: int) -> None:
        self.address = (HOST, port)
        self.seen = b""
        self.goods_id = self.member_id = self.amount = self.key = self.invoked = self.due = 0
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.fd = self.socket.fileno()


class Bidders:
    """The connections, and all they have asked and been told."""

    def __init__(self, order: dict[str, Any], prices: Prices) -> None:
        self._goods: list[int] = order["goods"]
        self._turn = 0
        self._jump: int = order.get("jump", 1)
        self._prices = prices
        prices.begin(self._goods, order["start"])
        self._key = random.getrandbits(60) << 32
        self._epoll = select.epoll()
        self._lines: dict[int, Line] = {}
        members, ports = order["members"], order["ports"]
        self._heads = [(member_id, head_for(token)) for member_id, token in members]
        # Not always the same ones first: nobody may bid more than so often a minute.
        self._member = random.randrange(len(members))
        for number in range(order["connections"]):
            self._keep(Line(ports[number % len(ports)]))
        self.asked = 0
        self.sent: list[Sent] = []
        #: Of each answer, how long it took from when it was due.
        self.waits: list[int] = []
        self.broken = 0

    @property
    def idle(self) -> deque[Line]:
        return deque(self._lines.values())

    def fileno(self) -> int:
        return self._epoll.fileno()

    def bid(self, line: Line, due: int = 0) -> None:
        """This function will send the next bid on a connection."""
        goods_id = self._goods[self._turn]
        self._turn = (self._turn + 1) % len(self._goods)
        line.goods_id, line.amount = goods_id, self._prices.take(goods_id, self._jump)
        line.key = self._key = self._key + 1
        line.member_id, head = self._heads[self._member]
        self._member = (self._member + 1) % len(self._heads)
        line.invoked = time.monotonic_ns()
        line.due = due or line.invoked
        self.asked += 1
        # Whoever reads next hears of a broken connection too.
        with contextlib.suppress(ConnectionError):
            line.socket.send(head % (goods_id, line.key, line.amount))

    def answered(self, timeout: float) -> Iterator[Line]:
        """This function will wait, and give each connection that has been answered meanwhile."""
        for fd, _ in self._epoll.poll(timeout):
            line = self._lines[fd]
            try:
                data = line.socket.recv(_SIZE)
            except ConnectionError:
                data = b""
            if not data:
                self._lose(line)
                yield line
                continue
            if line.seen:
                data = line.seen + data
            if size_of(data) != len(data):
                line.seen = data
                continue
            line.seen = b""
            self._take(line, data)
            yield line

    def _take(self, line: Line, answer: bytes) -> None:
        now = time.monotonic_ns()
        self.waits.append(now - line.due)
        self.sent.append(
            Sent(line.invoked, now, line.goods_id, line.member_id, line.key, line.amount, answer)
        )
        if not answer.startswith(b"201", 9):
            self._prices.learn(line.goods_id, minimum_in(answer))

    def _lose(self, line: Line) -> None:
        self.broken += 1
        self.sent.append(
            Sent(line.invoked, 0, line.goods_id, line.member_id, line.key, line.amount, b"")
        )
        del self._lines[line.fd]
        line.socket.close()
        line.seen = b""
        line.connect()
        self._keep(line)

    def _keep(self, line: Line) -> None:
        self._lines[line.fd] = line
        self._epoll.register(line.fd, select.EPOLLIN)

    def close(self) -> None:
        """This function will close all connections; who was not answered yet never is."""
        missing = self.asked - len(self.sent)
        for line in self._lines.values():
            line.socket.close()
        self._epoll.close()
        self.broken += missing


def closed(bidders: Bidders, order: dict[str, Any]) -> None:
    """This function will let every connection bid again as soon as it is answered."""
    until = time.monotonic() + order.get("warm", 0.0) + order["seconds"]
    pause = order.get("pause", 0.0)
    for line in bidders.idle:
        bidders.bid(line)
    while time.monotonic() < until:
        for line in bidders.answered(0.1):
            bidders.bid(line)
        if pause:
            time.sleep(pause)
    _wait_for_the_rest(bidders)


def open_loop(bidders: Bidders, order: dict[str, Any]) -> None:
    """This function will send bids when they are due, or as soon as a connection is free."""
    pause = 1_000_000_000 / order["rate"]
    count = int(order["rate"] * (order.get("warm", 0.0) + order["seconds"]))
    idle, began, number = bidders.idle, time.monotonic_ns(), 0
    while number < count:
        due = began + int(number * pause)
        wait = (due - time.monotonic_ns()) / 1e9
        if wait <= 0 and idle:
            bidders.bid(idle.popleft(), due)
            number += 1
            continue
        # epoll's own timeout has only milliseconds.
        select.select([bidders], [], [], max(0.0, wait) if idle else 1.0)
        idle.extend(bidders.answered(0))
    _wait_for_the_rest(bidders)


def _wait_for_the_rest(bidders: Bidders) -> None:
    heard = time.monotonic()
    while len(bidders.sent) < bidders.asked and time.monotonic() < heard + _PATIENCE:
        for _ in bidders.answered(0.1):
            heard = time.monotonic()


_LOOPS = {"closed": closed, "open": open_loop}


def run(order: dict[str, Any], market: Market) -> dict[str, Any]:
    """This function will do what is ordered, and give what came of it."""
    bidders = Bidders(order, market.prices)
    # What is recorded makes no cycles, and looking for them costs more with every bid.
    gc.disable()
    cpu, began = time.process_time(), time.monotonic_ns()
    _LOOPS[order["do"]](bidders, order)
    cpu, seconds = time.process_time() - cpu, (time.monotonic_ns() - began) / 1e9
    gc.enable()
    bidders.close()
    market.record.extend(bidders.sent)
    return told(bidders, order, began) | {
        "clientCpu": cpu / seconds,
        "clientMicroseconds": 1e6 * cpu / max(1, bidders.asked),
    }


def told(bidders: Bidders, order: dict[str, Any], began: int) -> dict[str, Any]:
    """This function will count what was answered once everything was warm."""
    first = began + int(1e9 * order.get("warm", 0.0))
    last = first + int(1e9 * order["seconds"])
    every = [sent for sent in bidders.sent if sent.answer]
    noted = [sent for sent in every if first <= sent.answered_ns < last]
    accepted = sum(sent.answer.startswith(b"201", 9) for sent in noted)
    parts = order.get("parts", 0)
    late = [
        wait
        for sent, wait in zip(every, bidders.waits, strict=True)
        if sent.answered_ns - wait >= first
    ]
    return {
        "asked": bidders.asked,
        "allAnswered": len(every),
        "answered": len(noted),
        "accepted": accepted,
        "perSecond": len(noted) / order["seconds"],
        "refused": refusals(every),
        "broken": bidders.broken,
        "ms": percentiles(late),
        # Of every kind of goods, where kinds take turns on one connection.
        "msOfParts": [percentiles(late[part::parts]) for part in range(parts)],
    }


def refusals(sent: Iterable[Sent]) -> dict[str, int]:
    """This function will count the answers that are no bid, by their code or status."""
    counts = Counter(_code(one.answer) for one in sent if not one.answer.startswith(b"201", 9))
    return dict(counts)


def _code(answer: bytes) -> str:
    try:
        return str(json.loads(answer.partition(b"\r\n\r\n")[2])["code"])
    except (ValueError, KeyError, TypeError):
        return answer[9:12].decode()


def percentiles(nanoseconds: list[int]) -> dict[str, float]:
    """This function will give what half and what nearly all are below, in milliseconds."""
    if not nanoseconds:
        return {"p50": 0.0, "p99": 0.0, "max": 0.0}
    ordered = sorted(nanoseconds)
    shares = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] / 1e6, 3)
        for name, share in shares.items()
    }


def recorded(sent: Sent) -> bytes:
    """This function will write a request as a line of a record; the answer goes in as it came."""
    line: dict[str, Any] = {
        "line": "request", "invokedNs": sent.invoked_ns,
        "answeredNs": sent.answered_ns or None, "goodsId": sent.goods_id,
        "memberId": sent.member_id, "key": f"{sent.key:x}", "amount": sent.amount,
    }  # fmt: skip
    if not sent.answer:
        return json.dumps(line).encode()
    line["status"] = int(sent.answer[9:12])
    name = b"answer" if line["status"] == 201 else b"problem"
    body = sent.answer.partition(b"\r\n\r\n")[2]
    return json.dumps(line).encode()[:-1] + b',"%s":%s}' % (name, body.replace(b"\n", b" "))


def write(record: list[Sent], path: str) -> dict[str, Any]:
    """This function will append a record to a file, and forget it."""
    with Path(path).open("ab") as file:
        file.writelines(recorded(sent) + b"\n" for sent in record)
    written = len(record)
    record.clear()
    return {"written": written}


def main() -> None:
    markets: dict[str, Market] = {}
    for text in sys.stdin:
        order = json.loads(text)
        if order["do"] == "write":
            answer = write(markets[order["market"]].record, order["file"])
        else:
            market = markets.get(order["market"]) or Market(Prices(order["increments"]), [])
            markets[order["market"]] = market
            answer = run(order, market)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
