"""How does somebody leave, and what stays?"""

from datetime import datetime

from grpc_services.auction.involvement import is_leading, is_selling
from grpc_services.catalogue.likes import unlike_brand, unlike_goods
from grpc_services.facts import tells
from grpc_services.idempotency import forget_about
from grpc_services.members import sessions
from grpc_services.members.facts import AccountChanged
from grpc_services.members.login_ids import left_behind
from grpc_services.members.proofs import WrongPassword
from grpc_services.members.signing_in import Attempt
from grpc_services.members.standing import masked
from grpc_services.privacy.holdings import erase
from grpc_services.refusals import Conflict
from grpc_services.stores.follows import unfollow_store
from grpc_services.trade.orders import has_open_orders
from models.alarms import AlarmPreference
from models.catalogue import BrandLike, GoodsLike
from models.dialect import locked
from models.members import Member, Store, StoreFollow


class BidsLeading(Conflict):
    """The member leads somewhere, or has won and not paid."""


class GoodsForSale(Conflict):
    """Goods of the member are still for sale."""


class OrdersOpen(Conflict):
    """Orders of the member, bought or sold, are not settled."""


@tells(AccountChanged)
def withdraw(*, attempt: Attempt, now: datetime) -> AccountChanged:
    """
    This function will let a member go who has proven their password.

    :raises WrongPassword: if it was changed meanwhile
    :raises BidsLeading, GoodsForSale, OrdersOpen: if others still count on them
    """
    member = locked(Member.select().where(Member.member_id == attempt.member_id)).get()

    if member.password_hash != attempt.password_hash:
        raise WrongPassword
    if is_leading(member_id=member.member_id):
        raise BidsLeading
    if is_selling(member_id=member.member_id):
        raise GoodsForSale
    if has_open_orders(member_id=member.member_id):
        raise OrdersOpen

    told = AccountChanged(change="WITHDRAWAL", email=member.email, language=member.language)
    sessions.end_sessions(member_id=member.member_id, now=now)
    _let_go(member.member_id)
    forget_about(member.email)
    erase(member_id=member.member_id)
    _make_unrecognisable(member, now)
    return told


def _let_go(member_id: int) -> None:
    """What is counted is taken back one by one, where it is counted."""
    for goods in list(GoodsLike.select().where(GoodsLike.member_id == member_id)):
        unlike_goods(member_id=member_id, goods_id=goods.goods_id)
    for brand in list(BrandLike.select().where(BrandLike.member_id == member_id)):
        unlike_brand(member_id=member_id, brand_id=brand.brand_id)
    for store in list(StoreFollow.select().where(StoreFollow.member_id == member_id)):
        unfollow_store(member_id=member_id, store_id=store.store_id)


def _make_unrecognisable(member: Member, now: datetime) -> None:
    shown = {"name": masked(member.login_id), "info": "", "image": None}
    Store.update(shown).where(Store.member == member).execute()
    # Whatever is still told of them reaches nobody.
    AlarmPreference.create(member=member, enabled=False)
    Member.update(
        login_id=left_behind(member.login_id),
        # An address that can be nobody's: RFC 2606, 2.
        email=f"{member.member_id}@withdrawn.invalid",
        password_hash="",
        name="",
        phone="",
        birth="",
        gender="OTHER",
        is_suspended=True,
        withdrawn_at=now,
    ).where(Member.member_id == member.member_id).execute()
