"""What can be measured from outside?"""

import time

from prometheus_client import Counter, Gauge, Histogram

CONNECTIONS = Gauge("relay_connections", "Open connections.", ["wire"])
SUBSCRIPTIONS = Gauge("relay_subscriptions", "Open subscriptions.")
BUFFERED = Gauge("relay_buffered_bytes", "Written, not yet taken by clients.")
BEHIND = Gauge("relay_paused_connections", "Connections that read too slowly.")
REDIS_UP = Gauge("relay_redis_up", "1 while the streams can be read.")
ENTRIES = Counter("relay_entries", "Entries read.", ["stream"])
DELIVERED = Counter("relay_delivered", "Messages written to clients.")
MERGED = Counter("relay_merged", "States of goods that a newer one replaced.")
REPLAYED = Counter("relay_replayed", "Messages sent because they were missed.")
RESETS = Counter("relay_resets", "Clients told to read the state anew.")
DROPPED = Counter("relay_dropped", "Connections ended by us.", ["code"])
REFUSED = Counter("relay_refused", "Connections not accepted.", ["why"])
LAG = Histogram(
    "relay_lag_seconds",
    "From the entry's appending to its writing to sockets.",
    ["stream"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 60),
)


GOODS_LAG, ALARMS_LAG = LAG.labels("goods"), LAG.labels("alarms")


def observe_lag(of: Histogram, appended_at: float) -> None:
    # Redis on another machine may be ahead of our clock.
    of.observe(max(0.0, time.time() - appended_at))
