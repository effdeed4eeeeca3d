"""A market full of goods: a million rows of a catalogue, put into search as rules do it."""

import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from bench.servers.names import BRANDS, CATEGORIES, Named, named
from grpc_services.facts import in_transaction
from grpc_services.pages import microseconds
from grpc_services.search import index
from grpc_services.search.bits import CHUNK
from grpc_services.search.documents import BRAND, CATEGORY, Document, Names, Standing
from grpc_services.search.settling import settle
from grpc_services.search.tokens import GENDERS, QUALITIES
from models.auction import NO_HASH
from models.base import UtcField
from models.catalogue import Brand, Category
from models.dialect import fetch, insert_rows
from models.members import Member, Store

STORES = 2_000
_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_WRITTEN = UtcField().db_value
#: Three in ten are open; the others are history.
_STATES = ("OPEN",) * 6 + ("SOLD",) * 11 + ("FAILED",) * 3


def loaded(count: int) -> list[Document]:
    """This function will load what is missing of so many goods, and describe all of them."""
    documents = [_document(number, one) for number, one in enumerate(named(count), start=1)]
    ((last,),) = fetch("goods_id", "FROM goods ORDER BY goods_id DESC LIMIT 1") or ((0,),)
    if not last:
        in_transaction(_put_shelves)
    for start in range(last, count, CHUNK):
        _put(documents[start : start + CHUNK])
        sys.stderr.write(f"  {min(start + CHUNK, count):,} of {count:,} goods\n")
    while settle(most=CHUNK):
        pass
    return documents


def _document(goods_id: int, one: Named) -> Document:
    chance = random.Random(goods_id)
    price = int(10 ** chance.uniform(3.7, 6.7)) // 1_000 * 1_000
    return Document(
        name=one.name,
        brand=_names(BRAND, one.brand_id, BRANDS),
        category=_names(CATEGORY, one.category_id, CATEGORIES),
        store_id=chance.randrange(STORES) + 1,
        quality=chance.choice(QUALITIES),
        gender=chance.choice(GENDERS),
        standing=Standing(
            goods_id=goods_id,
            state=chance.choice(_STATES),
            price=price,
            ends_at=microseconds(_NOW + timedelta(seconds=chance.randrange(1, 10**6))),
            bid_count=min(int(chance.expovariate(0.3)), 60),
        ),
    )


def _names(kind: str, number: int, all_names: Sequence[str]) -> Names:
    return Names(kind=kind, label_id=number, names=tuple(all_names[number - 1].split("/")))


def _put_shelves() -> None:
    for number in range(1, STORES + 1):
        login_id = f"seller{number}"
        member = Member.create(
            member_id=number, login_id=login_id, password_hash="", name="seller",
            email=f"{login_id}@example.com", phone="010-0000-0000", birth="1990-01-31",
            gender="OTHER", language="ko", role="MEMBER", created_at=_NOW,
        )  # fmt: skip
        Store.create(store_id=number, member=member, name=login_id, created_at=_NOW)
    for number, names in enumerate(BRANDS, start=1):
        korean, english = names.split("/")
        Brand.create(brand_id=number, name=korean, name_en=english)
    for number, names in enumerate(CATEGORIES, start=1):
        korean, english = names.split("/")
        Category.create(category_id=number, position=number, name=korean, name_en=english)


def _put(documents: Sequence[Document]) -> None:
    now = _WRITTEN(_NOW)
    for start in range(0, len(documents), 1_000):
        part = documents[start : start + 1_000]
        in_transaction(partial(_put_part, part, now))
    settle(most=CHUNK)


def _put_part(documents: Sequence[Document], now: str | None) -> None:
    _put_goods(documents, now)
    index.put(documents)


def _put_goods(documents: Sequence[Document], now: str | None) -> None:
    insert_rows(
        "goods",
        ("goods_id", "store_id", "seller_id", "category_id", "brand_id", "name", "info", "quality",
         "gender", "size", "shipping_price", "soft_close", "like_count", "created_at"),
        [(one.goods_id, one.store_id, one.store_id, one.category.label_id, one.brand.label_id,
          one.name, "measured", one.quality, one.gender, "", 3_000, True, 0, now)
         for one in documents],
    )  # fmt: skip
    insert_rows(
        "auction",
        ("goods_id", "seller_id", "state", "start_price", "soft_close", "starts_at", "ends_at",
         "listed_ends_at", "extensions", "seq", "bid_count", "is_waiting", "last_hash"),
        [(one.goods_id, one.store_id, one.standing.state, one.standing.price, True, now,
          _ends_at(one), _ends_at(one), 0, 0, one.standing.bid_count, False, NO_HASH)
         for one in documents],
    )  # fmt: skip


def _ends_at(one: Document) -> str | None:
    return _WRITTEN(datetime.fromtimestamp(one.standing.ends_at / 1e6, UTC))
