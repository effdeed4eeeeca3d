"""How are the services doing? Counted for Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

RPCS = Counter("pikcur_rpcs", "Calls that were answered.", ["method", "code"])
#: Not by code: it would be a dozen series more for each.
RPC_SECONDS = Histogram(
    "pikcur_rpc_seconds",
    "From a call to its answer.",
    ["method"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
HEALTHY = Gauge("pikcur_healthy", "1 while a probe succeeds.", ["probe"])

BIDS = Counter("pikcur_bids", "Bids that were answered: ACCEPTED, or why not.", ["outcome"])
BIDS_TOGETHER = Histogram(
    "pikcur_bids_together",
    "Bids placed in one transaction.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
)
CLOSED_LATE = Histogram(
    "pikcur_closed_late_seconds",
    "From the end of an auction to its closing.",
    buckets=(0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60),
)

LOST = Counter("pikcur_database_lost", "Connections to the database that counted as lost.")
AGAIN = Counter("pikcur_transactions_again", "Transactions that were run again.")

#: Those that are told together wait together, and the oldest for the longest.
TOLD_SECONDS = Histogram(
    "pikcur_facts_told_seconds",
    "From the oldest of the facts told together to their telling.",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60),
)
TOLD = Counter("pikcur_facts_told", "News that was told, by the kind of its fact.", ["kind"])
PARKED = Counter("pikcur_facts_parked", "Facts put aside, as nobody here could tell them.")
ALARMS = Counter("pikcur_alarms_pushed", "Alarms that went to relays.")
