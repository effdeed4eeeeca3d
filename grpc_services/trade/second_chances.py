"""What becomes of an offer to who bid next? An order, or an offer to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from grpc_services.auction import second_chances as offers
from grpc_services.auction import wins
from grpc_services.auction.facts import OfferStillOpen
from grpc_services.auction.house import House
from grpc_services.auction.second_chances import OfferOver
from grpc_services.facts import atomic, tells
from grpc_services.pages import newest
from grpc_services.trade import orders, reservations
from grpc_services.trade.deadlines import Terms
from grpc_services.trade.views import thumbs_of
from models.auction import SecondChance
from models.catalogue import Goods
from models.trade import Order


@atomic
def accept_offer(*, member_id: int, offer_id: int, terms: Terms, house: House) -> Order:
    """
    This function will have a member win what they were offered, and make the order to pay.

    :raises OfferNotFound: if the member was offered no such thing
    :raises OfferOver: if it was answered, or its time is up
    :raises MemberSuspended, Blocked, UnpaidWin, BiddingBarred: as for a bid
    """
    reservations.lock_buyer(member_id=member_id)
    row, made = offers.lock_offer(offer_id=offer_id, member_id=member_id)
    # Only after the locks were given is the time that decides.
    now = house.clock()
    if now >= made.expires_at:
        raise OfferOver

    is_owing = reservations.awaits_payment(member_id=member_id, now=now)
    offers.take(row=row, made=made, is_owing=is_owing, house=house, now=now)
    win = wins.lock_win(goods_id=made.goods_id)
    return orders.open_order(win=win, terms=terms, now=now)


@atomic
def decline_offer(*, member_id: int, offer_id: int, house: House) -> SecondChance:
    """
    This function will have the goods be offered to the next.

    :raises OfferNotFound: if the member was offered no such thing
    :raises OfferOver: if it was answered, or its time is up
    """
    _, made = offers.lock_offer(offer_id=offer_id, member_id=member_id)
    if house.clock() >= made.expires_at:
        raise OfferOver

    offers.answer(made, "DECLINED")
    offers.pass_on(goods_id=made.goods_id, house=house)
    return made


@atomic
def act_on_offer(*, offer_id: int, house: House) -> None:
    """
    This function will remind of an offer, or end it and go on to the next, whichever is due.

    :raises OfferNotFound: if there is none
    """
    try:
        _, made = offers.lock_offer(offer_id=offer_id)
    except OfferOver:
        return
    now = house.clock()
    if now >= made.expires_at:
        offers.answer(made, "LAPSED")
        offers.pass_on(goods_id=made.goods_id, house=house)
    elif made.act_at is not None and now >= made.act_at:
        _remind(made=made)


@tells(OfferStillOpen)
def _remind(*, made: SecondChance) -> SecondChance:
    made.act_at = made.expires_at
    made.save(only=[SecondChance.act_at])
    return made


@dataclass(frozen=True)
class OfferView:
    """An offer with the goods that it is about."""

    offer: SecondChance
    goods: Goods
    thumb_key: str | None


def offers_of(*, member_id: int, limit: int, cursor: str) -> tuple[list[OfferView], str | None]:
    """
    This function will list what a member was offered, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = SecondChance.select().where(SecondChance.member_id == member_id)
    rows, following = newest(
        query, SecondChance.member_id, SecondChance.offer_id, limit=limit, cursor=cursor
    )
    return views_of(rows), following


def views_of(offers: Sequence[SecondChance]) -> list[OfferView]:
    """This function will show offers as the members see them to whom they were made."""
    ids = [offer.goods_id for offer in offers]
    goods = {row.goods_id: row for row in Goods.select().where(Goods.goods_id.in_(ids))}
    thumbs = thumbs_of(ids)
    return [OfferView(offer, goods[offer.goods_id], thumbs.get(offer.goods_id)) for offer in offers]
