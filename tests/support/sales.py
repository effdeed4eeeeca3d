"""How far has a sale come? Steps from a won auction to its settlement, taken by the rules."""

from datetime import timedelta

import peewee

from grpc_services.auction.closing import advance_auctions
from grpc_services.delivery import parcels
from grpc_services.members import addresses
from grpc_services.money import due, operations, outcomes, payments, readings
from grpc_services.trade import orders
from grpc_services.trade.deadlines import Terms
from models.auction import Auction
from models.dialect import database_now
from models.money import LedgerLine
from models.trade import Order
from tests.support import factories

TERMS = Terms(timedelta(hours=72), 3, 7, 14)
PAUSE = timedelta(seconds=5)
STALLS_AFTER = timedelta(days=3)


def won(seller, winner, amount=21_000):
    if addresses.default_address(member_id=winner.member_id) is None:
        addresses.add_address(member_id=winner.member_id, values=factories.HOME)
    lot = factories.goods(seller)
    factories.bid(lot, winner, amount=amount)
    Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
    return orders.order_for_win(goods_id=lot.goods_id, terms=TERMS, now=database_now())


def begin(order, **choice):
    return payments.begin_payment(
        member_id=order.buyer_id, order_id=order.order_id, now=database_now(), **choice
    )


def receive(
    payment, *, amount=None, status="PAID", imp_uid="imp_1", cancelled=0, paid_at=None, **changes
):
    paid = (amount or payment.amount) if status in ("PAID", "CANCELLED") else 0
    return readings.record_readings(
        merchant_uid=payment.merchant_uid,
        readings=[
            readings.Reading(
                provider_uid=imp_uid,
                status=status,
                paid=paid,
                paid_at=paid_at or (database_now() if paid else None),
                cancelled=cancelled,
                **changes,
            )
        ],
        house=factories.HOUSE,
    )


def do_all_operations():
    """All that the provider is to do for us is done."""
    while claimed := operations.claim_operations(now=database_now()):
        for one in claimed:
            outcomes.record_success(
                operation_id=one.operation_id, first_pause=PAUSE, now=database_now()
            )


def state_of(order):
    return Order.get_by_id(order.order_id).state


def pay(order):
    receive(begin(order), imp_uid=f"imp_{order.order_id}")


def ship(order, **changes):
    values = {"carrier": "04", "invoice": invoice_of(order)} | changes
    parcels.hand_to_carrier(
        member_id=order.seller_id, order_id=order.order_id, now=database_now(), **values
    )


def invoice_of(order):
    """The number of its parcel, which no other order has."""
    return f"1{order.order_id:011d}"


def look(order, level, carrier="04", invoice=None):
    steps = [
        parcels.Step(database_now(), "서울", f"단계 {number}", number)
        for number in range(1, level + 1)
    ]
    parcels.record_look(
        order_id=order.order_id,
        look=parcels.Look(carrier, invoice or invoice_of(order), level, steps),
        stalls_after=STALLS_AFTER,
        now=database_now(),
    )


def deliver(order):
    pay(order)
    ship(order)
    look(order, 6)


def confirm(order):
    return orders.confirm(member_id=order.buyer_id, order_id=order.order_id, now=database_now())


def settle(order):
    due.act_on(order_ids=[order.order_id], house=factories.HOUSE)


def accounts():
    query = LedgerLine.select(LedgerLine.account, peewee.fn.SUM(LedgerLine.amount))
    return {name: int(total) for name, total in query.group_by(LedgerLine.account).tuples()}
