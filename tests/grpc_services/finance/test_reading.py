"""Is it seen whose money it is, what was said of a payment, and which order it is about?"""

from datetime import timedelta

import pytest

from grpc_services.finance import funds, order_ledger, orders, payments, reconciliations
from grpc_services.korea import day_of
from grpc_services.money import reconciling
from grpc_services.money.payments import PaymentNotFound
from grpc_services.trade.orders import OrderNotFound
from models.dialect import database_now
from models.money import Payment
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


def held(on=None, account=None, limit=20, cursor=""):
    return funds.held_funds(on=on or database_now(), account=account, limit=limit, cursor=cursor)


class TestHeldFunds:
    def test_are_what_is_owed_and_what_we_have(self, order):
        sales.deliver(order)
        sales.confirm(order)
        sales.settle(order)

        accounts = dict(held().accounts)

        assert accounts["PROVIDER"] == -24_000
        assert accounts["SELLER_PAYABLE"] == 22_950
        assert (accounts["COMMISSION"], accounts["VAT"]) == (955, 95)
        assert sum(accounts.values()) == 0

    def test_are_those_of_a_moment(self, order):
        before = database_now()
        sales.pay(order)

        assert held(before - timedelta(seconds=1)).accounts == []
        assert dict(held().accounts)["ESCROW"] == 24_000

    def test_of_an_account_are_told_by_owner_and_page_by_page(self, people):
        bought = [sales.won(people[0], people[n]) for n in (1, 2)]
        for order in bought:
            sales.pay(order)

        first = held(account="ESCROW", limit=1)
        rest = held(account="ESCROW", cursor=first.following)

        owners = [*first.owners, *rest.owners]
        assert owners == [(order.order_id, 24_000) for order in bought]
        assert rest.following is None

    def test_leave_out_owners_of_nothing(self, order):
        sales.pay(order)

        assert held(account="BUYER_CLEARING").owners == []


class TestAPaymentFile:
    def test_has_every_reading_refund_and_operation(self, order):
        sales.pay(order)
        uid = Payment.get().merchant_uid
        sales.receive(Payment.get(), imp_uid="imp_twice", amount=9_000)

        file = payments.file_of(merchant_uid=uid)

        said = [(row.provider_uid, booked) for row, booked in file.readings]
        assert said == [(f"imp_{order.order_id}", 24_000), ("imp_twice", 9_000)]
        assert [row.amount for row in file.refunds] == [9_000]
        assert [one.operation.kind for one in file.operations] == ["REGISTER", "CANCEL"]

    def test_is_of_a_payment_that_is_there(self):
        with pytest.raises(PaymentNotFound):
            payments.file_of(merchant_uid="pikcur-none")


class TestOrders:
    def found(self, query, limit=20, cursor=""):
        rows, following = orders.any_orders(query=query, limit=limit, cursor=cursor)
        return [row.order_id for row in rows], following

    def test_are_found_by_what_is_at_hand(self, people, order):
        other = sales.won(people[0], people[1])
        uid = sales.begin(order).merchant_uid

        for query in (str(order.order_id), str(order.goods_id), uid, people[2].login_id):
            assert order.order_id in self.found(query)[0]
        assert self.found(uid) == ([order.order_id], None)
        assert self.found(people[0].login_id)[0] == [other.order_id, order.order_id]
        assert self.found("nobody-here") == self.found("9" * 40) == ([], None)

    def test_are_all_of_them_page_by_page(self, people, order):
        other = sales.won(people[0], people[1])

        first, cursor = self.found("", limit=1)

        assert first == [other.order_id]
        assert self.found("", cursor=cursor) == ([order.order_id], None)


class TestReconciliations:
    def test_are_listed_the_newest_first(self):
        today = day_of(database_now())
        days = [today - timedelta(days=back) for back in (2, 1, 0)]
        for day in days:
            reconciling.begin_by_hand(day=day, now=database_now())

        first, cursor = reconciliations.reconciliations(limit=2, cursor="")
        rest, following = reconciliations.reconciliations(limit=2, cursor=cursor)

        assert [run.day for run in (*first, *rest)] == [str(day) for day in reversed(days)]
        assert following is None


class TestAnOrderFile:
    def test_has_how_it_came_so_far_and_where_to_look_for_more(self, order):
        sales.pay(order)

        file = orders.file_of(order_id=order.order_id)

        assert [event.state for event in file.history] == ["AWAITING_PAYMENT", "PAID"]
        assert file.merchant_uids == [Payment.get().merchant_uid]
        assert file.order.ship_due_at is not None
        assert file.case_id is None

    def test_is_of_an_order_that_is_there(self):
        with pytest.raises(OrderNotFound):
            orders.file_of(order_id=7)


class TestTheLedgerOfAnOrder:
    def test_tells_what_came_in_and_whose_it_became_of_this_order_only(self, people, order):
        sales.pay(sales.won(people[0], people[1]))
        sales.deliver(order)
        sales.confirm(order)
        sales.settle(order)

        moved = order_ledger.ledger_of(order_id=order.order_id)

        assert [_accounts(one) for one in moved] == [
            {"PROVIDER": 24_000, "BUYER_CLEARING": -24_000},
            {"BUYER_CLEARING": 24_000, "ESCROW": -24_000},
            {"ESCROW": 24_000, "SELLER_PAYABLE": -22_950, "COMMISSION": -955, "VAT": -95},
        ]

    def test_tells_what_goes_back(self, stuck, order):
        moved = order_ledger.ledger_of(order_id=order.order_id)

        assert _accounts(moved[-1]) == {"BUYER_CLEARING": 1_000, "REFUNDS": -1_000}

    def test_is_empty_before_anything_is_paid(self, order):
        assert order_ledger.ledger_of(order_id=order.order_id) == []


def _accounts(moved):
    return {line.account: line.amount for line in moved.lines}
