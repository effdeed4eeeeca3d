"""Is it seen when the books do not agree with themselves, or with what was sold?"""

from collections.abc import Callable

import pytest

from grpc_services.audit import books
from models.dialect import snapshot
from models.members import Member
from models.money import LedgerEntry, LedgerLine, Payment, Settlement
from models.trade import Order, OrderFee
from tests.support import sales
from tests.support.guards import unguarded


def faults() -> list[str]:
    with snapshot():
        return [str(fault.told) for check in books.CHECKS for fault in check()]


@pytest.fixture
def order(people: list[Member]) -> Order:
    """A settled one; another is paid, a third waits for its payment."""
    seller, ann, bob = people
    settled, paid = sales.won(seller, ann), sales.won(seller, bob)
    sales.deliver(settled)
    sales.confirm(settled)
    sales.settle(settled)
    sales.pay(paid)
    return settled


def _forget_lines(_: Order) -> None:
    LedgerLine.delete().where(LedgerLine.account == "COMMISSION").execute()


def _count_too_much(_: Order) -> None:
    more = LedgerLine.update(amount=LedgerLine.amount - 1)
    more.where(LedgerLine.account == "ESCROW", LedgerLine.amount < 0).execute()


def _settle_too_little(order: Order) -> None:
    Settlement.update(amount=1).where(Settlement.order == order).execute()


def _settle_nothing(order: Order) -> None:
    Settlement.delete().where(Settlement.order == order).execute()


def _keep_another_fee(order: Order) -> None:
    OrderFee.update(amount=1_000).where(OrderFee.order == order).execute()


def _lose_the_payment(order: Order) -> None:
    Payment.update(state="FAILED").where(Payment.order == order).execute()


def _keep_it_between(order: Order) -> None:
    entry = LedgerEntry.create(business_key="receipt:more", recorded_at=order.created_at)
    for account, amount in (("PROVIDER", 500), ("BUYER_CLEARING", -500)):
        owner_id = order.buyer_id if amount < 0 else 0
        LedgerLine.create(entry=entry, account=account, owner_id=owner_id, amount=amount)


class TestTheBooks:
    @pytest.mark.usefixtures("order")
    def test_agree_after_sales(self) -> None:
        assert faults() == []

    @pytest.mark.usefixtures("database")
    def test_agree_while_nothing_is_sold(self) -> None:
        assert faults() == []

    @pytest.mark.parametrize(
        ("spoil", "told"),
        [
            (_forget_lines, "lines that sum to"),
            (_count_too_much, "holds 24,001 won instead of 24,000"),
            (_settle_too_little, "settled"),
            (_settle_nothing, "nothing settled"),
            (_keep_another_fee, "its fees are 1,000 won with 95 of tax"),
            (_lose_the_payment, "was paid 0 times"),
            (_keep_it_between, "holds 500 won instead of 0"),
        ],
    )
    def test_tell_what_is_wrong(
        self, order: Order, spoil: Callable[[Order], None], told: str
    ) -> None:
        with unguarded():
            spoil(order)

        assert any(told in fault for fault in faults()), faults()
