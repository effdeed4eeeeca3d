"""What does the database give a bare driver that bids one by one? Threads, and a transaction a bid.

    python -m bench.peers.bare DATABASE_URL --threads 1 8 32 --goods 1 --seconds 2

Each transaction locks the row, inserts the bid, updates the row and commits; nothing else is done,
and prices rise so that every bid is accepted. One line of JSON for each number of threads.
"""

import argparse
import json
import sys
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import pymysql

_STEP = 500
_WARM_SECONDS = 0.2
_TABLES = (
    "CREATE TABLE IF NOT EXISTS auction (goods_id BIGINT PRIMARY KEY,"
    " current_price BIGINT NOT NULL, leader_id BIGINT, seq BIGINT NOT NULL,"
    " ends_at DATETIME(6) NOT NULL) ENGINE=InnoDB",
    "CREATE TABLE IF NOT EXISTS bids (goods_id BIGINT NOT NULL, seq BIGINT NOT NULL,"
    " bidder_id BIGINT NOT NULL, amount BIGINT NOT NULL, placed_at DATETIME(6) NOT NULL,"
    " PRIMARY KEY (goods_id, seq)) ENGINE=InnoDB",
)
_LOCK = "SELECT current_price, seq FROM auction WHERE goods_id = %s FOR UPDATE"
_INSERT = (
    "INSERT INTO bids (goods_id, seq, bidder_id, amount, placed_at)"
    " VALUES (%s, %s, %s, %s, UTC_TIMESTAMP(6))"
)
_UPDATE = "UPDATE auction SET current_price = %s, leader_id = %s, seq = %s WHERE goods_id = %s"


def connected(url: str, *, with_database: bool = True) -> Any:
    """This function will connect as our own services do."""
    parts = urlsplit(url)
    return pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=parts.username,
        password=parts.password or "",
        database=parts.path[1:] if with_database else None,
        ssl_disabled=True,
        charset="utf8mb4",
        init_command="SET SESSION tx_isolation='READ-COMMITTED'",
    )


def prepare(url: str, goods: int) -> None:
    """This function will make the tables, and the goods that are missing in them."""
    name = urlsplit(url).path[1:]
    with connected(url, with_database=False) as server, server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE IF NOT EXISTS {name}")
        cursor.execute(f"USE {name}")
        for table in _TABLES:
            cursor.execute(table)
        cursor.executemany(
            "INSERT IGNORE INTO auction (goods_id, current_price, seq, ends_at)"
            " VALUES (%s, 10000, 0, '2100-01-01')",
            [(goods_id,) for goods_id in range(1, goods + 1)],
        )
        server.commit()


def bid(connection: Any, cursor: Any, goods_id: int, bidder_id: int) -> None:
    """This function will place one bid in one transaction."""
    cursor.execute(_LOCK, (goods_id,))
    price, seq = cursor.fetchone()
    cursor.execute(_INSERT, (goods_id, seq + 1, bidder_id, price + _STEP))
    cursor.execute(_UPDATE, (price + _STEP, bidder_id, seq + 1, goods_id))
    connection.commit()


class Bidders:
    """Threads that bid, each on its own connection."""

    def __init__(self, url: str, threads: int, goods: int) -> None:
        self._goods = goods
        self._connections = [connected(url) for _ in range(threads)]
        self._counts = [0] * threads
        self._is_over = threading.Event()

    def run(self, seconds: float) -> tuple[int, float, int]:
        """This function will let all bid; gives how often in which time, and how often at all."""
        threads = [
            threading.Thread(target=self._bid, args=(number,))
            for number in range(len(self._connections))
        ]
        for thread in threads:
            thread.start()
        time.sleep(_WARM_SECONDS)
        before, began = sum(self._counts), time.monotonic()
        time.sleep(seconds)
        placed, lasted = sum(self._counts) - before, time.monotonic() - began
        self._is_over.set()
        for thread in threads:
            thread.join()
        for connection in self._connections:
            connection.close()
        return placed, lasted, sum(self._counts)

    def _bid(self, number: int) -> None:
        connection, turn = self._connections[number], number
        with connection.cursor() as cursor:
            while not self._is_over.is_set():
                bid(connection, cursor, turn % self._goods + 1, number + 1)
                self._counts[number] += 1
                turn += len(self._connections)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers.bare", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--goods", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args(arguments)
    prepare(options.url, options.goods)
    for threads in options.threads:
        bidders, cpu = Bidders(options.url, threads, options.goods), time.process_time()
        placed, seconds, every = bidders.run(options.seconds)
        told = {"threads": threads, "bids": placed, "perSecond": placed / seconds,
                "allBids": every, "cpuSeconds": time.process_time() - cpu}  # fmt: skip
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
