"""Does a page cost as much among a million rows of one member as among a thousand?

Each list is asked of the rules, by turns for a member who has few of everything and for one who has
many: its first page, and one before which there are four in five of its rows. What lists tell
apart, as read alarms, is the oldest: a list that looks for it among all others is found out.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.report import Report, Row, middle
from bench.servers.belongings import BEGIN, ODD_ONES, Owner, owners
from bench.servers.tables import migrated
from grpc_services.alarms.inbox import alarms_of
from grpc_services.auction.logbook import log_page
from grpc_services.auction.my_bids import my_bids
from grpc_services.auction.views import bid_lines
from grpc_services.catalogue.likes import GOODS
from grpc_services.catalogue.lots import lots_of, lots_of_store
from grpc_services.community.order_messages import messages_of
from grpc_services.community.reading import questions_about, questions_of
from grpc_services.community.reviews import reviews_of
from grpc_services.helpdesk.inquiries import inquiries_of
from grpc_services.money.settlements import settlements_of
from grpc_services.pages import cursor_at, microseconds
from grpc_services.stores.follows import FOLLOWS, stores_blocked_by, stores_of
from grpc_services.trade.views import orders_of
from models.base import database
from models.dialect import execute, is_sqlite

_PAGE, _DEEP = 20, 0.8
_MOST = 1.5

#: Asks for a page of somebody's, by a cursor, and tells how many rows are on it.
Ask = Callable[[Owner, str], int]


@dataclass
class Sizes:
    """What a run takes."""

    few: int = 1_000
    many: int = 1_000_000
    #: Times that each page is asked for, of either member.
    rounds: int = 60
    database: str = "mariadb"


FULL = Sizes()


@dataclass(frozen=True)
class List:
    """One list: how it is asked for, and where its row of a number stands, as its cursor has it."""

    name: str
    ask: Ask
    place: Callable[[Owner, int], tuple[int, ...]]
    #: So many of its owner's rows are in it, if not all.
    among: int | None = None

    def cursors(self, owner: Owner) -> dict[str, str]:
        """This function will tell where the pages begin that are measured."""
        deep = owner.at_depth(_DEEP if self.among is None else 0.5, among=self.among)
        return {"first page": "", "deep page": cursor_at(self.place(owner, deep))}


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will load both members' rows, and measure."""
    report = Report("Lists", {"few": sizes.few, "many": sizes.many, "database": sizes.database})
    with migrated(folder, sizes.database, name="lists"):
        few, many = owners(sizes.few, sizes.many)
        _analyse()
        for one in _LISTS:
            for name, cursor in one.cursors(few).items():
                _measure(report, sizes, one, name, (few, cursor), (many, one.cursors(many)[name]))
    return report


def _analyse() -> None:
    """Plans follow what is there; a database that grew by itself knows of it by now."""
    for table in database.get_tables():
        execute(f"ANALYZE {'' if is_sqlite() else 'TABLE '}{table}")


def _measure(report: Report, sizes: Sizes, one: List, page: str, few: Any, many: Any) -> None:
    took: dict[str, list[float]] = {"few": [], "many": []}
    for _ in range(sizes.rounds):
        for name, (owner, cursor) in (("few", few), ("many", many)):
            began = time.perf_counter()
            rows = one.ask(owner, cursor)
            took[name].append((time.perf_counter() - began) * 1_000)
            wrong = f"{one.name}, {page}: {rows} rows among {name}"
            if rows != _PAGE and wrong not in report.faults:
                report.faults.append(wrong)
    quick, slow = middle(took["few"]), middle(took["many"])
    note = f"{slow:.2f} ÷ {quick:.2f} ms"
    ratio = slow / quick
    report.add(Row(f"{one.name}, {page}", ratio, "", f"≤ {_MOST}", ratio <= _MOST, note=note))


def _by_number(_owner: Owner, number: int) -> tuple[int, ...]:
    return (number,)


def _by_moment(_owner: Owner, number: int) -> tuple[int, ...]:
    return microseconds(BEGIN + timedelta(microseconds=number)), number


def _by_seq(owner: Owner, number: int) -> tuple[int, ...]:
    return (number - owner.first + 1,)


def _shown(page: tuple[list[Any], str | None]) -> int:
    return len(page[0])


def _of_member(rule: Any, **more: Any) -> Ask:
    return lambda owner, cursor: _shown(
        rule(member_id=owner.member_id, limit=_PAGE, cursor=cursor, **more)
    )


def _of_goods(rule: Any, **more: Any) -> Ask:
    return lambda owner, cursor: _shown(
        rule(goods_id=owner.first, limit=_PAGE, cursor=cursor, **more)
    )


def _of_store(rule: Any, **more: Any) -> Ask:
    # Members and their stores have the same numbers.
    return lambda owner, cursor: _shown(
        rule(store_id=owner.member_id, limit=_PAGE, cursor=cursor, **more)
    )


def _liked(owner: Owner, cursor: str) -> int:
    ids, _ = GOODS.things_of(member_id=owner.member_id, limit=_PAGE, cursor=cursor)
    return len(lots_of(goods_ids=ids, viewer_id=0))


def _followed(owner: Owner, cursor: str) -> int:
    ids, _ = FOLLOWS.things_of(member_id=owner.member_id, limit=_PAGE, cursor=cursor)
    return len(stores_of(store_ids=ids))


def _said(owner: Owner, cursor: str) -> int:
    return _of_member(messages_of, order_id=owner.first)(owner, cursor)


def _logged(owner: Owner, cursor: str) -> int:
    return len(log_page(goods_id=owner.first, limit=_PAGE, cursor=cursor).entries)


_bids, _questions = partial(_of_member, my_bids), partial(_of_member, questions_of)
_LISTS = (
    List("bids", _bids(state=None), _by_moment),
    List("bids, won", _bids(state="WON"), _by_moment),
    List("bids, leading", _bids(state="LEADING"), _by_moment, ODD_ONES),
    List("alarms", _of_member(alarms_of, unread=None), _by_number),
    List("alarms, unread", _of_member(alarms_of, unread=True), _by_number),
    List("alarms, read", _of_member(alarms_of, unread=False), _by_number, ODD_ONES),
    List("orders, bought", _of_member(orders_of, role="BUYER"), _by_number),
    List("orders, sold", _of_member(orders_of, role="SELLER"), _by_number),
    List("settlements", _of_member(settlements_of), _by_number),
    List("messages of an order", _said, _by_number),
    List("questions asked", _questions(role="ASKED", answered=None), _by_number),
    List("questions, answered", _questions(role="RECEIVED", answered=True), _by_number, ODD_ONES),
    List("questions about goods", _of_goods(questions_about, viewer_id=0), _by_number),
    List("goods liked", _liked, _by_number),
    List("stores followed", _followed, _by_number),
    List("stores blocked", _of_member(stores_blocked_by), _by_moment),
    List("inquiries", _of_member(inquiries_of), _by_number),
    List("goods of a store, sold", _of_store(lots_of_store, viewer_id=0, state="SOLD"), _by_number),
    List(
        "goods of a store, open",
        _of_store(lots_of_store, viewer_id=0, state="OPEN"),
        _by_number,
        ODD_ONES,
    ),
    List("reviews of a store", _of_store(reviews_of), _by_number),
    List("bids on goods", _of_goods(bid_lines), _by_seq),
    List("log of goods", _logged, _by_seq),
)
