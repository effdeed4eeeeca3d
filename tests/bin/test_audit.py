"""Does the operator hear, in one word and one by one, whether what is stored is right?"""

import json

import pytest

from grpc_services.members.addresses import add_address
from grpc_services.trade.orders import order_for_win
from models.auction import BidEntry
from models.money import LedgerLine
from models.outbox import PARKED, OutboxFact
from tests.bin.test_pikcur import pikcur
from tests.support import factories, sales
from tests.support.guards import unguarded


@pytest.fixture
def market(database):
    """Goods that were bid on, won and paid, and facts that were told."""
    seller, ann, bob = (factories.member(name) for name in ("seller", "ann", "bob"))
    add_address(member_id=ann.member_id, values=factories.HOME)
    factories.bid(factories.goods(seller), bob, amount=10_000)
    lot = factories.goods(seller, buy_now_price=30_000)
    factories.bid(lot, ann, amount=30_000)
    due = {"terms": sales.TERMS, "now": factories.database_now()}
    sales.pay(order_for_win(goods_id=lot.goods_id, **due))
    OutboxFact.delete().execute()
    return database


def audited(database, *options):
    return pikcur("audit", *options, DATABASE_URL=database)


class TestAnAudit:
    def test_is_content_with_what_is_right(self, market):
        done = audited(market)

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "The books, the logs and what waits are as they should be.\n"

    def test_names_what_is_wrong_in_each_part(self, market):
        with unguarded():
            LedgerLine.update(amount=1).where(LedgerLine.account == "ESCROW").execute()
        BidEntry.update(hash="0" * 64).where(BidEntry.amount == 10_000).execute()
        lost = {"kind": "Unknown", "payload": "{}", "request_id": "", "stage": PARKED}
        OutboxFact.create(**lost, created_at=factories.database_now())

        done = audited(market)
        rows = [json.loads(line) for line in audited(market, "--json").stdout.splitlines()]

        assert done.returncode == 1
        assert {row.get("part") for row in rows[:-1]} == {"books", "logs", "waiting"}
        assert rows[-1] == {"faults": len(rows) - 1}
        assert "facts put aside" in done.stdout
        assert "hash is 0000" in done.stdout

    def test_says_that_there_is_no_database(self):
        done = audited("sqlite:////nowhere/pikcur.db")

        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
