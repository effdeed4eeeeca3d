"""How are goods found? Four words, behind which another engine could stand.

`page` and `facets` ask, `put` and `drop` tell. Whoever tells does so in the transaction that
changes goods: from its commit on, the change is found. How is told in bits.py and settling.py.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from grpc_services.facts import atomic
from grpc_services.pages import PAGE
from grpc_services.search.counting import Facets, count, count_of_brands
from grpc_services.search.documents import Document, Names, Standing, Wanted
from grpc_services.search.finding import find
from grpc_services.search.sorting import page_of
from grpc_services.search.tokens import band_of
from grpc_services.search.words import compared, heads
from models.dialect import execute, fetch, insert_rows, locked
from models.search import SearchGoods, SearchHidden, SearchStanding

_SAID = ("name", "heads", "category_id", "brand_id", "store_id", "quality", "gender")
_STANDING = ("state", "price", "ends_at", "bid_count")
#: A label is as long as its column, and no longer: what is beyond is not found.
_NAMES_MOST, _HEADS_MOST = 400, 100


def page(wanted: Wanted, *, sort: str, limit: int, cursor: str) -> tuple[list[int], str | None]:
    """
    This function will name the goods on a page of what is wanted, and the cursor of the next.

    :raises InvalidCursor: if the cursor is not ours, or of another order
    """
    return page_of(find(wanted), sort=sort, limit=limit or PAGE, cursor=cursor)


def facets(wanted: Wanted) -> Facets:
    """This function will count what is wanted, by each thing that it could be narrowed down by."""
    return count(find(wanted))


def open_by_brand(brand_ids: Collection[int]) -> Counter[int]:
    """This function will count how many open goods of each brand are listed."""
    return count_of_brands(brand_ids, state="OPEN")


def put(documents: Sequence[Document]) -> None:
    """This function will have goods be found as they are described, new ones and known ones."""
    put_names([names for one in documents for names in (one.category, one.brand)])
    before = _said_of([one.goods_id for one in documents])
    hidden = _hidden({one.store_id for one in documents})
    insert_rows(
        "search_goods",
        ("goods_id", *_SAID),
        [(one.goods_id, *_said(one)) for one in documents],
        keys=("goods_id",),
        changed=_SAID,
    )
    insert_rows(
        "search_standing",
        ("goods_id", *_STANDING, "is_hidden", "popularity"),
        [
            (
                *_stands(one.standing),
                one.store_id in hidden,
                one.standing.bid_count + one.like_count,
            )
            for one in documents
        ],
        keys=("goods_id",),
        changed=(*_STANDING, "is_hidden", "popularity"),
    )
    _note([(one.goods_id, before.get(one.goods_id, "")) for one in documents])


def drop(goods_ids: Collection[int]) -> None:
    """This function will have goods not be found any more."""
    before = _said_of(goods_ids)
    SearchGoods.delete().where(SearchGoods.goods_id.in_(list(before))).execute()
    SearchStanding.delete().where(SearchStanding.goods_id.in_(list(before))).execute()
    _note(list(before.items()))


def known(after_goods_id: int, last_goods_id: int) -> set[int]:
    """This function will name the goods that could be found, of those with following ids."""
    rest = "FROM search_goods WHERE goods_id > (?) AND goods_id <= (?)"
    rows = fetch("goods_id", rest, [after_goods_id], [last_goods_id])
    return {goods_id for (goods_id,) in rows}


def put_names(names: Sequence[Names]) -> None:
    """This function will have goods of a brand or a category be found by how it is called now."""
    wanted = {(one.kind, one.label_id): _label(one) for one in names}
    ids = [label_id for _, label_id in wanted]
    rest = "FROM search_label WHERE label_id IN (?)"
    known = {row[:2]: row[2:] for row in fetch("kind, label_id, names, heads", rest, ids)}
    fresh = [(*key, *label) for key, label in sorted(wanted.items()) if known.get(key) != label]
    columns = ("kind", "label_id", "names", "heads")
    insert_rows("search_label", columns, fresh, keys=columns[:2], changed=columns[2:])


def put_standings(standings: Iterable[Standing], *, unmoved: Collection[int] = ()) -> None:
    """
    This function will have goods be listed as their auctions stand now.

    Those that are `unmoved` are in the same state as before, and their price in the same band: of
    them nothing but the order changes.
    """
    rows = list(standings)
    insert_rows(
        "search_standing",
        ("goods_id", *_STANDING, "is_hidden", "popularity"),
        [(*_stands(one), False, one.bid_count) for one in rows],
        keys=("goods_id",),
        changed=("popularity=popularity - bid_count + {bid_count}", *_STANDING),
    )
    _note([(one.goods_id, None) for one in rows if one.goods_id not in unmoved])


def put_states(state: str, goods_ids: Collection[int]) -> None:
    """This function will have goods be listed in a state, of which nothing else has changed."""
    execute("UPDATE search_standing SET state = (?) WHERE goods_id IN (?)", [state], goods_ids)
    _note([(goods_id, None) for goods_id in goods_ids])


def put_likes(goods_id: int, *, like_count: int) -> None:
    """This function will count the likes of goods among what makes them popular."""
    SearchStanding.update(popularity=SearchStanding.bid_count + like_count).where(
        SearchStanding.goods_id == goods_id
    ).execute()


def hide(*, store_id: int, until: datetime | None) -> None:
    """This function will keep a store's goods out of every list until then, or have them back."""
    SearchHidden.delete().where(SearchHidden.store_id == store_id).execute()
    if until is not None:
        SearchHidden.create(store_id=store_id, until=until)
    _hide(store_id, is_hidden=until is not None)


@atomic
def show_again(*, now: datetime) -> None:
    """This function will have the goods of stores back in the lists whose time has come."""
    back = SearchHidden.select().where(SearchHidden.until <= now).order_by(SearchHidden.store_id)
    for row in locked(back):
        row.delete_instance()
        _hide(row.store_id, is_hidden=False)


def _hide(store_id: int, *, is_hidden: bool) -> None:
    rows = fetch("goods_id", "FROM search_goods WHERE store_id = (?)", [store_id])
    goods_ids = [goods_id for (goods_id,) in rows]
    SearchStanding.update(is_hidden=is_hidden).where(
        SearchStanding.goods_id.in_(goods_ids)
    ).execute()
    _note([(goods_id, None) for goods_id in goods_ids])


def is_unmoved(before: Standing, after: Standing) -> bool:
    """Whether nothing has changed but what lists are sorted by."""
    return before.state == after.state and band_of(before.price) == band_of(after.price)


def _hidden(store_ids: Collection[int]) -> set[int]:
    rows = fetch("store_id", "FROM search_hidden WHERE store_id IN (?)", store_ids)
    return {store_id for (store_id,) in rows}


def _said(one: Document) -> tuple[object, ...]:
    labels = (one.category.label_id, one.brand.label_id)
    return compared(one.name), heads(one.name), *labels, one.store_id, one.quality, one.gender


def _said_of(goods_ids: Collection[int]) -> dict[int, str]:
    """What bits were made of, or will be made of, as it stood before a change."""
    columns = "goods_id, name, heads, category_id, brand_id"
    rows = fetch(columns, "FROM search_goods WHERE goods_id IN (?)", list(goods_ids))
    return {row[0]: json.dumps(row[1:]) for row in rows}


def _stands(one: Standing) -> tuple[object, ...]:
    return one.goods_id, *(getattr(one, name) for name in _STANDING)


def _label(one: Names) -> tuple[str, str]:
    names = "\n".join(dict.fromkeys(map(compared, one.names)))
    return names[:_NAMES_MOST], heads(" ".join(one.names))[:_HEADS_MOST]


def _note(changes: Sequence[tuple[int, str | None]]) -> None:
    insert_rows("search_change", ("goods_id", "said_before"), changes)
