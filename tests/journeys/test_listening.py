"""Does a member whose phone goes through tunnels hear of everything that is in the inbox, once?"""

import asyncio
import contextlib
import json
import os
import random
import threading
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from demo.client import Client
from tests.journeys.test_sale import _people, _put_up
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import SUBPROTOCOLS, frame, parsed

#: Of each phone; the listening itself takes most of the time.
CUTS = int(os.environ.get("RELAY_CUTS", "100")) // 4
BIDS = 40
#: What is killed after which bid.
KILLED = {10: "relay", 25: "redis"}
QUEUE = "/user/queue/alarms"
#: What is told when there is nothing else to tell.
NOTICE = {"reset": True}


class Phone(threading.Thread):
    """A member's phone, cut off again and again, and the alarms it showed."""

    def __init__(self, member: Client) -> None:
        super().__init__(daemon=True)
        self.member = member
        self.heard: list[int] = []
        #: Whether it was told to look for itself, and did.
        self.was_reset = False
        self.cuts = 0
        self._point: str | None = None
        self._is_over = threading.Event()

    def run(self) -> None:
        asyncio.run(self._ride())

    def stop(self) -> None:
        self._is_over.set()
        self.join(20)

    async def _ride(self) -> None:
        while not self._is_over.is_set():
            # The first time it listens until it is told from where it may resume.
            limit = random.uniform(0, 0.3) if self._point and self.cuts < CUTS else 3
            with contextlib.suppress(TimeoutError, OSError, WebSocketException):
                await asyncio.wait_for(self._listen(), limit)
            self.cuts += 1

    async def _listen(self) -> None:
        url = self.member.market.relay
        async with connect(url, subprotocols=SUBPROTOCOLS, compression=None) as socket:
            try:
                await socket.send(frame("CONNECT", Authorization=f"Bearer {self.member.token}"))
                again = {"last_message_id": self._point, "receipt": "r"}
                await socket.send(frame("SUBSCRIBE", destination=QUEUE, id="0", **again))
                while True:
                    self._take(parsed(await socket.recv()))
            finally:
                socket.transport.abort()

    def _take(self, frames: list) -> None:  # type: ignore[type-arg]
        for received in frames:
            if received.cmd == "RECEIPT" and self._point is None:
                self._point = received.headers["last-message-id"]
            if received.cmd == "MESSAGE":
                self._point = received.headers["message-id"]
                if "reset" in received.headers:
                    self.was_reset, self.heard = True, inbox(self.member)
                told = json.loads(received.body)
                # Who has looked may have seen what is told afterwards.
                if told != NOTICE and not (self.was_reset and told["alarmId"] in self.heard):
                    self.heard.append(told["alarmId"])


@contextlib.contextmanager
def listening(members: list[Client]) -> Iterator[list[Phone]]:
    phones = [Phone(member) for member in members]
    for phone in phones:
        phone.start()
    try:
        wait_until("the phones to listen", lambda: all(phone._point for phone in phones))
        yield phones
    finally:
        for phone in phones:
            phone.stop()


def inbox(member: Client) -> list[int]:
    """The numbers of all alarms, oldest first."""
    ids, cursor = [], ""
    while True:
        page = member.get(f"/v1/me/alarms?limit=100&cursor={cursor}")
        ids += [alarm["alarmId"] for alarm in page["items"]]
        cursor = page["nextCursor"]
        if not cursor:
            return ids[::-1]


@pytest.mark.parametrize("market", ["mariadb"], indirect=True)
class TestAMember:
    def test_hears_what_is_in_the_inbox_whatever_breaks(self, market: RunningMarket) -> None:
        people = _people(market, "listening")
        seller, ann, bob = people["seller"], people["ann"], people["bob"]
        goods_id = _put_up(seller, 300)

        with listening([seller, ann, bob]) as phones:
            for number in range(BIDS):
                bidder, outbid = (ann, bob) if number % 2 else (bob, ann)
                bidder.bid(goods_id, amount=10_000 * (number + 1))
                # One by one, or bids of a burst would be one alarm.
                wait_until("the alarm", lambda o=outbid, n=number: len(inbox(o)) >= (n + 1) // 2)
                if number in KILLED:
                    # A Redis that begins anew may have lost something; nothing else may have.
                    assert not any(phone.was_reset for phone in phones)
                    market.kill(KILLED[number])

            def all_is_heard() -> bool:
                # What one process of the services could not tell for a while comes after another's.
                return all(sorted(phone.heard) == inbox(phone.member) for phone in phones)

            wait_until("everything in the inboxes", all_is_heard)

        assert len(inbox(ann)) + len(inbox(bob)) == BIDS - 1
        assert min(phone.cuts for phone in phones) > 3
