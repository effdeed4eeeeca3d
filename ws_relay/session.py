"""What does a client want? One STOMP session: its frames, its rights, its heart-beats."""

import secrets
from collections.abc import Callable, Iterable
from typing import Protocol

import structlog

from ws_relay import metrics, rights, stomp, websocket, wishes
from ws_relay.history import message_id
from ws_relay.options import Options
from ws_relay.refusals import LATER, PROTOCOL, TOO_BIG, Refused
from ws_relay.stomp import Frame
from ws_relay.subscriptions import Subscription
from ws_relay.tickets import Ticket, Tickets
from ws_relay.wires import Wire

_log = structlog.get_logger()
_TRANSACTIONS = 16


class Keeper(Protocol):
    """Who keeps all sessions, and is told what becomes of each."""

    options: Options
    tickets: Tickets

    def opened(self, session: "Session") -> None: ...

    def connected(self, session: "Session") -> None:
        """:raises Refused: if the member has too many"""

    def ended(self, session: "Session") -> None: ...

    def lost(self, session: "Session") -> None: ...

    def subscribe(self, subscription: Subscription, after: int | None) -> None: ...

    def unsubscribe(self, subscription: Subscription) -> None: ...


class Session:
    """From the first frame of a client to its last."""

    __slots__ = (
        "_beat_every",
        "_count",
        "_keeper",
        "_lost",
        "_next_beat",
        "_opened_at",
        "_parser",
        "_second",
        "_silence",
        "_subscriptions",
        "_transactions",
        "ended",
        "ticket",
        "version",
        "wire",
    )

    def __init__(self, keeper: Keeper, wire: Wire) -> None:
        self.wire = wire
        self.ticket: Ticket | None = None
        self.version: str | None = None
        self.ended = False
        self._lost = False
        self._keeper = keeper
        self._parser = stomp.Parser(keeper.options.limits)
        self._subscriptions: dict[str, Subscription] = {}
        self._transactions: set[str] = set()
        self._opened_at = wire.heard_at
        self._beat_every = 0.0
        self._next_beat = 0.0
        self._silence = 0.0
        self._second = 0
        self._count = 0

    # what the wire tells

    def opened(self) -> None:
        self._keeper.opened(self)

    def closing(self) -> None:
        self._end()

    def lost(self) -> None:
        if not self._lost:
            self._lost = True
            self._end()
            self._keeper.lost(self)

    def may_receive(self) -> bool:
        """This function will count what the client sends, and end it if that is too much."""
        if self.ended:
            return False
        second = int(self.wire.heard_at)
        if second != self._second:
            self._second, self._count = second, 0
        self._count += 1
        if self._count > self._keeper.options.frames_per_second:
            self.fail(Refused("TOO_MANY_FRAMES", "Too many frames a second.", close=LATER))
            return False
        return True

    def received(self, data: bytes, *, binary: bool) -> None:
        if self.ended:
            return
        if binary and self.version is None:
            # Who sends binary, such as a client in C, may not take text.
            self.wire.wrap = websocket.binary
        frame = None
        try:
            for frame in self._parser.frames(data):
                if not self.may_receive():
                    return
                self._handle(frame)
        except stomp.MalformedFrame as problem:
            close = TOO_BIG if problem.code == "FRAME_TOO_LARGE" else PROTOCOL
            self.fail(Refused(problem.code, str(problem), close=close))
        except Refused as refusal:
            self.fail(refusal, receipt=frame.headers.get("receipt") if frame else None)

    def tick(self, now: float, wall: float) -> None:
        """This function will do what time asks for: beats, and ends of patience."""
        self.wire.tick(now)
        if self.ended:
            return
        problem = self._problem(now, wall)
        if problem is not None:
            self.fail(problem)
        elif self._beat_every and now >= self._next_beat and not self.wire.paused:
            self._next_beat = now + self._beat_every
            self.wire.send(b"\n")

    def fail(self, refusal: Refused, receipt: str | None = None) -> None:
        """This function will send ERROR and close."""
        if self.ended:
            return
        metrics.DROPPED.labels(refusal.code).inc()
        _log.info(
            "refused",
            code=refusal.code,
            member=self.ticket.member_id if self.ticket else None,
            address=self.wire.address,
        )
        headers = [("code", refusal.code), ("message", str(refusal)), *refusal.headers]
        if receipt is not None:
            headers.append(("receipt-id", receipt))
        headers.append(("content-type", "text/plain"))
        self._send("ERROR", headers, str(refusal).encode())
        self.close(refusal.close, refusal.code)

    def close(self, code: int, reason: str) -> None:
        """This function will end the session without an ERROR."""
        self._end()
        self.wire.close(code, reason)

    def _problem(self, now: float, wall: float) -> Refused | None:
        options = self._keeper.options
        if self.version is None and now - self._opened_at > options.handshake_seconds:
            return Refused("CONNECT_TIMEOUT", "No CONNECT came.")
        if self.ticket is not None and self.ticket.expires_at <= wall:
            return Refused("TOKEN_EXPIRED", "The access token has expired.")
        if self.wire.paused:
            if now - self.wire.paused_since > options.stall_seconds:
                return Refused("TOO_SLOW", "Messages are not read in time.", close=LATER)
        elif self._silence and now - self.wire.heard_at > self._silence:
            return Refused("HEARTBEAT_MISSED", "No heart-beat came.")
        return None

    # what the client asks

    def _handle(self, frame: Frame) -> None:
        connects = frame.command in ("CONNECT", "STOMP")
        if connects != (self.version is None):
            text = "You are connected already." if connects else "The first frame is CONNECT."
            raise Refused("UNEXPECTED_FRAME", text, close=PROTOCOL)
        if frame.command == "NACK" and self.version == "1.0":
            raise Refused("UNKNOWN_COMMAND", "There is no NACK in 1.0.", close=PROTOCOL)
        extra = _HANDLERS[frame.command](self, frame)
        receipt = frame.headers.get("receipt")
        if receipt is not None and not connects:
            self._send("RECEIPT", [("receipt-id", receipt), *(extra or ())])
        if frame.command == "DISCONNECT":
            self.close(1000, "bye")

    def _connect(self, frame: Frame) -> None:
        version = wishes.agreed_version(frame.headers.get("accept-version"))
        theirs, wanted = wishes.beats(frame)
        self.ticket = rights.ticket_of(frame, self._keeper.tickets)
        self.version = self._parser.version = version
        self._keeper.connected(self)
        ours = int(self._keeper.options.heartbeat_seconds * 1000)
        headers = [
            ("version", version),
            ("heart-beat", f"{ours},{ours}"),
            ("session", secrets.token_hex(8)),
            ("server", "pikcur-relay"),
        ]
        if self.ticket is not None:
            headers.append(("user-name", str(self.ticket.member_id)))
        self._send("CONNECTED", headers)
        self._agree_on_beats(theirs, wanted)

    def _agree_on_beats(self, theirs: float, wanted: float) -> None:
        ours = self._keeper.options.heartbeat_seconds
        if wanted:
            # A second early, for the clock that makes them turns once a second.
            self._beat_every = max(max(ours, wanted) - 1.0, max(ours, wanted) / 2)
            self._next_beat = self.wire.heard_at + self._beat_every
        if theirs:
            self._silence = 2 * max(ours, theirs) + 1.0

    def _subscribe(self, frame: Frame) -> list[tuple[str, str]]:
        destination = wishes.required(frame, "destination")
        id_ = frame.headers.get("id")
        if id_ is None and self.version != "1.0":
            raise Refused("MISSING_HEADER", "SUBSCRIBE needs an id.", close=PROTOCOL)
        name = destination if id_ is None else id_
        if name in self._subscriptions:
            raise Refused("DUPLICATE_SUBSCRIPTION", "This id is subscribed.", close=PROTOCOL)
        if len(self._subscriptions) >= self._keeper.options.subscriptions:
            raise Refused("TOO_MANY_SUBSCRIPTIONS", "Too many subscriptions.")
        subscription = Subscription(
            self.wire,
            header=id_,
            version=self.version or "1.0",
            acked=self.version == "1.2" and frame.headers.get("ack", "auto") != "auto",
            destination=rights.key_of(destination, self.ticket),
            current=frame.headers.get("current") == "true",
        )
        self._subscriptions[name] = subscription
        metrics.SUBSCRIPTIONS.inc()
        after = frame.headers.get("last-message-id")
        self._keeper.subscribe(subscription, None if after is None else wishes.resume_point(after))
        return [("last-message-id", message_id(max(0, subscription.position)))]

    def _unsubscribe(self, frame: Frame) -> None:
        id_ = frame.headers.get("id")
        if id_ is None:
            if self.version != "1.0":
                raise Refused("MISSING_HEADER", "UNSUBSCRIBE needs an id.", close=PROTOCOL)
            id_ = wishes.required(frame, "destination")
        subscription = self._subscriptions.pop(id_, None)
        if subscription is not None:
            self._drop(subscription)

    def _send_refused(self, frame: Frame) -> None:
        raise Refused("SEND_NOT_ALLOWED", "Clients may not send.")

    def _ack(self, frame: Frame) -> None:
        """Nothing is ever sent again, so there is nothing to do but to see that it is right."""
        names = {"1.0": ("message-id",), "1.1": ("message-id", "subscription")}
        for name in names.get(self.version or "", ("id",)):
            wishes.required(frame, name)
        transaction = frame.headers.get("transaction")
        if transaction is not None and transaction not in self._transactions:
            raise Refused("UNKNOWN_TRANSACTION", "It has not been begun.", close=PROTOCOL)

    def _begin(self, frame: Frame) -> None:
        transaction = wishes.required(frame, "transaction")
        if transaction in self._transactions:
            raise Refused("DUPLICATE_TRANSACTION", "It has been begun.", close=PROTOCOL)
        if len(self._transactions) >= _TRANSACTIONS:
            raise Refused("TOO_MANY_TRANSACTIONS", "Too many open transactions.")
        self._transactions.add(transaction)

    def _end_transaction(self, frame: Frame) -> None:
        transaction = wishes.required(frame, "transaction")
        if transaction not in self._transactions:
            raise Refused("UNKNOWN_TRANSACTION", "It has not been begun.", close=PROTOCOL)
        self._transactions.discard(transaction)

    def _disconnect(self, frame: Frame) -> None:
        """The receipt is sent and the connection closed as for any frame."""

    # ends

    def _send(self, command: str, headers: Iterable[tuple[str, str]], body: bytes = b"") -> None:
        self.wire.send(stomp.encode(command, headers, body, self.version or "1.2"))

    def _drop(self, subscription: Subscription) -> None:
        self._keeper.unsubscribe(subscription)
        metrics.SUBSCRIPTIONS.dec()

    def _end(self) -> None:
        if self.ended:
            return
        self.ended = True
        for subscription in self._subscriptions.values():
            self._drop(subscription)
        self._subscriptions.clear()
        self._keeper.ended(self)


_HANDLERS: dict[str, Callable[[Session, Frame], list[tuple[str, str]] | None]] = {
    "CONNECT": Session._connect,
    "STOMP": Session._connect,
    "SUBSCRIBE": Session._subscribe,
    "UNSUBSCRIBE": Session._unsubscribe,
    "SEND": Session._send_refused,
    "ACK": Session._ack,
    "NACK": Session._ack,
    "BEGIN": Session._begin,
    "COMMIT": Session._end_transaction,
    "ABORT": Session._end_transaction,
    "DISCONNECT": Session._disconnect,
}
