"""Can everything go on that an earlier release has stored? Its database, migrated and used."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from peewee import Database, fn
from playhouse.migrations import Runner

from grpc_services.admin.condition import waiting
from grpc_services.alarms import inbox
from grpc_services.alarms.raising import raise_alarms
from grpc_services.auction.answers import PlacedBid
from grpc_services.auction.my_bids import my_bids
from grpc_services.audit.differences import differences
from grpc_services.audit.replay import stored
from grpc_services.catalogue.describing import fill_search, rebuild_search
from grpc_services.catalogue.prices import price_history
from grpc_services.helpdesk.faqs import published_faqs
from grpc_services.members import passwords, sessions, terms
from grpc_services.money.balances import balance_of
from grpc_services.search import index
from grpc_services.search.documents import Wanted
from grpc_services.search.settler import Settler
from grpc_services.trade.facts import OrderConfirmed
from grpc_services.trade.views import orders_of
from models.__main__ import FOLDER, migrate
from models.auction import Auction, BidEntry
from models.base import UtcField
from models.base import database as tables
from models.catalogue import Goods
from models.dialect import database_now, insert_rows, is_sqlite, open_database
from models.helpdesk import Faq
from models.members import Member
from models.money import LedgerLine, ProviderPayment
from tests.support import factories, sales
from tests.support.servers import make_database
from tests.support.waiting import wait_until

#: The last migration of the release before members could like, search and ask.
_RELEASE = "0004_arrivals_mails_parking"
_LIVES = sessions.Lives(timedelta(days=30), timedelta(seconds=10), timedelta(days=90), 3)
#: Kept by Runner itself.
_HISTORY = "schema_migration"
_Rows = tuple[Sequence[str], list[tuple[Any, ...]]]
_numbers = count(1)


def _trade(people: list[Member]) -> None:
    """One sale that is confirmed and told of, one auction with bids, and what many ask."""
    seller, ann, bob = people
    order = sales.won(seller, bob)
    sales.deliver(order)
    confirmed = sales.confirm(order)
    raise_alarms(facts=[(1, OrderConfirmed.of(confirmed))], now=database_now())
    lot = factories.goods(seller, name="나이키 덩크 로우")
    factories.bid(lot, ann, maximum=20_000)
    factories.bid(lot, bob, amount=15_000)
    texts = dict.fromkeys(("question", "answer", "question_en", "answer_en"), "How?")
    Faq.create(position=1, category="OTHER", **texts)
    hashed = passwords.hashed("open sesame")
    Member.update(password_hash=hashed).where(Member.member_id == ann).execute()


def _rows(database: Database, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    sql = f"SELECT {', '.join(columns)} FROM {table}"
    return [tuple(row) for row in database.execute_sql(sql).fetchall()]


def _columns(database: Database, table: str) -> set[str]:
    return {column.name for column in database.get_columns(table)}


def _as_the_release_had_it(now: Database, old: Database) -> dict[str, _Rows]:
    """What the rules have stored just now, as far as that release had tables and columns for it."""
    rows: dict[str, _Rows] = {}
    for name in set(old.get_tables()) & set(now.get_tables()) - {_HISTORY}:
        columns = sorted(_columns(old, name) & _columns(now, name))
        rows[name] = columns, _rows(now, name, columns)
    rows["ledger_entry"] = _entries_of_the_release(*rows["ledger_entry"])
    agreed = _rows(now, "consent", ("member_id", "kind", "agreed_at"))
    rows["agreement"] = ["member_id", "term", "agreed_at"], agreed
    return rows


def _entries_of_the_release(columns: Sequence[str], entries: list[tuple[Any, ...]]) -> _Rows:
    """A movement was named by the provider's number of the payment."""
    names = {
        f"reading:{reading.reading_id}:paid:1": f"receipt:{reading.provider_uid}"
        for reading in ProviderPayment.select()
    }
    return columns, [tuple(names.get(value, value) for value in entry) for entry in entries]


def _store(rows: dict[str, _Rows]) -> None:
    switch = "PRAGMA foreign_keys = {}" if is_sqlite() else "SET foreign_key_checks = {}"
    tables.execute_sql(switch.format(0))
    for name, (columns, values) in rows.items():
        insert_rows(name, columns, values)
    tables.execute_sql(switch.format(1))


def _keep_escrow_for_sellers(seller: Member) -> None:
    """As that release did; since then it is kept for each order."""
    LedgerLine.update(owner_id=seller.member_id).where(LedgerLine.account == "ESCROW").execute()


@pytest.fixture
def released_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of that release, of the kind of `database`."""
    url = f"sqlite:///{tmp_path}/released.db"
    if not is_sqlite():
        url = make_database(request.getfixturevalue("mariadb_url"), f"released_{next(_numbers)}")
    old = open_database(url)
    with old.connection_context():
        Runner(old, str(FOLDER)).up(_RELEASE)
    return url


@pytest.fixture
def seller_ann_and_bob(people: list[Member], released_url: str) -> Iterator[list[Member]]:
    """Three people with all that they have, in a database that was migrated from that release."""
    _trade(people)
    now, old = tables.obj, open_database(released_url)
    with old.connection_context():
        rows = _as_the_release_had_it(now, old)
    tables.initialize(old)
    with old.connection_context():
        _store(rows)
        _keep_escrow_for_sellers(people[0])
    migrate(old)
    with old.connection_context():
        yield people
    tables.initialize(now)


def _for_sale() -> Auction:
    return Auction.get(Auction.state == "OPEN")


def _found(query: str) -> list[int]:
    return index.page(Wanted(query=query), sort="RECENT", limit=10, cursor="")[0]


def _counted(what: str) -> int:
    return next(one.count for one in waiting(now=database_now()) if one.what == what)


class TestADatabaseOfTheLastRelease:
    def test_knows_its_members_and_what_they_agreed_to(self, seller_ann_and_bob):
        _, ann, _ = seller_ann_and_bob
        kept = Member.get_by_id(ann.member_id)

        assert passwords.is_password("open sesame", kept.password_hash)
        opened = sessions.open_session(
            member_id=ann.member_id, device="", client="", lives=_LIVES, now=database_now()
        )
        assert opened.session.member_id == ann.member_id
        agreed = terms.agreements_of(member_id=ann.member_id)
        assert sorted((row.kind, row.version) for row in agreed) == [("PRIVACY", 1), ("TERMS", 1)]
        assert terms.outstanding(member_id=ann.member_id) == []

    def test_takes_bids_on_an_auction_that_is_open(self, seller_ann_and_bob):
        _, ann, bob = seller_ann_and_bob
        goods = Goods.get_by_id(_for_sale().goods_id)

        placed = factories.bid(goods, bob, maximum=30_000)

        assert isinstance(placed, PlacedBid)
        assert (placed.leading, placed.current_price) == (True, 21_000)
        found = differences(stored(goods.goods_id), factories.RULES, factories.SIGNER)
        assert list(found) == []
        assert ann.member_id in {row.entry.bidder_id for row in stored(goods.goods_id).log}

    @pytest.mark.usefixtures("seller_ann_and_bob")
    def test_knows_when_the_last_entry_of_each_log_was(self):
        ends = {row.goods_id: row.last_at for row in Auction.select() if row.seq}
        last = fn.MAX(BidEntry.placed_at).alias("last")
        logs = BidEntry.select(BidEntry.goods_id, last).group_by(BidEntry.goods_id).tuples()
        assert ends == {goods_id: UtcField().python_value(at) for goods_id, at in logs}
        assert ends

    def test_knows_where_members_have_bid(self, seller_ann_and_bob):
        _, ann, bob = seller_ann_and_bob

        def states(who: Member) -> list[tuple[str, int]]:
            found, _ = my_bids(member_id=who.member_id, state=None, limit=10, cursor="")
            return [(bid.state, bid.amount) for bid in found]

        assert states(ann)[0] == ("LEADING", 16_000)
        assert states(bob) == [("OUTBID", 15_000), ("WON", 21_000)]

    def test_has_goods_found_once_the_search_is_rebuilt(self, seller_ann_and_bob):
        assert _found("덩크") == []

        rebuild_search(after_goods_id=0)

        assert _found("덩크") == [_for_sale().goods_id]

    def test_has_goods_found_soon_after_the_services_have_started(self, seller_ann_and_bob):
        assert _counted("goods not found yet") == Goods.select().count() > 0
        settler = Settler(fill_search)

        settler.start()

        wait_until("the goods", lambda: _found("덩크") == [_for_sale().goods_id])
        wait_until("all others", lambda: _counted("goods not found yet") == 0)
        settler.stop()

    def test_knows_what_goods_went_for(self, seller_ann_and_bob):
        history = price_history(
            goods_id=_for_sale().goods_id, viewer_id=0, days=30, now=database_now()
        )

        assert [list(day.prices) for day in history.days] == [[21_000]]

    def test_goes_on_with_orders(self, seller_ann_and_bob):
        _, _, bob = seller_ann_and_bob
        (bought,), _ = orders_of(member_id=bob.member_id, role="BUYER", limit=10, cursor="")

        known = ProviderPayment.get()
        assert (known.paid, known.cancelled, known.changes) == (24_000, 0, 1)
        assert balance_of(member_id=bought.order.seller_id).in_escrow == 24_000
        sales.settle(bought.order)

        assert sales.state_of(bought.order) == "SETTLED"
        assert len(bought.history) == 5

    def test_keeps_inboxes_and_answers_to_what_many_ask(self, seller_ann_and_bob):
        seller, _, _ = seller_ann_and_bob
        alarms, _ = inbox.alarms_of(member_id=seller.member_id, unread=None, limit=10, cursor="")
        faqs, _ = published_faqs(language="en", category=None, query="how", limit=10, cursor="")

        assert [alarm.kind for alarm in alarms] == ["ORDER_CONFIRMED"]
        assert [(faq.category, faq.answer) for faq in faqs] == [("OTHER", "How?")]
