"""What do members ask, and what are they told? Bids over HTTP, each attempt of them recorded.

Everybody shares one process and one event loop. An attempt that comes to nothing (no connection,
no answer in time, a 5xx, a 429) is made again with the same key, at any edge, until it is answered.
"""

import asyncio
import itertools
import random
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

import msgspec

from bench.check.record import Recorder
from bench.servers.processes import HOST
from grpc_services.audit.record import Answer, Problem, Request

#: Longer than a lock that is waited for, shorter than the edge's own patience.
_TIMEOUT = 6.0
_PAUSE = 0.05
#: Nothing is away for so long, whatever was killed.
_GIVE_UP = 60.0

_keys = itertools.count(1)


class NeverAnswered(AssertionError):
    """A bid was not answered, however often it was sent."""


class Offer(NamedTuple):
    """One bid, which keeps its key however often it is sent; exactly one of the two is set."""

    goods_id: int
    member_id: int
    key: str
    amount: int | None = None
    maximum: int | None = None


def offer(goods_id: int, member_id: int, *, price: int, is_maximum: bool = False) -> Offer:
    """This function will make a bid with a key of its own."""
    key = f"bid-{next(_keys)}"
    if is_maximum:
        return Offer(goods_id, member_id, key, maximum=price)
    return Offer(goods_id, member_id, key, amount=price)


class _Connection:
    """One keep-alive connection; used for one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        _, _, rest = head.partition(b"content-length:")
        length = int(rest.partition(b"\r\n")[0])
        return int(head[9:12]), await self._reader.readexactly(length)

    @property
    def is_closing(self) -> bool:
        return self._writer.is_closing()

    def close(self) -> None:
        self._writer.close()


class Bidders:
    """Members at several edges, with as many connections as there are requests at once."""

    def __init__(
        self,
        edge_ports: Sequence[int],
        tokens: Mapping[int, str],
        recorder: Recorder,
        *,
        host: str = HOST,
        timeout: float = _TIMEOUT,
    ) -> None:
        """After a `timeout` without an answer an attempt has come to nothing."""
        self._host = host
        self._timeout = timeout
        self._ports = edge_ports
        self._tokens = dict(tokens)
        self._idle: dict[int, list[_Connection]] = {port: [] for port in edge_ports}
        self.recorder = recorder
        #: The lowest bid that was said to be accepted, by goods.
        self.minimums: dict[int, int] = {}
        #: Goods that are over.
        self.over: set[int] = set()

    def meet(self, tokens: Mapping[int, str]) -> None:
        """This function will let more members bid."""
        self._tokens |= tokens

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for connections in self._idle.values():
            for connection in connections:
                connection.close()

    async def bid(self, bid: Offer, *, port: int | None = None) -> Request:
        """
        This function will send a bid until it is answered; `port` is the edge to be tried first.

        :raises NeverAnswered: if it is not, for longer than anything is away
        """
        give_up_at = time.monotonic() + _GIVE_UP
        while time.monotonic() < give_up_at:
            request = await self.attempt(bid, port or random.choice(self._ports))
            if request.status is not None and request.status < 500 and request.status != 429:
                return request
            port = None
            await asyncio.sleep(random.uniform(0.5, 1.5) * _PAUSE)
        raise NeverAnswered(f"goods {bid.goods_id}, key {bid.key}")

    async def attempt(self, bid: Offer, port: int) -> Request:
        """This function will send a bid once, and record what comes of it."""
        invoked = time.monotonic_ns()
        self.recorder.in_flight += 1
        try:
            status, body = await asyncio.wait_for(self._ask(port, self._http(bid)), self._timeout)
        except (OSError, EOFError, TimeoutError):
            request = Request(invoked, None, *_values(bid))
        else:
            request = _answered(bid, invoked, status, body)
        finally:
            self.recorder.in_flight -= 1
        self.recorder.keep(request)
        self._learn(request)
        return request

    async def _ask(self, port: int, request: bytes) -> tuple[int, bytes]:
        idle = self._idle[port]
        # Those that were closed while they rested are of no use to anybody.
        while idle and idle[-1].is_closing:
            idle.pop()
        if idle:
            connection = idle.pop()
        else:
            connection = _Connection(*await asyncio.open_connection(self._host, port))
        try:
            answer = await connection.ask(request)
        except BaseException:
            # The others that wait for their turn were likely cut off with it.
            connection.close()
            raise
        idle.append(connection)
        return answer

    def _http(self, bid: Offer) -> bytes:
        name, price = ("amount", bid.amount) if bid.amount else ("maximum", bid.maximum)
        body = f'{{"{name}":{price}}}'
        return (
            f"POST /v1/goods/{bid.goods_id}/bids HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Authorization: Bearer {self._tokens[bid.member_id]}\r\n"
            f"Idempotency-Key: {bid.key}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def _learn(self, request: Request) -> None:
        minimum = None
        if request.answer:
            minimum = request.answer.minimum_bid
        elif request.problem:
            minimum = request.problem.minimum_bid
            if request.problem.code == "AUCTION_NOT_OPEN":
                self.over.add(request.goods_id)
        if minimum is not None:
            known = self.minimums.get(request.goods_id, 0)
            self.minimums[request.goods_id] = max(known, minimum)


def _values(bid: Offer) -> tuple[int, int, str, int | None, int | None]:
    return bid.goods_id, bid.member_id, bid.key, bid.amount, bid.maximum


def _answered(bid: Offer, invoked: int, status: int, body: bytes) -> Request:
    answered = time.monotonic_ns()
    answer = msgspec.json.decode(body, type=Answer) if status == 201 else None
    problem = None if status == 201 else msgspec.json.decode(body, type=Problem)
    return Request(invoked, answered, *_values(bid), status, answer, problem)
