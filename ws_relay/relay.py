"""Who is connected? Admission, the turn of the clock, and the end of a session or of all."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TypeVar

import structlog

from ws_relay import metrics
from ws_relay.addresses import place_of
from ws_relay.destinations import Destinations
from ws_relay.options import Options
from ws_relay.refusals import LATER, RESTART, Refused
from ws_relay.session import Session
from ws_relay.sockjs_sessions import NotTheirs, Owner, XhrSession
from ws_relay.subscriptions import Subscription
from ws_relay.tickets import Tickets

Key = TypeVar("Key")
_log = structlog.get_logger()
#: Every session has its turn once a second, a tenth of them at a time.
_TURNS = 10
#: How long a resume point that a quicker relay gave is waited for.
_PATIENCE = 2.0


class Relay:
    """All connections of this process."""

    def __init__(self, options: Options, tickets: Tickets, destinations: Destinations) -> None:
        self.options = options
        self.tickets = tickets
        self.xhr_sessions: dict[str, XhrSession] = {}
        self.draining = False
        #: Told by the composition root.
        self.redis_is_up: Callable[[], bool] = lambda: False
        self._destinations = destinations
        self._turns: list[set[Session]] = [set() for _ in range(_TURNS)]
        self._turn_of: dict[Session, int] = {}
        self._opened = 0
        self._places = 0
        self._addresses: Counter[str] = Counter()
        self._members: defaultdict[int, set[Session]] = defaultdict(set)
        self._sids: defaultdict[str, set[Session]] = defaultdict(set)

    # admission

    def allows(self, origin: str | None) -> bool:
        """This function will say whether pages of `origin` may talk to us; no page has none."""
        return origin is None or "*" in self.options.origins or origin in self.options.origins

    def admit(self, address: str) -> bool:
        """This function will take one more connection of `address`, unless it has too many."""
        if self.draining or self._places >= self.options.connections:
            return False
        place = place_of(address)
        if self._addresses[place] >= self.options.connections_per_address:
            return False
        self._places += 1
        self._addresses[place] += 1
        return True

    def release(self, address: str) -> None:
        """This function will give a place back."""
        place = place_of(address)
        self._places -= 1
        self._addresses[place] -= 1
        if self._addresses[place] <= 0:
            del self._addresses[place]

    # the life of a session

    def opened(self, session: Session) -> None:
        self._opened += 1
        self._turn_of[session] = self._opened % _TURNS
        self._turns[self._opened % _TURNS].add(session)
        metrics.CONNECTIONS.labels(session.wire.kind).inc()

    def connected(self, session: Session) -> None:
        """
        This function will note whose session it is.

        :raises Refused: if the member has too many
        """
        ticket = session.ticket
        if ticket is None:
            return
        if len(self._members[ticket.member_id]) >= self.options.connections_per_member:
            raise Refused("TOO_MANY_CONNECTIONS", "You are connected too often.", close=LATER)
        self._members[ticket.member_id].add(session)
        self._sids[ticket.sid].add(session)

    def ended(self, session: Session) -> None:
        """This function will forget whose session it was; its connection may last a little."""
        ticket = session.ticket
        if ticket is None:
            return
        _discard(self._members, ticket.member_id, session)
        _discard(self._sids, ticket.sid, session)

    def lost(self, session: Session) -> None:
        self.release(session.wire.address)
        turn = self._turn_of.pop(session, None)
        if turn is not None:
            self._turns[turn].discard(session)
            metrics.CONNECTIONS.labels(session.wire.kind).dec()

    def subscribe(self, subscription: Subscription, after: int | None) -> None:
        self._destinations.subscribe(subscription, after, _PATIENCE)

    def unsubscribe(self, subscription: Subscription) -> None:
        self._destinations.unsubscribe(subscription)

    def xhr_session(self, session_id: str, owner: Owner) -> XhrSession | None:
        """
        This function will find the SockJS session of a browser that asks over HTTP.

        :raises NotTheirs: if somebody else has opened it
        """
        session = self.xhr_sessions.get(session_id)
        if session is not None and session.owner != owner:
            raise NotTheirs
        return session

    def revoke(self, sid: str, until: float) -> None:
        """This function will end the connections of a session, and admit no more of it."""
        self.tickets.revoke(sid, until=until, now=time.time())
        for session in list(self._sids.get(sid, ())):
            session.fail(Refused("SESSION_REVOKED", "This session has been ended."))

    # time

    async def keep_time(self) -> None:
        """This function will give every session its turn once a second, for ever."""
        loop = asyncio.get_running_loop()
        turn = 0
        while True:
            await asyncio.sleep(1 / _TURNS)
            now, wall = loop.time(), time.time()
            for session in list(self._turns[turn]):
                # In a callback of its own, so that a failure is that session's alone.
                loop.call_soon(session.tick, now, wall)
            self._destinations.wait_no_longer(now)
            turn = (turn + 1) % _TURNS
            if turn == 0:
                self._tidy(now, wall)

    def _tidy(self, now: float, wall: float) -> None:
        self.tickets.forget_expired(wall)
        self._destinations.trim(wall)
        over = [id_ for id_, session in self.xhr_sessions.items() if session.is_over(now)]
        for id_ in over:
            del self.xhr_sessions[id_]

    # from outside

    def problems(self) -> list[str]:
        """This function will say why no traffic should come here."""
        problems = [] if self.redis_is_up() else ["Redis cannot be reached."]
        return [*problems, *(["Shutting down."] if self.draining else [])]

    async def measure(self) -> None:
        """This function will bring up to date what is only counted when somebody asks."""
        wires = [session.wire for session in self._turn_of]
        metrics.BUFFERED.set(sum(wire.buffered() for wire in wires))
        metrics.BEHIND.set(sum(wire.paused for wire in wires))

    async def drain(self) -> None:
        """This function will send everybody away, not all at once, and not for longer than set."""
        self.draining = True
        loop = asyncio.get_running_loop()
        started = loop.time()
        # The last to go get a fifth of the time for their goodbye.
        going = list(self._turn_of)
        rate = max(self.options.drain_per_second, len(going) / (self.options.drain_seconds * 0.8))
        _log.info("draining", connections=len(going), per_second=round(rate))
        for number, session in enumerate(going):
            due = started + number / rate
            if due > loop.time() + 0.01:
                await asyncio.sleep(due - loop.time())
            session.close(RESTART, "The relay restarts, please come back.")
        while self._turn_of and loop.time() < started + self.options.drain_seconds:
            await asyncio.sleep(0.02)
        for session in list(self._turn_of):
            session.wire.abort()


def _discard(of: dict[Key, set[Session]], key: Key, session: Session) -> None:
    sessions = of.get(key)
    if sessions is not None:
        sessions.discard(session)
        if not sessions:
            del of[key]
