"""Who hears of what? For each fact the alarms that follow from it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.auction.facts import AuctionFailed, AuctionWon, BidRetracted, BidsPlaced
from grpc_services.facts import Fact
from grpc_services.trade.facts import (
    OrderConfirmed,
    OrderDelivered,
    OrderLapsed,
    OrderOpened,
    OrderReserved,
    OrderSettled,
    OrderShipped,
    PaymentConfirmed,
    PaymentFailed,
    Refunded,
    RefundOwed,
)


@dataclass(frozen=True)
class Alarm:
    """One message to one member, before it has words; the goods' name is added to the values."""

    member_id: int
    kind: AlarmKind
    goods_id: int
    order_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    #: Where one kind is told in several ways.
    template: str | None = None


Rule = Callable[[Any], Iterator[Alarm]]
RULES: dict[type[Fact], list[Rule]] = defaultdict(list)


def hears(fact: type[Fact]) -> Callable[[Rule], Rule]:
    def decorate(rule: Rule) -> Rule:
        RULES[fact].append(rule)
        return rule

    return decorate


@hears(BidsPlaced)
def bids_came_in(bids: BidsPlaced) -> Iterator[Alarm]:
    yield Alarm(
        bids.seller_id,
        AlarmKind.BID_RECEIVED,
        goods_id=bids.auction.goods_id,
        values={"count": bids.count, "price": bids.auction.current_price},
    )


@hears(BidsPlaced)
def you_were_outbid(bids: BidsPlaced) -> Iterator[Alarm]:
    for member_id in bids.no_longer_leading:
        yield Alarm(
            member_id,
            AlarmKind.OUTBID,
            goods_id=bids.auction.goods_id,
            values={"price": bids.auction.current_price},
        )


@hears(BidRetracted)
def a_bid_was_taken_back(bid: BidRetracted) -> Iterator[Alarm]:
    yield Alarm(
        bid.seller_id,
        AlarmKind.BID_RECEIVED,
        goods_id=bid.auction.goods_id,
        values={"price": bid.auction.current_price or 0, "count": bid.auction.bid_count},
        template="BID_RETRACTED",
    )


@hears(BidRetracted)
def you_lead_again(bid: BidRetracted) -> Iterator[Alarm]:
    if bid.leads_again is not None:
        yield Alarm(
            bid.leads_again,
            AlarmKind.OUTBID,
            goods_id=bid.auction.goods_id,
            values={"price": bid.auction.current_price},
            template="LEADING_AGAIN",
        )


@hears(OrderReserved)
def it_is_kept_for_you(order: OrderReserved) -> Iterator[Alarm]:
    yield _of_order(
        order, order.buyer_id, AlarmKind.PAYMENT_DUE, total=order.total, minutes=order.minutes
    )


@hears(OrderLapsed)
def you_did_not_pay_in_time(order: OrderLapsed) -> Iterator[Alarm]:
    yield _of_order(order, order.buyer_id, AlarmKind.PAYMENT_FAILED, template="RESERVATION_LAPSED")


@hears(OrderOpened)
def you_won(order: OrderOpened) -> Iterator[Alarm]:
    # Not of AuctionWon: who hears that they have won finds the order to pay.
    yield _of_order(order, order.buyer_id, AlarmKind.AUCTION_WON, price=order.price)


@hears(OrderOpened)
def your_goods_were_won(order: OrderOpened) -> Iterator[Alarm]:
    yield _of_order(
        order, order.seller_id, AlarmKind.AUCTION_WON, template="GOODS_WON", price=order.price
    )


@hears(AuctionWon)
def somebody_else_won(auction: AuctionWon) -> Iterator[Alarm]:
    for member_id in auction.losers:
        yield Alarm(
            member_id,
            AlarmKind.AUCTION_LOST,
            goods_id=auction.auction.goods_id,
            values={"price": auction.price},
        )


@hears(AuctionFailed)
def nobody_won(auction: AuctionFailed) -> Iterator[Alarm]:
    yield Alarm(auction.seller_id, AlarmKind.AUCTION_FAILED, goods_id=auction.auction.goods_id)
    for member_id in auction.losers:
        yield Alarm(
            member_id,
            AlarmKind.AUCTION_FAILED,
            goods_id=auction.auction.goods_id,
            template="AUCTION_UNSOLD",
        )


@hears(PaymentConfirmed)
def it_is_paid(order: PaymentConfirmed) -> Iterator[Alarm]:
    for member_id in (order.buyer_id, order.seller_id):
        yield _of_order(order, member_id, AlarmKind.PAYMENT_COMPLETED, total=order.total)


@hears(PaymentFailed)
def your_payment_failed(order: PaymentFailed) -> Iterator[Alarm]:
    yield _of_order(order, order.buyer_id, AlarmKind.PAYMENT_FAILED)


@hears(RefundOwed)
def your_payment_was_refused(refund: RefundOwed) -> Iterator[Alarm]:
    yield _of_order(
        refund,
        refund.buyer_id,
        AlarmKind.PAYMENT_FAILED,
        template="PAYMENT_REFUSED",
        amount=refund.amount,
    )


@hears(Refunded)
def you_were_refunded(refund: Refunded) -> Iterator[Alarm]:
    yield _of_order(refund, refund.buyer_id, AlarmKind.REFUNDED, amount=refund.amount)


@hears(OrderShipped)
def it_is_on_its_way(order: OrderShipped) -> Iterator[Alarm]:
    yield _of_order(order, order.buyer_id, AlarmKind.SHIPPED)


@hears(OrderDelivered)
def it_has_arrived(order: OrderDelivered) -> Iterator[Alarm]:
    yield _of_order(order, order.buyer_id, AlarmKind.DELIVERED)
    yield _of_order(order, order.seller_id, AlarmKind.DELIVERED, template="GOODS_DELIVERED")


@hears(OrderConfirmed)
def the_buyer_is_content(order: OrderConfirmed) -> Iterator[Alarm]:
    yield _of_order(order, order.seller_id, AlarmKind.ORDER_CONFIRMED)


@hears(OrderSettled)
def you_were_credited(order: OrderSettled) -> Iterator[Alarm]:
    yield _of_order(order, order.seller_id, AlarmKind.SETTLED)


def _of_order(
    order: Any, member_id: int, kind: AlarmKind, template: str | None = None, **values: int
) -> Alarm:
    return Alarm(member_id, kind, order.goods_id, order.order_id, values, template)
