"""When may a buyer say that something is wrong, and what happens at once?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.cases import sharing
from grpc_services.cases.facts import CaseOpened
from grpc_services.cases.pure import engine
from grpc_services.cases.pure import state as pure
from grpc_services.cases.pure.state import Kind, Proposal, Side, Terms
from grpc_services.cases.rows import Said, note_step, write
from grpc_services.facts import atomic, tells
from grpc_services.money import ledger
from grpc_services.money.ledger import Account
from grpc_services.money.watchers import finance_admins
from grpc_services.refusals import Conflict, Invalid
from grpc_services.trade.deadlines import Act
from grpc_services.trade.orders import lock_order
from models.cases import Case, CaseStep
from models.trade import Order, OrderEvent


class CaseTooEarly(Conflict):
    """It has not arrived yet, and may still; before it is shipped the order can be cancelled."""


class CaseTooLate(Conflict):
    """It arrived too long ago, or its buyer has said that all is well."""


class CaseOpen(Conflict):
    """There is a case of this order already."""


class SellerPrivate(Conflict):
    """Only businesses have to take back what one does not want any more."""


class AmountNeeded(Invalid):
    """Who wants a part of it back says how much."""


@dataclass(frozen=True)
class Windows:
    """From when, and until when, a case can be opened."""

    #: Since it was shipped, for what has not been received.
    wait: timedelta
    #: Since it was delivered.
    open: timedelta


@dataclass(frozen=True)
class Claim:
    """What a buyer says is wrong, and wants; `amount` None is all that was paid."""

    kind: Kind
    wanted: str
    amount: int | None
    text: str
    upload_ids: Sequence[int] = ()


Made = tuple[Case, CaseStep, list[int]]


@tells(CaseOpened)
def open_case(
    *, member_id: int, order_id: int, claim: Claim, windows: Windows, terms: Terms, now: datetime
) -> Made:
    """
    This function will open a case, and freeze all that is held for its order.

    :raises OrderNotFound: if the member has not bought it
    :raises CaseOpen: if there is one already
    :raises CaseTooEarly, CaseTooLate: if it has not arrived yet, or long ago
    :raises SellerPrivate: if a private seller is to take it back for a changed mind
    :raises AmountNeeded, OfferTooLarge, ReturnNeeded, NothingToReturn: if that cannot be wanted
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    order = lock_order(order_id, buyer_id=member_id)
    _require_time(order, claim.kind, windows, now)

    if claim.kind is Kind.CHANGED_MIND and order.seller_kind != "BUSINESS":
        raise SellerPrivate
    if claim.wanted == "PARTIAL" and claim.amount is None:
        raise AmountNeeded("amount")

    frozen = ledger.balance(account=Account.ESCROW, owner_id=order_id)
    wish = Proposal(claim.amount or frozen, with_return=claim.wanted == "RETURN")
    opened = engine.opened(kind=claim.kind, wish=wish, frozen=frozen, now=now, terms=terms)
    row = _keep(order, opened, wanted=claim.wanted, now=now)
    sharing.freeze(row, now=now)
    said = Said("OPEN", Side.BUYER, member_id, claim.text, claim.upload_ids, wish)
    return row, note_step(row, said, at=now), []


def _require_time(order: Order, kind: Kind, windows: Windows, now: datetime) -> None:
    if order.state == "DISPUTED":
        raise CaseOpen
    if order.state == "DELIVERED":
        if now > _since(order, "DELIVERED") + windows.open:
            raise CaseTooLate
        return
    if order.state == "SHIPPED" and kind is Kind.NOT_RECEIVED:
        if now < _since(order, "SHIPPED") + windows.wait:
            raise CaseTooEarly
        return
    is_early = order.state in ("AWAITING_PAYMENT", "PAID", "SHIPPED")
    raise CaseTooEarly if is_early else CaseTooLate


def _since(order: Order, state: str) -> datetime:
    events = OrderEvent.select().where(OrderEvent.order == order, OrderEvent.state == state)
    at: datetime = events.order_by(OrderEvent.event_id).first().at
    return at


def _keep(order: Order, case: pure.Case, *, wanted: str, now: datetime) -> Case:
    row = Case(
        order=order,
        open_for=order.order_id,
        kind=case.kind,
        wanted=wanted,
        frozen=case.frozen,
        order_state=order.state,
        created_at=now,
    )
    write(row, case, now=now)
    return row


@atomic
def open_for_reversed(*, order_id: int, terms: Terms, now: datetime) -> None:
    """This function will have the operator decide about money of which some was reversed."""
    order = lock_order(order_id)
    if order.state == "DISPUTED" and not Case.select().where(Case.open_for == order_id).exists():
        _open_for_reversed(order=order, terms=terms, now=now)
        order.act_at = None
        order.save(only=[Order.act_at])


@tells(CaseOpened)
def _open_for_reversed(*, order: Order, terms: Terms, now: datetime) -> Made:
    frozen = ledger.balance(account=Account.FROZEN, owner_id=order.order_id)
    opened = engine.opened_by_nobody(kind=Kind.REVERSED, frozen=frozen, now=now, terms=terms)
    row = _keep(order, opened, wanted="REFUND", now=now)
    return row, note_step(row, Said("OPEN"), at=now), finance_admins()


@atomic
def open_for_stalled(*, order_id: int, terms: Terms, now: datetime) -> None:
    """This function will have the operator decide about a parcel that stands still, when due."""
    order = lock_order(order_id)
    if order.act == Act.OPEN_CASE and order.act_at is not None and order.act_at <= now:
        _open_for_stalled(order=order, terms=terms, now=now)


@tells(CaseOpened)
def _open_for_stalled(*, order: Order, terms: Terms, now: datetime) -> Made:
    frozen = ledger.balance(account=Account.ESCROW, owner_id=order.order_id)
    opened = engine.opened_by_nobody(kind=Kind.STALLED, frozen=frozen, now=now, terms=terms)
    row = _keep(order, opened, wanted="REFUND", now=now)
    sharing.freeze(row, now=now)
    return row, note_step(row, Said("OPEN"), at=now), finance_admins()
