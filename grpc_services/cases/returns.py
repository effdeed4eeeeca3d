"""Where is what a buyer sends back? The carrier is asked until the seller has it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from grpc_services.auction.house import House
from grpc_services.cases import acting
from grpc_services.cases.pure import commands
from grpc_services.cases.pure.state import State, Terms
from grpc_services.cases.rows import Said, lock_case
from grpc_services.delivery.asking import is_line_open
from grpc_services.delivery.carriers import require_trackable
from grpc_services.delivery.parcels import CLOCKS_DIFFER, DELIVERED, use_number_once
from grpc_services.facts import atomic
from models.cases import Case
from models.dialect import locked

#: Looked at together; what is left is due still.
_MOST = 100


@atomic
def ship_back(
    *,
    member_id: int,
    case_id: int,
    carrier: str,
    invoice: str,
    terms: Terms,
    house: House,
    now: datetime,
) -> None:
    """
    This function will note that a buyer has sent the goods back.

    :raises CaseNotFound: if the member is no side of it
    :raises UnknownCarrier, InvoiceInvalid: if the number cannot be tracked
    :raises InvoiceUsed: if it was the number of another parcel
    :raises ReturnNotDue: if nothing is to be sent back
    :raises CaseClosed, NotYourTurn: if it is not for them
    """
    require_trackable(carrier=carrier, invoice=invoice)
    case = lock_case(case_id=case_id, member_id=member_id)
    said = Said("SHIP_BACK", member_id=member_id)

    acting.act(
        case_id=case_id, said=said, make=commands.ShipBack, terms=terms, house=house, now=now
    )

    use_number_once(order_id=case.order_id, carrier=carrier, invoice=invoice)
    Case.update(return_carrier=carrier, return_invoice=invoice, return_look_at=now).where(
        Case.case_id == case_id
    ).execute()


@atomic
def due_returns(*, pause: timedelta, now: datetime) -> list[Case]:
    """This function will name parcels to look at now, and put their next look off by `pause`."""
    if not is_line_open(now=now):
        return []
    query = Case.select().where(Case.return_look_at <= now).order_by(Case.return_look_at)
    cases = list(locked(query.limit(_MOST), skip_locked=True))

    Case.update(return_look_at=now + pause).where(
        Case.case_id.in_([case.case_id for case in cases])
    ).execute()
    return cases


@atomic
def record_return(
    *,
    case_id: int,
    level: int,
    scanned_at: Sequence[datetime],
    terms: Terms,
    house: House,
    now: datetime,
) -> None:
    """
    This function will note that the goods are back, if that is what the carrier says.

    What was scanned before the case was opened is another parcel.

    :raises CaseNotFound: if there is no such case
    """
    case = lock_case(case_id=case_id)
    is_its_own = all(at >= case.created_at - CLOCKS_DIFFER for at in scanned_at)
    if level < DELIVERED or not is_its_own or case.state != State.RETURN_SENT:
        return
    Case.update(return_look_at=None).where(Case.case_id == case_id).execute()
    acting.note_arrival(case_id=case_id, terms=terms, house=house, now=now)
