"""Can anybody's money be lost? Sales at random, with all that goes wrong around them.

Real services, an edge, workers and the sandboxes live through months by the test clock. Whatever
members, the provider and the carriers may do is done at random to many sales at once; then time
passes until every sale has come to its end, and the ledger is held against the provider's books.
"""

import contextlib
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import peewee

from bench.check.money import ends_of_orders, money_faults, orders_by_goods, unfinished
from bench.load.outside import Outside, Wrong
from bench.load.paying import Payer
from bench.load.sales import People, Sale
from bench.report import Report, Row
from bench.servers.cluster import Cluster, running_cluster
from bench.servers.director import Director, listening
from bench.servers.stock import Stock, admins, mute, stock
from sandbox.store import FILE_NAME

_BUYERS = 3
_SELLERS = 5
_ADMINS = 2
#: Of the steps of a sale, those before its auction ends.
_BIDS = 1
_AUCTION = timedelta(hours=1)
#: How long anything may last in all.
_LONGEST = timedelta(days=120)
_PAUSES = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(hours=13),
    timedelta(days=1),
    timedelta(days=2),
)
_AT_ONCE = 32
_STEP = timedelta(days=5)
#: Within which the nightly comparison finds what nobody has told.
_LEAST = timedelta(days=20)
#: How long an order that was read while the database was killed is read anew, in seconds.
_PATIENCE = 300.0


@dataclass
class Sizes:
    """What a run takes."""

    sales: int = 60
    #: Sales that go on at the same time.
    together: int = 60
    #: Things that are done to each.
    steps: int = 14
    seed: int = 0
    #: mariadb or sqlite.
    database: str = "mariadb"
    #: PORTONE or PORTONE_V2.
    provider: str = "PORTONE"
    #: Whether processes are killed wherever money moves.
    chaos: bool = False
    #: How often each of them is killed at each point.
    times: int = 3
    #: How many kills there have to be in all; sales go on until then.
    kills: int = 0


FULL = Sizes(sales=2_000, together=250, kills=300)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will play sales, and tell what is wrong with the books afterwards."""
    report = Report("money", asdict(sizes))
    director = Director(times=sizes.times, redis_folder=folder / "cluster" / "redis")
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(_cluster(sizes, folder, director, stack))
        staff = _staff(cluster, sizes)
        done = 0
        while not report.faults and not _is_enough(sizes, done, director):
            season = Season(cluster, folder, sizes, Random(sizes.seed + done), director, staff)
            report.faults += season.play()
            done += sizes.together
            sys.stderr.write(f"  {done:,} sales\n")
        ends = ends_of_orders(cluster.database_url)
    note = ", ".join(f"{count:,} {state}" for state, count in ends.items())
    report.add(Row("sales, each to its end", done, "", "", None, ends, note))
    if sizes.chaos:
        _add_kills(report, sizes, director)
    return report


def _cluster(sizes: Sizes, folder: Path, director: Director, stack: Any) -> Any:
    run_by: tuple[str, ...] = ()
    if sizes.chaos:
        port = stack.enter_context(listening(director))
        run_by = ("bench.servers.stopping", str(port))
    return running_cluster(
        folder / "cluster",
        workers=1,
        clocks=1,
        on_sqlite=sizes.database == "sqlite",
        run_by=run_by,
        environment={
            "TEST_CLOCK": str(folder / "clock"),
            # At its stops the clock takes together what is due within half of it; reminders, which
            # are a day ahead, would be lost if it were more.
            "ENDING_SOON_SECONDS": "86400",
            "CLOCK_SECONDS": "0.1",
            "PAYMENT_PROVIDER": sizes.provider,
        },
    )


def _is_enough(sizes: Sizes, done: int, director: Director) -> bool:
    if sizes.chaos:
        return bool(done) and director.kills.total() >= sizes.kills
    return done >= sizes.sales


def _add_kills(report: Report, sizes: Sizes, director: Director) -> None:
    count, victims = director.kills.total(), Counter[str]()
    for kill, times in director.kills.items():
        victims[kill.victim] += times
    points = {kill.point for kill in director.kills}
    note = f"at {len(points)} points: " + ", ".join(f"{n} {name}" for name, n in victims.items())
    details = {f"{kill.victim} at {kill.point}": times for kill, times in director.kills.items()}
    target, is_reached = f"≥ {sizes.kills}", count >= sizes.kills
    report.add(Row("kills where money moves", count, "", target, is_reached, details, note))


def _staff(cluster: Cluster, sizes: Sizes) -> Payer:
    """Those who stay from one season to the next: sellers, and the admins who pay them."""
    stocked = stock(cluster, members=_SELLERS + _ADMINS, goods=0)
    seller_ids, admin_ids = stocked.member_ids[:_SELLERS], stocked.member_ids[_SELLERS:]
    mute(cluster, seller_ids)
    outside = Outside(cluster, stocked.tokens | admins(cluster, admin_ids))
    return Payer(outside, admin_ids, seller_ids, Random(sizes.seed))


class Season:
    """Many sales that go on at the same time, from the first bid to the end of all."""

    def __init__(
        self,
        cluster: Cluster,
        folder: Path,
        sizes: Sizes,
        chance: Random,
        director: Director,
        payer: Payer,
    ) -> None:
        self._cluster = cluster
        self._provider = folder / "cluster" / "sandbox" / FILE_NAME
        self._sizes = sizes
        self._chance = chance
        self._director = director
        self._payer = payer
        self._outside = Outside(cluster, dict(payer.outside.tokens))
        stocked = stock(
            cluster,
            members=_BUYERS * sizes.together,
            goods=sizes.together,
            ends_at=self._outside.now() + _AUCTION,
            buy_now_price=50_000,
            seller_ids=payer.seller_ids,
        )
        # Their mails would cost as much as all else.
        mute(cluster, stocked.member_ids)
        self._outside.tokens |= stocked.tokens
        self._sales = [self._sale(stocked, number) for number in range(sizes.together)]

    def _sale(self, stocked: Stock, number: int) -> Sale:
        """Each has buyers of its own."""
        buyers = stocked.member_ids[_BUYERS * number : _BUYERS * (number + 1)]
        seller_ids, admin_ids = self._payer.seller_ids, self._payer.admin_ids
        return Sale(
            stocked.goods_ids[number],
            People(seller_ids[number % len(seller_ids)], buyers, admin_ids[0]),
            Random(self._chance.random()),
            Outside(self._cluster, self._outside.tokens),
            may_pay_twice=self._sizes.provider == "PORTONE",
        )

    def play(self) -> list[str]:
        """This function will do it all, and tell what was wrong."""
        if self._sizes.chaos:
            self._director.cluster = self._cluster
        try:
            for number in range(self._sizes.steps):
                self._make_trouble()
                self._look()
                with ThreadPoolExecutor(_AT_ONCE) as pool:
                    list(pool.map(lambda one: one.step(), [self._payer, *self._sales]))
                self._outside.wait(
                    _AUCTION if number == _BIDS else self._chance.choice(_PAUSES[: 1 + number // 2])
                )
                now = self._outside.now()
                sys.stderr.write(f"  step {number + 1} of {self._sizes.steps}: {now:%d %b %H:%M}\n")
            self._director.rest()
            self._end()
        except Wrong as wrong:
            return [str(wrong)]
        faults = money_faults(self._cluster.database_url, self._provider, self._payer.bank)
        return [self._with_its_story(fault) for fault in faults]

    def _look(self) -> None:
        """How the orders of all stand, at once: it costs a third of a run to ask as buyers do."""
        goods_ids = [sale.goods_id for sale in self._sales]
        give_up_at = time.monotonic() + _PATIENCE
        while True:
            try:
                found = orders_by_goods(self._cluster.database_url, goods_ids)
                break
            except (peewee.OperationalError, peewee.InterfaceError):
                # Killed just now.
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.1)
        for sale in self._sales:
            sale.orders = found[sale.goods_id]

    def _with_its_story(self, fault: str) -> str:
        """What was done to what it is about, if that can be seen."""
        words = set(re.findall(r"[\w-]+", fault))
        orders = set(map(int, re.findall(r"order (\d+)", fault)))
        stories = [
            sale.story
            for sale in self._sales
            if words & set(sale.names()) or orders & {one["orderId"] for one in sale.orders}
        ]
        if words & {"payout", "payable", "payouts", "bank", "seller"}:
            stories.append(self._payer.story)
        return "\n    ".join([fault, *(line for story in stories for line in story)])

    def _make_trouble(self) -> None:
        """At the provider: nothing mostly, or a few answers that are late, wrong or lost."""
        kind = self._chance.random()
        times = self._chance.randrange(1, 6) * max(1, self._sizes.together // 60)
        if kind < 0.1:
            self._outside.play("PUT", "refusals", times=times)
        elif kind < 0.25:
            self._outside.play("PUT", "trouble", status=503, times=times)
        elif kind < 0.35:
            self._outside.play("PUT", "trouble", seconds=1, times=times)
        elif kind < 0.5:
            self._outside.play("PUT", "trouble", status=502, done=True, times=times)

    def _end(self) -> None:
        """All is well again, and time passes until nothing is left to happen."""
        self._outside.play("PUT", "refusals", times=0)
        self._outside.play("PUT", "trouble")
        passed, left = timedelta(), 1
        while passed < _LONGEST and (left or passed < _LEAST):
            self._outside.wait(_STEP)
            passed, left = passed + _STEP, unfinished(self._cluster.database_url)
            self._work_off(is_by_hand=passed > _STEP)
            self._payer.step()
        # What nobody has told is found by night only, and nights may be behind.
        self._outside.come_to_rest()
        self._look()
        self._payer.end()

    def _work_off(self, *, is_by_hand: bool) -> None:
        """What got stuck is tried once more, and what cannot be done is done by hand, by two."""
        asking, *others = self._payer.admin_ids
        for one in self._outside.ask("GET", "/v1/admin/operations", by=asking)["items"]:
            path = f"/v1/admin/operations/{one['operationId']}"
            body = {"reason": "It has to come to its end."}
            if not is_by_hand:
                self._outside.ask("POST", f"{path}/retry", by=asking, body=body)
                continue
            for admin_id in (asking, *others):
                done = body | {"evidence": "transfer 1"}
                self._outside.ask("POST", f"{path}/done", by=admin_id, body=done)
