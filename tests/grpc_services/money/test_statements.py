"""Does a seller get all that was settled in a year, and nothing else?"""

import csv
import io
from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest

from grpc_services.money import settlements, statements
from grpc_services.money.settlements import Period
from models.money import Settlement
from models.trade import Order
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


def rows_of(member_id, year=2026, language="ko"):
    found, cursor = b"", ""
    while cursor is not None:
        part, cursor = statements.statement(
            member_id=member_id, year=year, language=language, cursor=cursor
        )
        found += part
    return list(csv.reader(io.StringIO(found.decode("utf-8-sig"), newline="")))


@pytest.fixture
def settled(people):
    """Two settled sales and one that is only paid."""
    seller, ann, bob = people
    orders = []
    for buyer in (ann, bob, ann):
        factories.settle_wins()
        orders.append(sales.won(seller, buyer))
    for order in orders[:2]:
        sales.deliver(order)
        sales.confirm(order)
        sales.settle(order)
    sales.pay(orders[2])
    return orders[:2]


def settle_at(order, at):
    Settlement.update(settled_at=at).where(Settlement.order == order).execute()


class TestAStatement:
    def test_is_of_a_year_in_korea(self, settled):
        first, second = settled
        settle_at(first, datetime(2025, 12, 31, 15, 0, tzinfo=UTC))
        settle_at(second, datetime(2026, 12, 31, 15, 0, tzinfo=UTC))

        (header, row), (_, later) = rows_of(first.seller_id), rows_of(first.seller_id, 2027)
        assert (len(header), row[0], row[1]) == (9, "2026-01-01 00:00", str(first.order_id))
        assert row[3:] == ["21000", "3000", "0", "1050", "95", "22950"]
        assert later[:2] == ["2027-01-01 00:00", str(second.order_id)]
        assert len(rows_of(first.seller_id, 2025)) == len(rows_of(first.buyer_id)) == 1

    def test_is_whole_in_parts(self, settled, monkeypatch):
        for order in settled:
            settle_at(order, datetime(2026, 5, 4, tzinfo=UTC))
        whole = rows_of(settled[0].seller_id, language="en")
        monkeypatch.setattr(statements, "_ROWS", 1)

        assert rows_of(settled[0].seller_id, language="en") == whole
        assert (len(whole), whole[0][0]) == (3, "Settled at")

    def test_computes_nothing_from_the_names_of_goods(self, settled):
        Order.update(goods_name='=HYPERLINK("https://evil.example"),1').execute()
        settle_at(settled[0], datetime(2026, 5, 4, tzinfo=UTC))

        (_, row) = rows_of(settled[0].seller_id)[:2]
        assert row[2] == '\'=HYPERLINK("https://evil.example"),1'


class TestAPeriod:
    def test_has_the_settlements_of_its_days_in_korea_and_what_they_come_to(self, settled):
        first, second = settled
        settle_at(first, datetime(2026, 5, 3, 15, 0, tzinfo=UTC))
        settle_at(second, datetime(2026, 5, 5, 14, 59, 59, tzinfo=UTC))
        fourth, fifth = date(2026, 5, 4), date(2026, 5, 5)
        found = {
            Period(fourth, fourth): [first],
            Period(fifth, fifth): [second],
            Period(fourth, fifth): [second, first],
            Period(None, date(2026, 5, 3)): [],
            Period(fifth, None): [second],
            Period(fifth, fourth): [],
        }

        for period, orders in found.items():
            views, _ = settlements.settlements_of(
                member_id=first.seller_id, period=period, limit=10, cursor=""
            )
            assert [view.settlement.order_id for view in views] == [one.order_id for one in orders]
            totals = settlements.totals_of(member_id=first.seller_id, period=period)
            count = len(orders)
            wanted = (21_000, 3_000, 0, 1_050, 22_950)
            assert astuple(totals) == (count, *(count * won for won in wanted))
