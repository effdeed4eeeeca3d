"""What do the two sides, the operator, the carrier and time do with a case?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from grpc_services.auction.house import House
from grpc_services.cases import sharing
from grpc_services.cases.facts import CaseChanged, CaseMessageSent, CaseSharedOut, CaseWithdrawn
from grpc_services.cases.opening import Made
from grpc_services.cases.pure import commands, engine
from grpc_services.cases.pure import state as pure
from grpc_services.cases.pure.commands import Command
from grpc_services.cases.pure.state import ENDED, Side, State, Terms
from grpc_services.cases.rows import (
    Said,
    lock_case,
    lock_open_case,
    note_step,
    pure_case,
    side_of,
    write,
)
from grpc_services.facts import atomic, tells
from grpc_services.money.watchers import finance_admins
from grpc_services.refusals import Conflict
from models.cases import Case, CaseStep

#: Steps of one case: it is read as a whole.
_MOST = 200


class CaseTooLong(Conflict):
    """So much was said that nothing can be added."""


@tells(CaseMessageSent)
def say(*, case_id: int, said: Said, terms: Terms, now: datetime) -> Made:
    """
    This function will tell the other side of a case something.

    :raises CaseNotFound: if the member is no side of it
    :raises CaseClosed: if it is over
    :raises CaseTooLong: if there are two hundred steps of it
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    case = lock_case(case_id=case_id, member_id=said.member_id)
    said = _by_their_side(case, said)
    side = Side(said.side or Side.OPERATOR)

    engine.after(pure_case(case), commands.Message(side), now=now, terms=terms)
    if CaseStep.select().where(CaseStep.case == case).count() >= _MOST:
        raise CaseTooLong

    return case, note_step(case, said, at=now), []


def _by_their_side(case: Case, said: Said) -> Said:
    if said.side is not None or said.member_id is None:
        return said
    return replace(said, side=side_of(case.order, said.member_id))


@atomic
def act(
    *,
    case_id: int,
    said: Said,
    make: Callable[[Side], Command],
    terms: Terms,
    house: House,
    now: datetime,
) -> Case:
    """
    This function will do with a case what one side wants, or the operator.

    :raises CaseNotFound: if there is none, or the member is no side of it
    :raises CaseClosed, CaseEscalated, CaseNotEscalated, NotYourTurn: if it is not for them now
    :raises OfferTooLarge, TooManyOffers, NothingToReturn: if that cannot be offered or decided
    :raises ReturnNotDue, ReturnUnderWay: if nothing is to be sent back, or it is too late for that
    """
    is_operator = said.side is Side.OPERATOR
    case = lock_case(case_id=case_id, member_id=None if is_operator else said.member_id)
    said = _by_their_side(case, said)

    before = _caught_up(case, terms, house, now)
    changed = engine.after(before, make(Side(said.side or Side.OPERATOR)), now=now, terms=terms)
    _go_on(case, changed, said, house, now)
    return case


@atomic
def lapse(*, case_id: int, terms: Terms, house: House, now: datetime) -> None:
    """
    This function will do what happens by itself, if its time has come.

    :raises CaseNotFound: if there is none
    """
    _caught_up(lock_case(case_id=case_id), terms, house, now)


@atomic
def note_arrival(*, case_id: int, terms: Terms, house: House, now: datetime) -> None:
    """
    This function will note that the goods are back with their seller.

    :raises CaseNotFound: if there is none
    """
    case = lock_case(case_id=case_id)
    before = _caught_up(case, terms, house, now)
    if before.state is State.RETURN_SENT:
        arrived = engine.after(before, commands.ReturnArrived(), now=now, terms=terms)
        _go_on(case, arrived, Said("ARRIVE"), house, now)


@atomic
def note_parcel(*, order_id: int, terms: Terms, house: House, now: datetime) -> None:
    """
    This function will note that the parcel of an order in dispute has come to its buyer.

    :raises CaseNotFound: if there is no case of it that is open
    """
    case = lock_open_case(order_id=order_id)
    before = _caught_up(case, terms, house, now)
    if before.state not in ENDED:
        arrived = engine.after(before, commands.ParcelArrived(), now=now, terms=terms)
        _go_on(case, arrived, Said("ARRIVE"), house, now)


def _caught_up(case: Case, terms: Terms, house: House, now: datetime) -> pure.Case:
    """What is overdue happens before anything else, and is a step of its own."""
    stored = pure_case(case)
    if stored.due_at is None or stored.due_at > now:
        return stored
    lapsed = engine.after(stored, commands.Wait(), now=now, terms=terms)
    _go_on(case, lapsed, Said("LAPSE"), house, now)
    return lapsed


def _go_on(case: Case, changed: pure.Case, said: Said, house: House, now: datetime) -> None:
    if changed.state in ENDED:
        case.open_for, case.ended_at, case.return_look_at = None, now, None
    write(case, changed, now=now)
    tell: Callable[..., object] = _change
    if changed.state is State.CLOSED:
        tell = partial(_share_out, house=house)
    elif changed.state is State.WITHDRAWN:
        tell = _withdraw
    tell(case=case, said=said, now=now)


@tells(CaseSharedOut)
def _share_out(*, case: Case, said: Said, house: House, now: datetime) -> Made:
    sharing.share_out(case, house=house, now=now)
    return case, note_step(case, said, at=now), []


@tells(CaseWithdrawn)
def _withdraw(*, case: Case, said: Said, now: datetime) -> Made:
    sharing.give_back_to_order(case, now=now)
    return case, note_step(case, said, at=now), []


@tells(CaseChanged)
def _change(*, case: Case, said: Said, now: datetime) -> Made:
    admin_ids = finance_admins() if case.state == State.ESCALATED else []
    return case, note_step(case, said, at=now), admin_ids
