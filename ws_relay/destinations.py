"""What can be listened to? All that somebody listens to, and all that could be replayed."""

import asyncio
from collections.abc import Callable
from functools import partial

from ws_relay import metrics
from ws_relay.history import Entry, EveryEntry, History, LastEntry, seconds_of
from ws_relay.subscriptions import Destination, GoodsTopic, Subscription


class Destinations:
    """All that is listened to at the moment, and all that could be replayed."""

    def __init__(
        self, *, length: int, seconds: float, interval: float, ask: Callable[[int], None]
    ) -> None:
        self.goods = LastEntry(length=length, seconds=seconds)
        self.alarms = EveryEntry(length=length, seconds=seconds)
        self._interval = interval
        self._open: dict[str, Destination] = {}
        #: Alarms that have been taken and not been told, by member.
        self._untold: dict[int, list[Entry]] = {}
        #: Resume points that another relay gave and this one has not read up to yet.
        self._ahead: list[tuple[float, int, Callable[[], None], History]] = []
        self._ask = ask
        #: Who waits until when for the state of goods that is asked for, and has heard nothing.
        self._unanswered: dict[int, list[tuple[float, Subscription]]] = {}

    def take_goods(self, goods_id: int, entry: Entry) -> None:
        """This function will publish a state of a goods."""
        self._unanswered.pop(goods_id, None)
        if self.goods.add(goods_id, entry):
            topic = self._open.get(goods_key(goods_id))
            if isinstance(topic, GoodsTopic):
                topic.publish()

    def tell_goods(self) -> None:
        """This function will begin the subscriptions that waited for what has been taken."""
        self._begin_waiting(self.goods)

    def take_alarm(self, member_id: int, entry: Entry) -> None:
        """This function will keep an alarm, to be told with others of its member."""
        if self.alarms.add(member_id, entry):
            self._untold.setdefault(member_id, []).append(entry)

    def tell_alarms(self) -> None:
        """This function will publish the alarms that have been taken."""
        untold, self._untold = self._untold, {}
        for member_id, entries in untold.items():
            for key in (queue_key(member_id), alarm_key(member_id)):
                if key in self._open:
                    self._open[key].deliver(entries)
                    for entry in entries:
                        metrics.observe_lag(metrics.ALARMS_LAG, seconds_of(entry.position))
        self._begin_waiting(self.alarms)

    def subscribe(self, subscription: Subscription, after: int | None, patience: float) -> None:
        """
        This function will begin a subscription: behind `after`, or with what comes next.

        A point we have not read up to comes from a relay that is quicker: `patience` seconds are
        given to ourselves to get there before it is held to be of another life of the stream.
        """
        history = self._history(subscription.key)
        subscription.position = history.last if after is None else after
        if after is not None and after > history.last:
            deadline = asyncio.get_running_loop().time() + patience
            begin = partial(self._begin, subscription, after, patience)
            self._ahead.append((deadline, after, begin, history))
        else:
            self._begin(subscription, after, patience)

    def unsubscribe(self, subscription: Subscription) -> None:
        """This function will end a subscription, begun or not."""
        subscription.ended = True
        destination = subscription.destination
        if destination is not None:
            destination.leave(subscription)
            if not len(destination):
                self._open.pop(subscription.key, None)

    def trim(self, now: float) -> None:
        """This function will forget what is older than is kept."""
        self.goods.trim(now)
        self.alarms.trim(now)

    def wait_no_longer(self, now: float) -> None:
        """This function will do without the resume points and the answers that do not come."""
        self._do_without_answers(now)
        if not self._ahead:
            return
        overdue = [begin for deadline, _, begin, _ in self._ahead if deadline <= now]
        self._ahead = [waiting for waiting in self._ahead if waiting[0] > now]
        for begin in overdue:
            begin()

    def lost(self, history: History) -> None:
        """This function will tell all who listen to a stream that some of it may be lost."""
        for destination in list(self._open.values()):
            if destination.history is history:
                destination.lost()

    def _begin(self, subscription: Subscription, after: int | None, patience: float) -> None:
        if subscription.ended:
            return
        destination = self._open.get(subscription.key)
        if destination is None:
            destination = self._open[subscription.key] = self._destination(subscription.key)
        destination.join(subscription)
        if after is not None:
            destination.catch_up(subscription)
        elif subscription.current and isinstance(destination, GoodsTopic):
            self._begin_with_state(subscription, destination, patience)

    def _begin_with_state(
        self, subscription: Subscription, topic: GoodsTopic, patience: float
    ) -> None:
        """Sends what was told last; of what is not kept any more the services are asked."""
        latest = self.goods.latest(topic.key)
        if latest is not None:
            topic.begin_with(latest, subscription)
            return
        if topic.key not in self._unanswered:
            self._ask(topic.key)
        deadline = asyncio.get_running_loop().time() + patience
        self._unanswered.setdefault(topic.key, []).append((deadline, subscription))

    def _do_without_answers(self, now: float) -> None:
        for goods_id, waiting in list(self._unanswered.items()):
            if waiting[0][0] > now:
                continue
            del self._unanswered[goods_id]
            for _, subscription in waiting:
                if subscription.destination is not None and not subscription.ended:
                    subscription.destination.tell_loss(subscription)

    def _begin_waiting(self, history: History) -> None:
        if not self._ahead:
            return
        ready = [
            begin for _, after, begin, of in self._ahead if of is history and after <= history.last
        ]
        self._ahead = [w for w in self._ahead if w[3] is not history or w[1] > history.last]
        for begin in ready:
            begin()

    def _history(self, key: str) -> History:
        return self.goods if key.startswith("/topic/goods/") else self.alarms

    def _destination(self, key: str) -> Destination:
        if key.startswith("/topic/goods/"):
            return GoodsTopic(int(key.rpartition("/")[2]), self.goods, self._interval)
        name, _, member_id = key.partition("#")
        return Destination(name, int(member_id or name.rpartition("/")[2]), self.alarms)


def goods_key(goods_id: int) -> str:
    return f"/topic/goods/{goods_id}"


def queue_key(member_id: int) -> str:
    """`/user/queue/alarms` is another queue for each member."""
    return f"/user/queue/alarms#{member_id}"


def alarm_key(member_id: int) -> str:
    return f"/topic/alarm/{member_id}"
