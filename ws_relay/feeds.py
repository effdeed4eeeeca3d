"""What does an entry of each stream mean?"""

from ws_relay.destinations import Destinations
from ws_relay.history import Entry, History
from ws_relay.relay import Relay
from ws_relay.source import Fields


class Goods:
    """`relay:goods`: a new state of a goods, for all who look at it."""

    stream = "relay:goods"
    least_seconds = 0.0

    def __init__(self, destinations: Destinations) -> None:
        self._destinations = destinations

    def begin(self, *, edge: int, last: int) -> None:
        self._destinations.goods.begin(edge=edge, last=last)

    def take(self, position: int, fields: Fields, *, live: bool) -> None:
        goods_id, history = int(fields[b"goods"]), self._destinations.goods
        entry = _entry(history, position, mark=int(fields[b"seq"]), fields=fields)
        if live:
            self._destinations.take_goods(goods_id, entry)
        else:
            history.add(goods_id, entry)

    def tell(self) -> None:
        self._destinations.tell_goods()

    def lost(self) -> None:
        self._destinations.lost(self._destinations.goods)


class Alarms:
    """`relay:alarms`: an alarm, for its member."""

    stream = "relay:alarms"
    least_seconds = 0.0

    def __init__(self, destinations: Destinations) -> None:
        self._destinations = destinations

    def begin(self, *, edge: int, last: int) -> None:
        self._destinations.alarms.begin(edge=edge, last=last)

    def take(self, position: int, fields: Fields, *, live: bool) -> None:
        member_id, history = int(fields[b"member"]), self._destinations.alarms
        entry = _entry(history, position, mark=int(fields[b"alarm"]), fields=fields)
        if live:
            self._destinations.take_alarm(member_id, entry)
        else:
            history.add(member_id, entry)

    def tell(self) -> None:
        self._destinations.tell_alarms()

    def lost(self) -> None:
        self._destinations.lost(self._destinations.alarms)


class Sessions:
    """`relay:sessions`: a session whose tokens no longer count."""

    stream = "relay:sessions"
    #: Longer than an access token lives: a relay that starts must hear of all that still count.
    least_seconds = 86_400.0

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def begin(self, *, edge: int, last: int) -> None:
        """What has been revoked stays so."""

    def take(self, position: int, fields: Fields, *, live: bool) -> None:
        self._relay.revoke(fields[b"sid"].decode(), float(fields[b"until"]))

    def tell(self) -> None:
        """Who is concerned has been told already."""

    def lost(self) -> None:
        """Nobody listens to these, and tokens are short-lived."""


def _entry(history: History, position: int, *, mark: int, fields: Fields) -> Entry:
    body, trace = fields[b"body"], fields.get(b"trace", b"")
    # SockJS puts them into a JSON string, so they have to be text.
    body.decode()
    trace.decode()
    history.reach(position)
    return Entry(position, mark, body, trace)
