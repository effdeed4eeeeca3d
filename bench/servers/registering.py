"""What does it cost to register goods that are found? Beside goods that nobody could find."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.report import Row, middle
from grpc_services.catalogue.describing import put_in_search
from grpc_services.facts import in_transaction
from grpc_services.search import index
from grpc_services.search.settling import settle
from models.auction import NO_HASH, Auction
from models.catalogue import Goods, GoodsImage

_NOW = datetime(2026, 11, 2, tzinfo=UTC)
#: Registered alternately, so that whatever else the machine does meets both.
_TURN = 25


def registering(count: int) -> Row:
    """This function will register goods with and without what search has to know of them."""
    took: dict[bool, list[float]] = {False: [], True: []}
    settled: list[float] = []
    for turn in range(2 * count // _TURN):
        is_found = bool(turn % 2)
        took[is_found] += [_timed(lambda: _register(is_found=is_found)) for _ in range(_TURN)]  # noqa: B023
        settled.append(_timed(settle) / _TURN)
    in_transaction(_remove)
    settle(most=2 * count)
    ratio = middle(took[True]) / middle(took[False])
    note = (
        f"{middle(took[True]):.2f} ÷ {middle(took[False]):.2f} ms; settled {_TURN} at once in the"
        f" background, {middle(settled[1::2]):.2f} ms each"
    )
    return Row("registering ÷ without search", ratio, "", "≤ 3", ratio <= 3, note=note)


def _remove() -> None:
    goods_ids = [row.goods_id for row in Goods.select().where(Goods.created_at == _NOW)]
    for table in (Auction, GoodsImage):
        table.delete().where(table.goods.in_(goods_ids)).execute()
    Goods.delete().where(Goods.goods_id.in_(goods_ids)).execute()
    index.drop(goods_ids)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _register(*, is_found: bool) -> None:
    in_transaction(lambda: _put(is_found=is_found))


def _put(*, is_found: bool) -> None:
    goods = Goods.create(
        store=1, seller_id=1, category=1, brand=1, name="나이키 에어 조던 1 시카고 DZ5485-612 270",
        info="measured", quality="NEW", gender="UNISEX", size="270", shipping_price=3_000,
        soft_close=True, created_at=_NOW,
    )  # fmt: skip
    GoodsImage.create(goods=goods, position=0, thumb_key="thumb", full_key="full")
    Auction.create(
        goods=goods, seller_id=1, state="OPEN", start_price=10_000, soft_close=True,
        starts_at=_NOW, ends_at=_NOW, listed_ends_at=_NOW, extensions=0, seq=0, bid_count=0,
        last_hash=NO_HASH,
    )  # fmt: skip
    if is_found:
        put_in_search(goods_ids=[goods.goods_id])
