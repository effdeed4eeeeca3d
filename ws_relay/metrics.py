"""What can be measured from outside?"""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()

CONNECTIONS = Gauge("relay_connections", "Open connections.", ["wire"], registry=REGISTRY)
SUBSCRIPTIONS = Gauge("relay_subscriptions", "Open subscriptions.", registry=REGISTRY)
BUFFERED = Gauge("relay_buffered_bytes", "Written, not yet taken by clients.", registry=REGISTRY)
BEHIND = Gauge("relay_paused_connections", "Connections that read too slowly.", registry=REGISTRY)
REDIS_UP = Gauge("relay_redis_up", "1 while the streams can be read.", registry=REGISTRY)
ENTRIES = Counter("relay_entries", "Entries read.", ["stream"], registry=REGISTRY)
DELIVERED = Counter("relay_delivered", "Messages written to clients.", registry=REGISTRY)
MERGED = Counter("relay_merged", "States of goods that a newer one replaced.", registry=REGISTRY)
REPLAYED = Counter("relay_replayed", "Messages sent because they were missed.", registry=REGISTRY)
RESETS = Counter("relay_resets", "Clients told to read the state anew.", registry=REGISTRY)
DROPPED = Counter("relay_dropped", "Connections ended by us.", ["code"], registry=REGISTRY)
REFUSED = Counter("relay_refused", "Connections not accepted.", ["why"], registry=REGISTRY)
LAG = Histogram(
    "relay_lag_seconds",
    "From the entry's appending to its writing to sockets.",
    ["stream"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 60),
    registry=REGISTRY,
)


GOODS_LAG, ALARMS_LAG = LAG.labels("goods"), LAG.labels("alarms")


def observe_lag(of: Histogram, appended_at: float) -> None:
    # Redis on another machine may be ahead of our clock.
    of.observe(max(0.0, time.time() - appended_at))


def page() -> bytes:
    return generate_latest(REGISTRY)
