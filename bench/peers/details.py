"""How would one show goods without us? FastAPI with SQLAlchemy's ORM, on the same tables.

Answers what our edge and services answer to `GET /v1/goods/{id}`, field by field. Runs in an
environment of its own, set by the variables DATABASE_URL and THREADS; see
`bench.peers.environment`.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

import anyio.to_thread  # type: ignore[import-not-found,unused-ignore]
from fastapi import Depends, FastAPI, HTTPException  # type: ignore[import-not-found,unused-ignore]
from pydantic import BaseModel, ConfigDict  # type: ignore[import-not-found,unused-ignore]
from pydantic.alias_generators import to_camel  # type: ignore[import-not-found,unused-ignore]
from sqlalchemy import ForeignKey, create_engine  # type: ignore[import-not-found,unused-ignore]
from sqlalchemy.orm import (  # type: ignore[import-not-found,unused-ignore]
    DeclarativeBase,
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

_URL = os.environ["DATABASE_URL"].replace("mysql://", "mysql+pymysql://")
_THREADS = int(os.environ["THREADS"])
_engine = create_engine(
    _URL,
    # Without a limit: a session is closed by a thread, and all of them may wait for a connection.
    pool_size=0,
    connect_args={"ssl_disabled": True, "charset": "utf8mb4"},
)


class Base(DeclarativeBase):  # type: ignore[misc,unused-ignore]
    pass


class Category(Base):
    __tablename__ = "category"
    category_id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.category_id"))
    name: Mapped[str]
    parent: Mapped["Category | None"] = relationship(remote_side=[category_id])


class Brand(Base):
    __tablename__ = "brand"
    brand_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class RatingCount(Base):
    __tablename__ = "rating_count"
    store_id: Mapped[int] = mapped_column(ForeignKey("store.store_id"), primary_key=True)
    given: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class Store(Base):
    __tablename__ = "store"
    store_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    ratings: Mapped[list[RatingCount]] = relationship()


class Auction(Base):
    __tablename__ = "auction"
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.goods_id"), primary_key=True)
    state: Mapped[str]
    start_price: Mapped[int]
    current_price: Mapped[int | None]
    buy_now_price: Mapped[int | None]
    bid_count: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Image(Base):
    __tablename__ = "goods_image"
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.goods_id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    thumb_key: Mapped[str]
    full_key: Mapped[str]


class Addition(Base):
    __tablename__ = "goods_addition"
    addition_id: Mapped[int] = mapped_column(primary_key=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.goods_id"))
    text: Mapped[str]
    added_at: Mapped[datetime]


class Goods(Base):
    __tablename__ = "goods"
    goods_id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.store_id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.category_id"))
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.brand_id"))
    name: Mapped[str]
    info: Mapped[str]
    quality: Mapped[str]
    gender: Mapped[str]
    size: Mapped[str]
    shipping_price: Mapped[int]
    soft_close: Mapped[bool]
    like_count: Mapped[int]
    created_at: Mapped[datetime]
    store: Mapped[Store] = relationship()
    brand: Mapped[Brand] = relationship()
    category: Mapped[Category] = relationship()
    auction: Mapped[Auction] = relationship()
    images: Mapped[list[Image]] = relationship(order_by=Image.position)
    additions: Mapped[list[Addition]] = relationship(order_by=Addition.addition_id)


class Shown(BaseModel):  # type: ignore[misc,unused-ignore]
    model_config = ConfigDict(alias_generator=to_camel, from_attributes=True, populate_by_name=True)


class ShownBrand(Shown):
    brand_id: int
    name: str


class ShownImage(Shown):
    thumb: str
    full: str


class ShownStore(Shown):
    store_id: int
    name: str
    rating: float | None
    review_count: int


class ShownCategory(Shown):
    category_id: int
    name: str


class ShownAddition(Shown):
    text: str
    added_at: datetime


class ShownGoods(Shown):
    goods_id: int
    name: str
    brand: ShownBrand
    store_id: int
    image: str | None
    start_price: int
    current_price: int | None
    buy_now_price: int | None
    bid_count: int
    like_count: int
    liked: bool
    quality: str
    gender: str
    size: str
    state: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    info: str
    shipping_price: int
    soft_close: bool
    images: list[ShownImage]
    store: ShownStore
    category_path: list[ShownCategory]
    additions: list[ShownAddition]


@asynccontextmanager
async def _lifespan(_: Any) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield


app = FastAPI(lifespan=_lifespan)


def session() -> Iterator[Session]:
    """This function will lend a session for a request."""
    with Session(_engine) as lent:
        yield lent


_WHOLE = (
    joinedload(Goods.brand),
    joinedload(Goods.auction),
    joinedload(Goods.category).joinedload(Category.parent),
    joinedload(Goods.store).selectinload(Store.ratings),
    selectinload(Goods.images),
    selectinload(Goods.additions),
)


@app.get("/v1/goods/{goods_id}", response_model=ShownGoods)  # type: ignore[misc,unused-ignore]
def read_goods(goods_id: int, lent: Annotated[Session, Depends(session)]) -> ShownGoods:
    """This function will show goods to anybody."""
    goods = lent.get(Goods, goods_id, options=_WHOLE)
    if goods is None:
        raise HTTPException(404, "GOODS_NOT_FOUND")
    images = [
        ShownImage(thumb=_url(row.thumb_key), full=_url(row.full_key)) for row in goods.images
    ]
    auction = goods.auction
    return ShownGoods(
        goods_id=goods.goods_id,
        name=goods.name,
        brand=ShownBrand.model_validate(goods.brand),
        store_id=goods.store_id,
        image=images[0].thumb if images else None,
        start_price=auction.start_price,
        current_price=auction.current_price,
        buy_now_price=auction.buy_now_price,
        bid_count=auction.bid_count,
        like_count=goods.like_count,
        liked=False,
        quality=goods.quality,
        gender=goods.gender,
        size=goods.size,
        state=auction.state,
        starts_at=auction.starts_at,
        ends_at=auction.ends_at,
        created_at=goods.created_at,
        info=goods.info,
        shipping_price=goods.shipping_price,
        soft_close=goods.soft_close,
        images=images,
        store=_store(goods.store),
        category_path=[ShownCategory.model_validate(step) for step in _path(goods.category)],
        additions=[ShownAddition.model_validate(row) for row in goods.additions],
    )


def _url(key: str) -> str:
    return f"http://127.0.0.1/media/{key}"


def _store(store: Store) -> ShownStore:
    given = [(int(row.given), row.count) for row in store.ratings if row.given.isdigit()]
    count = sum(number for _, number in given)
    stars = sum(stars * number for stars, number in given)
    return ShownStore(
        store_id=store.store_id,
        name=store.name,
        rating=stars / count if count else None,
        review_count=count,
    )


def _path(category: Category | None) -> list[Category]:
    return [*_path(category.parent), category] if category else []
