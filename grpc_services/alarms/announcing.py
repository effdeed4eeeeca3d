"""How do very many hear of one thing? Batch by batch, each whole, whatever dies in between."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from grpc_services import outbox
from grpc_services.alarms.facts import (
    GoodsEndingSoon,
    NewGoodsOfBrand,
    NewGoodsOfStore,
    NewNotice,
)
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules import ANNOUNCED
from grpc_services.editorial.notices import concerned
from grpc_services.facts import Fact, atomic
from grpc_services.members.blocks import blocks_between
from models.alarms import Announcement
from models.auction import Auction, MemberBid
from models.base import tuples
from models.catalogue import BrandLike, GoodsLike
from models.dialect import insert_rows, locked
from models.members import Member, StoreFollow

#: Members in one batch, and batches that wait to be told at most: what happens meanwhile is told
#: with them, in one transaction.
_BATCH, _WAITING_MOST = 200, 3
#: The next members, by number, of those who are concerned by a thing: the thing, the last before.
_Audience = Callable[[int, int], list[int]]
_COLUMNS = ("fact_id", "kind", "audience_id", "goods_id", "store_id", "data", "after_id", "told")


def begin(*, facts: Sequence[tuple[int, Fact]]) -> None:
    """This function will note what is to be announced of numbered facts, each once, as a part of
    the transaction that takes them from the outbox."""
    rows = [
        (
            fact_id,
            str(one.kind),
            one.audience_id,
            one.goods_id,
            one.store_id,
            msgspec.json.encode(one.values).decode(),
            0,
            0,
        )
        for fact_id, fact in facts
        if type(fact) in ANNOUNCED
        for one in ANNOUNCED[type(fact)](fact)
    ]
    insert_rows("announcement", _COLUMNS, rows, once=True)


@atomic
def announce_more(*, now: datetime) -> bool:
    """
    This function will have the next batch of members told of the oldest announcement.

    What is of goods goes first: it may be over before a notice has reached everybody.
    It says whether there may be more to do at once: not while enough waits to be told.
    """
    if _is_enough_waiting():
        return False
    under_way = Announcement.select().where(Announcement.done_at.is_null())
    in_turn = under_way.order_by(Announcement.goods_id.is_null(), Announcement.announcement_id)
    announcement = locked(in_turn.limit(1), skip_locked=True).first()
    if announcement is None:
        return False

    _tell_next(announcement, now)
    return True


def _is_enough_waiting() -> bool:
    kinds = outbox.kinds_waiting()
    return len(kinds) == outbox.MOST or sum(kind in _TOLD_BY for kind in kinds) >= _WAITING_MOST


def _tell_next(announcement: Announcement, now: datetime) -> None:
    audience, fact = _AUDIENCES[announcement.kind]
    batch = audience(announcement.audience_id, announcement.after_id)
    goods_id, about = announcement.goods_id, {}
    if goods_id is None:
        hearing = _who_is_here(batch)
    else:
        hearing = _who_may_buy(goods_id, batch)
        about = {"goods_id": goods_id, "store_id": announcement.store_id}

    if hearing:
        values = msgspec.json.decode(announcement.data)
        outbox.append([fact(**about, **values, member_ids=hearing)], now=now)
    announcement.after_id = batch[-1] if batch else announcement.after_id
    announcement.told += len(hearing)
    announcement.done_at = now if len(batch) < _BATCH else None
    announcement.save()


def _tied(reader: Any, tie: Any) -> _Audience:
    def following(thing_id: int, after_id: int) -> list[int]:
        tied = reader.model.select(reader).where(tie == thing_id, reader > after_id)
        found = tied.distinct().order_by(reader).limit(_BATCH)
        return [member_id for (member_id,) in tuples(found)]

    return following


def _either(*audiences: _Audience) -> _Audience:
    def following(thing_id: int, after_id: int) -> list[int]:
        found = {member_id for one in audiences for member_id in one(thing_id, after_id)}
        return sorted(found)[:_BATCH]

    return following


def _of_notice(notice_id: int, after_id: int) -> list[int]:
    return concerned(notice_id=notice_id, after_id=after_id, most=_BATCH)


#: Of each kind, who hears of it, and the fact that tells a batch of them.
_AUDIENCES: dict[str, tuple[_Audience, Any]] = {
    AlarmKind.STORE_NEW_GOODS: (_tied(StoreFollow.member_id, StoreFollow.store), NewGoodsOfStore),
    AlarmKind.BRAND_NEW_GOODS: (_tied(BrandLike.member_id, BrandLike.brand), NewGoodsOfBrand),
    AlarmKind.ENDING_SOON: (
        _either(
            _tied(GoodsLike.member_id, GoodsLike.goods),
            _tied(MemberBid.member_id, MemberBid.goods_id),
        ),
        GoodsEndingSoon,
    ),
    AlarmKind.NOTICE: (_of_notice, NewNotice),
}
_TOLD_BY = {fact.__name__ for _, fact in _AUDIENCES.values()}


def _who_may_buy(goods_id: int, member_ids: list[int]) -> list[int]:
    """Of some members; nobody, once the goods are off."""
    auction = Auction.get(Auction.goods == goods_id)
    if auction.state not in ("SCHEDULED", "OPEN"):
        return []
    parted = blocks_between(member_ids=member_ids, other_ids=[auction.seller_id])
    return [one for one in member_ids if one not in parted and one != auction.seller_id]


def _who_is_here(member_ids: list[int]) -> list[int]:
    """Of some members, those who have not left."""
    here = Member.select(Member.member_id).where(
        Member.member_id.in_(member_ids), Member.withdrawn_at.is_null()
    )
    return [member_id for (member_id,) in tuples(here.order_by(Member.member_id))]
