"""What does a member have? So many rows of everything that a list of theirs can show."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from grpc_services.facts import in_transaction
from models.base import UtcField
from models.base import database as tables
from models.catalogue import Brand, Category
from models.dialect import execute, insert_rows

#: In one transaction.
_STEP = 50_000
#: When the first of everything came about; each of the others a microsecond later.
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
#: Of what lists tell apart, so many are otherwise than all later ones.
ODD_ONES = 100
_written = UtcField().db_value


@dataclass(frozen=True)
class Owner:
    """Whose everything is: all that is theirs has the numbers from `first` on."""

    member_id: int
    first: int
    count: int

    def at_depth(self, share: float, *, among: int | None = None) -> int:
        """The number of the row before which there are so many newer ones, of the oldest few."""
        return self.first + int((among or self.count) * (1 - share))


def owners(*counts: int) -> Iterator[Owner]:
    """This function will load what as many members have as there are counts."""
    _put_numbers(sum(counts))
    in_transaction(_put_shelves)
    _put("member", _MEMBER, 0, sum(counts), "")
    _put("store", _STORE, 0, sum(counts), "")
    first = 1
    for count in counts:
        owner = Owner(first, first, count)
        for table, columns in _THEIRS.items():
            _put(table, columns, first - 1, first - 1 + count, f"{owner.member_id}")
        sys.stderr.write(f"  {count:,} of everything\n")
        yield owner
        first += count


def _put_numbers(count: int) -> None:
    tables.execute_sql("CREATE TABLE number (n BIGINT PRIMARY KEY, moment VARCHAR(26) NOT NULL)")
    for start in range(0, count, _STEP):
        rows = [
            (n, _written(BEGIN + timedelta(microseconds=n)))
            for n in range(start + 1, min(start + _STEP, count) + 1)
        ]
        in_transaction(partial(insert_rows, "number", ("n", "moment"), rows))


def _put_shelves() -> None:
    Category.create(category_id=1, position=1, name="신발", name_en="Shoes")
    Brand.create(brand_id=1, name="나이키", name_en="Nike")


def _put(table: str, columns: dict[str, str], after: int, last: int, owner: str) -> None:
    made = ", ".join(columns.values()).format(owner=owner, first=after + 1, odd=after + ODD_ONES)
    sql = (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {made} FROM number"  # noqa: S608
        " WHERE n > (?) AND n <= (?)"
    )
    for start in range(after, last, _STEP):
        until = min(start + _STEP, last)
        in_transaction(partial(execute, sql, [start], [until]))


#: How each column is made of a number `n`; all else of a row is alike.
_MEMBER = {
    "member_id": "n", "login_id": "n", "password_hash": "''", "name": "'one'", "email": "n",
    "phone": "''", "birth": "''", "gender": "'OTHER'", "language": "'ko'", "role": "'MEMBER'",
    "is_suspended": "0", "suspended_because": "''", "created_at": "moment",
}  # fmt: skip
_STORE = {
    "store_id": "n", "member_id": "n", "name": "n", "info": "''", "follower_count": "0",
    "created_at": "moment", "kind": "'PRIVATE'",
}  # fmt: skip
_THEIRS = {
    "goods": {
        "goods_id": "n", "store_id": "{owner}", "seller_id": "{owner}", "category_id": "1",
        "brand_id": "1", "name": "'goods'", "info": "'measured'", "quality": "'NEW'",
        "gender": "'KIDS'", "size": "''", "shipping_price": "3000", "soft_close": "1",
        "like_count": "1", "created_at": "moment",
    },
    "auction": {
        "goods_id": "n", "seller_id": "{owner}",
        "state": "CASE WHEN n <= {odd} THEN 'OPEN' ELSE 'SOLD' END", "start_price": "10000",
        "soft_close": "1", "starts_at": "moment", "ends_at": "moment", "listed_ends_at": "moment",
        "extensions": "0", "current_price": "10000", "leader_id": "{owner}", "maximum": "10000",
        "seq": "1", "bid_count": "1", "is_waiting": "0", "last_hash": "''",
    },
    "bids": {
        "goods_id": "{first}", "seq": "n - {first} + 1", "kind": "'BID'", "bidder_id": "{owner}",
        "amount": "n", "automatic": "0", "placed_at": "moment", "hash": "''",
        "idempotency_key": "n",
    },
    "member_bid": {
        "goods_id": "n", "member_id": "{owner}",
        "state": "CASE WHEN n <= {odd} THEN 'LEADING' ELSE 'WON' END", "amount": "10000",
        "maximum": "10000", "bid_at": "moment",
    },
    "orders": {
        "order_id": "n", "goods_id": "n", "seq": "1", "goods_name": "'goods'",
        "buyer_id": "{owner}", "seller_id": "{owner}", "state": "'SETTLED'", "price": "10000",
        "shipping_price": "3000", "due_at": "moment", "created_at": "moment",
        "ship_days": "3", "confirm_days": "7", "lost_days": "14", "seller_kind": "'PRIVATE'",
        "disputes": "0",
    },
    "order_event": {"order_id": "n", "state": "'SETTLED'", "disputes": "0", "at": "moment"},
    "order_message": {
        "message_id": "n", "order_id": "{first}", "sender_id": "{owner}", "text": "'said'",
        "created_at": "moment",
    },
    "settlement": {
        "settlement_id": "n", "order_id": "n", "seller_id": "{owner}", "price": "10000",
        "shipping_price": "3000", "commission": "500", "vat": "45", "amount": "12500",
        "refunded": "0", "settled_at": "moment",
    },
    "review": {
        "review_id": "n", "order_id": "n", "goods_id": "n", "goods_name": "'goods'",
        "store_id": "{owner}", "seller_id": "{owner}", "buyer_id": "{owner}", "rating": "5",
        "content": "'good'", "created_at": "moment",
    },
    "question": {
        "question_id": "n", "goods_id": "{first}", "asker_id": "{owner}", "seller_id": "{owner}",
        "text": "'asked'", "is_secret": "0", "created_at": "moment",
        "is_answered": "CASE WHEN n <= {odd} THEN 1 ELSE 0 END",
    },
    "goods_like": {
        "like_id": "n", "member_id": "{owner}", "goods_id": "n", "created_at": "moment",
    },
    "store_follow": {
        "follow_id": "n", "member_id": "{owner}", "store_id": "n", "created_at": "moment",
    },
    "block": {"blocker_id": "{owner}", "blocked_id": "n", "created_at": "moment"},
    "inquiry": {
        "inquiry_id": "n", "member_id": "{owner}", "category": "'OTHER'", "title": "'asked'",
        "state": "'CLOSED'", "created_at": "moment",
    },
    "alarm": {
        "alarm_id": "n", "member_id": "{owner}", "fact_id": "n", "kind": "'SETTLED'",
        "title": "'title'", "text": "'text'", "data": "'{{}}'", "by_push": "1", "by_email": "0",
        "created_at": "moment", "is_read": "CASE WHEN n <= {odd} THEN 1 ELSE 0 END",
        "read_at": "CASE WHEN n <= {odd} THEN moment END",
    },
}  # fmt: skip
