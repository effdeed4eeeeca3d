"""What do members hear? Screens that connect again by themselves, and say what they have missed."""

import asyncio
import contextlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from bench.cluster.hosts import FRONT

_URL = f"ws://{FRONT}/ws"
_DESTINATION = "/user/queue/alarms"
#: A page notices by it that nobody is there any more.
_PING_SECONDS = 1.0
_BACK_SECONDS = 0.3


class Screen:
    """The page of one member."""

    def __init__(self, token: str) -> None:
        #: How often each alarm was shown.
        self.shown: Counter[int] = Counter()
        #: Messages that said that something may have been lost.
        self.resets = 0
        #: Whether it may have missed something since it has last looked for itself.
        self.connections = 0
        self._token = token
        self._last = ""

    async def watch(self) -> None:
        """This function will show what comes, for ever."""
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError, EOFError):
                async with connect(
                    _URL, subprotocols=[Subprotocol("v12.stomp")], open_timeout=3,
                    ping_interval=_PING_SECONDS, ping_timeout=_PING_SECONDS, close_timeout=0.5,
                ) as socket:  # fmt: skip
                    await self._follow(socket)
            await asyncio.sleep(random.uniform(0.5, 1.5) * _BACK_SECONDS)

    async def _follow(self, socket: ClientConnection) -> None:
        after = f"last-message-id:{self._last}\n" if self._last else ""
        await socket.send(
            f"CONNECT\naccept-version:1.2\nhost:pikcur\nAuthorization:Bearer {self._token}\n\n\0"
        )
        await socket.send(f"SUBSCRIBE\nid:0\ndestination:{_DESTINATION}\nreceipt:0\n{after}\n\0")
        async for text in socket:
            for frame in str(text).split("\0"):
                self._take(frame.lstrip("\n"))

    def _take(self, frame: str) -> None:
        head, _, body = frame.partition("\n\n")
        command, *lines = head.split("\n")
        headers = dict(line.split(":", 1) for line in lines if ":" in line)
        if command == "RECEIPT":
            self.connections += 1
            # From here on nothing is missed that is not told by a reset.
            self._last = self._last or headers.get("last-message-id", "")
        elif command == "MESSAGE":
            self._last = headers["message-id"]
            self.resets += headers.get("reset") == "true"
            told: dict[str, Any] = json.loads(body)
            if "alarmId" in told:
                self.shown[int(told["alarmId"])] += 1


class Screens:
    """Those of many members."""

    def __init__(self, tokens: Mapping[int, str]) -> None:
        self._screens = {member_id: Screen(token) for member_id, token in tokens.items()}
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """This function will open all pages, and wait until each listens."""
        self._tasks = [asyncio.create_task(one.watch()) for one in self._screens.values()]
        async with asyncio.timeout(30):
            while not all(one.connections for one in self._screens.values()):
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def resets(self) -> int:
        return sum(one.resets for one in self._screens.values())

    @property
    def doubled(self) -> int:
        return sum(
            count - 1 for one in self._screens.values() for count in one.shown.values() if count > 1
        )

    def missing(self, stored: Mapping[int, set[int]]) -> dict[int, set[int]]:
        """This function will name the alarms that are stored of members and were not shown them."""
        found = defaultdict(set)
        for member_id, alarm_ids in stored.items():
            if left := alarm_ids - self._screens[member_id].shown.keys():
                found[member_id] = left
        return found

    def was_told(self, member_id: int) -> bool:
        """This function will tell whether a member was told to look for what is missing."""
        return self._screens[member_id].resets > 0
