"""What was asked with a bid, and answered? Both are kept with it, to be answered alike again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from grpc_services.refusals import Refusal
from models.base import UtcField
from models.dialect import fetch

#: bid_id = goods_id × this + seq.
SEQS = 10_000_000
_utc = UtcField()


class NewBid(Struct, frozen=True):
    """A bid as it was asked for: exactly one of `amount` and `maximum`, in won."""

    goods_id: int
    member_id: int
    key: str
    amount: int | None
    maximum: int | None

    @property
    def identity(self) -> tuple[int, str]:
        return self.member_id, self.key

    @property
    def offer(self) -> tuple[int, str, int]:
        if self.maximum is None:
            return self.goods_id, "AMOUNT", self.amount or 0
        return self.goods_id, "MAXIMUM", self.maximum


class PlacedBid(Struct, frozen=True):
    """An accepted bid, and the auction just after it."""

    goods_id: int
    seq: int
    amount: int
    leading: bool
    current_price: int
    minimum_bid: int
    ends_at: datetime
    placed_at: datetime
    receipt: str

    @property
    def bid_id(self) -> int:
        return self.goods_id * SEQS + self.seq


Answer = PlacedBid | Refusal
#: By who asked with which key: what was asked, and the answer.
Answers = dict[tuple[int, str], tuple[object, Answer]]


#: What a bid was answered with, in the order of `answer_values`; after the columns of the log.
ANSWER_COLUMNS = (
    "idempotency_key",
    "offer",
    "amount_asked",
    "price_after",
    "minimum_after",
    "ends_at_after",
    "leading_after",
    "receipt",
)
NO_ANSWER = (None,) * len(ANSWER_COLUMNS)


def answer_values(bid: NewBid, placed: PlacedBid) -> tuple[object, ...]:
    """This function will give an answer as its `ANSWER_COLUMNS` are stored."""
    return (
        bid.key,
        bid.offer[1],
        bid.amount,
        placed.current_price,
        placed.minimum_bid,
        _utc.db_value(placed.ends_at),
        placed.leading,
        placed.receipt,
    )


_STORED = (
    "bidder_id, idempotency_key, goods_id, offer, amount_asked, maximum, seq, amount,"
    " leading_after, price_after, minimum_after, ends_at_after, placed_at, receipt"
)
_OF_ONE = "bidder_id IN (?) AND idempotency_key IN (?)"


def answered_before(bids: Sequence[NewBid]) -> Answers:
    """This function will find what was answered to the keys of bids that are stored."""
    # One by one: of two lists the server would look at every pair.
    each = [[part] for bid in bids for part in bid.identity]
    rows = fetch(_STORED, f"FROM bids WHERE {' OR '.join([_OF_ONE] * len(bids))}", *each)
    return {(row[0], row[1]): _stored(*row[2:]) for row in rows}


def _stored(
    goods_id: int,
    offer: str,
    amount_asked: int,
    maximum: int,
    seq: int,
    amount: int,
    leading: int,
    price: int,
    minimum: int,
    ends_at: Any,
    placed_at: Any,
    receipt: str,
) -> tuple[object, PlacedBid]:
    """What was asked, and what was answered."""
    answer = PlacedBid(
        goods_id=goods_id,
        seq=seq,
        amount=amount,
        leading=bool(leading),
        current_price=price,
        minimum_bid=minimum,
        ends_at=_moment(ends_at),
        placed_at=_moment(placed_at),
        receipt=receipt,
    )
    return (goods_id, offer, maximum if offer == "MAXIMUM" else amount_asked), answer


def _moment(value: Any) -> datetime:
    moment = _utc.python_value(value)
    if moment is None:
        raise ValueError("An answered bid has both times.")
    return moment
