"""How does a sale go that is over? From the listing to the review, each step by its rule."""

from datetime import datetime, timedelta
from enum import IntEnum, auto
from functools import partial

from demo.past.timeline import Act
from demo.past.town import Town
from demo.past.words import REVIEWS
from grpc_services.auction.closing import advance_auctions
from grpc_services.catalogue.goods import Listing
from grpc_services.community.reviews import Opinion, answer_review, write_review
from grpc_services.delivery.parcels import DELIVERED, Look, Step, hand_to_carrier, record_look
from grpc_services.money.operations import Operation, operation_of
from grpc_services.money.outcomes import record_success
from grpc_services.money.payments import begin_payment
from grpc_services.money.readings import Reading, record_readings
from grpc_services.money.settlements import settle
from grpc_services.trade.orders import confirm, order_for_win

_CARRIER = "04"
_HOUR = timedelta(hours=1)
_STALLS_AFTER = timedelta(days=3)
#: Place and kind of a parcel's scans, and the level that each brings it to.
_WAY = (
    ("서울강남집배점", "집화완료", 2),
    ("옥천HUB", "배송중", 3),
    ("서울중구지점", "지점도착", 4),
    ("서울중구집배점", "배송출발", 5),
    ("서울중구집배점", "배송완료", DELIVERED),
)


class Stage(IntEnum):
    """How far a sale goes."""

    PAID = auto()
    DELIVERED = auto()
    SETTLED = auto()
    REVIEWED = auto()


class Sale:
    """One lot on its way from its store to whoever wins it."""

    def __init__(
        self,
        town: Town,
        *,
        seller_id: int,
        listing: Listing,
        limit: int,
        bids: int,
        last: Stage,
        winner_id: int = 0,
    ) -> None:
        self._town = town
        self._seller_id = seller_id
        self._listing = listing
        self._limit = limit
        self._bids = bids
        self._last = last
        #: If not whoever happens to bid most.
        self._winner_id = winner_id

    def begin(self, *, now: datetime) -> None:
        """This function will put the goods up for auction, and plan who bids on them."""
        town, ends_at = self._town, self._listing.ends_at
        goods = town.register(self._seller_id, self._listing)
        self._goods_id = goods.goods_id
        self._bidding = town.bidding(goods, self._listing, self._limit)
        self._bidding.plan(town.timeline, begins=now, ends=ends_at - _HOUR, most=self._bids)
        if self._winner_id:
            town.plan(ends_at - _HOUR, partial(self._bidding.win, self._winner_id))
        elif self._bids and town.dice.random() < 0.2:
            self._bidding.plan_late(town.timeline, ends_at=ends_at)
        town.plan(ends_at, self._close)

    def _close(self, *, now: datetime) -> None:
        still_open = advance_auctions(goods_ids=[self._goods_id], house=self._town.house)
        for _, ends_at in still_open:
            self._town.plan(ends_at, self._close)
        if self._bidding.leader_id and not still_open:
            self._open_order(now)

    def _open_order(self, now: datetime) -> None:
        order = order_for_win(goods_id=self._goods_id, terms=self._town.terms.orders, now=now)
        self._buyer_id, self._order_id = order.buyer_id, order.order_id
        self._go_on(Stage.PAID, 1, 30, self._pay)

    def _go_on(self, stage: Stage, least: float, most: float, step: Act) -> None:
        """Has the next step taken in so many hours, if the sale is to come to that stage."""
        if stage <= self._last:
            self._town.plan_within(least, most, step)

    def _pay(self, *, now: datetime) -> None:
        payment = begin_payment(member_id=self._buyer_id, order_id=self._order_id, now=now)
        registering = operation_of(kind=Operation.REGISTER, subject=payment.merchant_uid)
        record_success(
            operation_id=registering.operation_id, first_pause=self._town.terms.orders.pay, now=now
        )
        reading = Reading(
            provider_uid=f"imp_{self._order_id:012d}",
            status="PAID",
            paid=payment.amount,
            cancelled=0,
            paid_at=now,
        )
        record_readings(
            merchant_uid=payment.merchant_uid, readings=[reading], house=self._town.house
        )
        self._go_on(Stage.DELIVERED, 4, 30, self._ship)

    def _ship(self, *, now: datetime) -> None:
        self._invoice = f"6{self._order_id:011d}"
        self._shipped_at = now
        hand_to_carrier(
            member_id=self._seller_id,
            order_id=self._order_id,
            carrier=_CARRIER,
            invoice=self._invoice,
            now=now,
        )
        self._town.plan_within(18, 44, self._arrive)

    def _arrive(self, *, now: datetime) -> None:
        part = (now - self._shipped_at) / len(_WAY)
        steps = [
            Step(self._shipped_at + part * number, *told) for number, told in enumerate(_WAY, 1)
        ]
        look = Look(_CARRIER, self._invoice, DELIVERED, steps)
        record_look(order_id=self._order_id, look=look, stalls_after=_STALLS_AFTER, now=now)
        self._go_on(Stage.SETTLED, 2, 60, self._confirm)

    def _confirm(self, *, now: datetime) -> None:
        order = confirm(member_id=self._buyer_id, order_id=self._order_id, now=now)
        settle(orders=[order], now=now)
        self._go_on(Stage.REVIEWED, 1, 40, self._review)

    def _review(self, *, now: datetime) -> None:
        said = self._town.dice.choice(REVIEWS)
        review = write_review(
            member_id=self._buyer_id,
            order_id=self._order_id,
            opinion=Opinion(said.rating, said.content, said.choices, ()),
            now=now,
        )
        if said.answer:
            answer = partial(
                answer_review,
                member_id=self._seller_id,
                review_id=review.review_id,
                text=said.answer,
            )
            self._town.plan_within(2, 30, answer)
