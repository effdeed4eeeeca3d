"""What is there before anybody bids? Members and goods, straight into a market's database.

The rows are those that signing up and listing goods would make, thousands to a statement.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from peewee import Database, SqliteDatabase

from grpc_services.members.tokens import Signer
from models.auction import NO_HASH
from models.dialect import open_database

#: Of rows in one statement; far below what the server takes in one packet.
_ROWS = 5_000
_SELLER = 1
_SHELF = 1


class Market(Protocol):
    """Where things are put in, on however many machines it runs."""

    signer: Signer

    @property
    def database_url(self) -> str: ...


@dataclass(frozen=True)
class Stock:
    """What was put in; the seller, who is none of `member_ids`, has listed all goods."""

    seller_id: int
    member_ids: list[int]
    #: Access tokens by member, of sessions that live as long as the market does.
    tokens: dict[int, str]
    goods_ids: list[int]


@contextlib.contextmanager
def connected(database_url: str) -> Iterator[Database]:
    """This function will connect with the database, set as ours are."""
    database = open_database(database_url)
    with database.connection_context():
        yield database


def database_time(database: Database) -> datetime:
    """This function will tell the time by the database's clock, which decides."""
    if isinstance(database, SqliteDatabase):
        return datetime.now(UTC)
    told: datetime = database.execute_sql("SELECT UTC_TIMESTAMP(6)").fetchone()[0]
    return told.replace(tzinfo=UTC)


def stock(
    market: Market,
    *,
    members: int,
    goods: int,
    ends_at: datetime | None = None,
    start_price: int = 10_000,
    soft_close: bool = False,
    buy_now_price: int | None = None,
    reserve_price: int | None = None,
    seller_ids: Sequence[int] = (_SELLER,),
) -> Stock:
    """
    This function will put in members, and goods that are open until `ends_at`, or for an hour.

    Of the goods each of the sellers lists as many as the others.

    Called again, it adds to what is there.
    """
    with connected(market.database_url) as database, database.atomic():
        now = database_time(database)
        member_ids = _put_members(database, members, now)
        ends_at = ends_at or now + timedelta(hours=1)
        prices = (start_price, buy_now_price, reserve_price)
        sold = [seller_ids[number % len(seller_ids)] for number in range(goods)]
        goods_ids = _put_goods(database, sold, now, ends_at, prices, soft_close)
    return Stock(_SELLER, member_ids, access_tokens(market, member_ids), goods_ids)


def access_tokens(market: Market, member_ids: Sequence[int]) -> dict[int, str]:
    """This function will give members' access tokens, of sessions that live as long as it."""
    # Tokens have their times from our clock, which is the edge's too.
    now = datetime.now(UTC)
    return {
        member_id: market.signer.access_token(
            member_id=member_id, role="MEMBER", session_id=member_id, now=now
        )
        for member_id in member_ids
    }


def admins(market: Market, member_ids: Sequence[int]) -> dict[int, str]:
    """This function will make members admins who may do everything, and give their tokens."""
    now = datetime.now(UTC)
    with connected(market.database_url) as database, database.atomic():
        for member_id in member_ids:
            database.execute_sql(
                f"UPDATE member SET role = 'ADMIN' WHERE member_id = {member_id}"  # noqa: S608 - ours
            )
        rows = [(member_id, "OWNER", _at(now)) for member_id in member_ids]
        _insert(database, "admin_scope", "member_id, scope, granted_at", rows)
    return {
        member_id: market.signer.access_token(
            member_id=member_id, role="ADMIN", session_id=member_id, now=now
        )
        for member_id in member_ids
    }


def mute(market: Market, member_ids: Sequence[int]) -> None:
    """This function will have members hear nothing but by their inboxes."""
    with connected(market.database_url) as database, database.atomic():
        rows = [(member_id, False) for member_id in member_ids]
        _insert(database, "alarm_preference", "member_id, enabled", rows)


def _put_members(database: Database, count: int, now: datetime) -> list[int]:
    first = max(_last(database, "member", "member_id"), _SELLER) + 1
    ids = list(range(first, first + count))
    put_ids = ids if first > _SELLER + 1 else [_SELLER, *ids]
    _insert(
        database,
        "member",
        "member_id, login_id, password_hash, name, email, phone, birth, gender, language, role,"
        " is_suspended, suspended_because, created_at",
        [
            (member_id, f"member{member_id}", "none", f"member {member_id}",
             f"member{member_id}@example.com", "010-0000-0000", "1990-01-31", "OTHER", "en",
             "MEMBER", 0, "", _at(now))
            for member_id in put_ids
        ],
    )  # fmt: skip
    _insert(
        database,
        "store",
        "member_id, name, created_at, info, follower_count, kind",
        [(member_id, f"member{member_id}", _at(now), "", 0, "PRIVATE") for member_id in put_ids],
    )
    _insert(
        database,
        "consent",
        "member_id, kind, version, agreed_at",
        [(member_id, kind, 1, _at(now)) for member_id in put_ids for kind in ("PRIVACY", "TERMS")],
    )
    _insert(
        database,
        "session",
        "session_id, member_id, device, client, created_at, used_at",
        [(member_id, member_id, "bench", "127.0.0.1", _at(now), _at(now)) for member_id in put_ids],
    )
    return ids


def _put_goods(
    database: Database,
    seller_ids: Sequence[int],
    now: datetime,
    ends_at: datetime,
    prices: tuple[int, int | None, int | None],
    soft_close: bool,
) -> list[int]:
    first = _last(database, "goods", "goods_id") + 1
    sold = list(enumerate(seller_ids, first))
    if not _last(database, "brand", "brand_id"):
        _put_shelves(database)
    stores = {seller_id: _store_of(database, seller_id) for seller_id in set(seller_ids)}
    _insert(
        database,
        "goods",
        "goods_id, store_id, seller_id, category_id, brand_id, name, info, quality, gender, size,"
        " shipping_price, soft_close, created_at, like_count",
        [
            (goods_id, stores[seller_id], seller_id, _SHELF, _SHELF, f"goods {goods_id}",
             "measured", "LIKE_NEW", "UNISEX", "270", 3_000, soft_close, _at(now), 0)
            for goods_id, seller_id in sold
        ],
    )  # fmt: skip
    _insert(
        database,
        "goods_image",
        "goods_id, position, thumb_key, full_key",
        [
            (goods_id, 0, f"public/{goods_id}-thumb.webp", f"public/{goods_id}-full.webp")
            for goods_id, _ in sold
        ],
    )
    _insert(
        database,
        "auction",
        "goods_id, seller_id, state, start_price, buy_now_price, reserve_price, soft_close,"
        " starts_at, ends_at, listed_ends_at, extensions, seq, bid_count, is_waiting, last_hash",
        [
            (goods_id, seller_id, "OPEN", *prices, soft_close, _at(now), _at(ends_at), _at(ends_at),
             0, 0, 0, False, NO_HASH)
            for goods_id, seller_id in sold
        ],
    )  # fmt: skip
    return [goods_id for goods_id, _ in sold]


def _store_of(database: Database, seller_id: int) -> int:
    sql = f"SELECT store_id FROM store WHERE member_id = {seller_id}"  # noqa: S608 - a number of ours
    return int(database.execute_sql(sql).fetchone()[0])


def _put_shelves(database: Database) -> None:
    _insert(
        database,
        "category",
        "category_id, position, name, name_en",
        [(_SHELF, 1, "신발", "Shoes")],
    )
    _insert(
        database,
        "brand",
        "brand_id, name, name_en, like_count, position",
        [(_SHELF, "나이키", "Nike", 0, 0)],
    )


def _last(database: Database, table: str, key: str) -> int:
    sql = f"SELECT COALESCE(MAX({key}), 0) FROM {table}"  # noqa: S608
    return int(database.execute_sql(sql).fetchone()[0])


def _insert(database: Database, table: str, columns: str, rows: Sequence[Sequence[object]]) -> None:
    mark = "(" + ", ".join([database.param] * (columns.count(",") + 1)) + ")"
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        sql = f"INSERT INTO {table} ({columns}) VALUES {', '.join([mark] * len(part))}"  # noqa: S608
        database.execute_sql(sql, [value for row in part for value in row])


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
