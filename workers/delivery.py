"""Where are the parcels? The carriers are asked, at a bearable pace."""

import structlog
from google.protobuf.timestamp_pb2 import Timestamp

from protos import cases_pb2, delivery_pb2
from workers.broker import job
from workers.clients.sweettracker import Look, SweetTrackerFailed
from workers.reach import reach
from workers.services import ask

log = structlog.get_logger()

#: What SweetTracker's codes mean; with any other, as without an answer, it is asked again.
_FAILURES = {
    "101": delivery_pb2.LOOK_FAILURE_KEY,
    "102": delivery_pb2.LOOK_FAILURE_KEY,
    "103": delivery_pb2.LOOK_FAILURE_QUOTA,
    "104": delivery_pb2.LOOK_FAILURE_WRONG_NUMBER,
    "105": delivery_pb2.LOOK_FAILURE_TOO_OFTEN,
}


@job(queue_name="delivery", max_retries=0)
def look_at_parcels() -> None:
    """Looks at every parcel that is due."""
    due = ask(reach().services.delivery.ListDueParcels, delivery_pb2.ListDueParcelsRequest())
    for parcel in due.items:
        look_at_parcel.send(parcel.order_id, parcel.carrier, parcel.invoice)


@job(queue_name="delivery", max_retries=0)
def look_at_parcel(order_id: int, carrier: str, invoice: str) -> None:
    """Asks the carrier about one parcel; when it is asked again is known to the services."""
    try:
        look = reach().sweettracker.look(carrier=carrier, invoice=invoice)
    except SweetTrackerFailed as error:
        log.warning("no tracking", carrier=carrier, invoice=invoice, error=str(error))
        _note_failure(order_id, carrier, invoice, error.code)
    else:
        _note_look(order_id, carrier, invoice, look)


@job(queue_name="delivery", max_retries=0)
def guess_carriers(invoice: str) -> None:
    """Asks of which carriers a number may be; without an answer it is asked when next wanted."""
    try:
        carriers = reach().sweettracker.recommended(invoice=invoice)
    except SweetTrackerFailed as error:
        log.warning("no carriers", invoice=invoice, error=str(error))
        return
    request = delivery_pb2.RecordGuessRequest(invoice=invoice, carriers=carriers)
    ask(reach().services.delivery.RecordGuess, request)


def _note_failure(order_id: int, carrier: str, invoice: str, code: str) -> None:
    request = delivery_pb2.RecordLookFailureRequest(
        order_id=order_id,
        carrier=carrier,
        invoice=invoice,
        failure=_FAILURES.get(code, delivery_pb2.LOOK_FAILURE_AWAY),
    )
    ask(reach().services.delivery.RecordLookFailure, request)


def _note_look(order_id: int, carrier: str, invoice: str, look: Look) -> None:
    ask(
        reach().services.delivery.RecordScans,
        delivery_pb2.RecordScansRequest(
            order_id=order_id,
            carrier=carrier,
            invoice=invoice,
            level=look.level,
            steps=[
                delivery_pb2.Scan(
                    at=_timestamp(step.at_ms), where=step.where, kind=step.kind, level=step.level
                )
                for step in look.steps
            ],
        ),
    )


@job(queue_name="delivery", max_retries=0)
def look_at_returns() -> None:
    """Looks at every parcel that goes back to its seller and is due."""
    due = ask(reach().services.cases.ListDueReturns, cases_pb2.ListDueReturnsRequest())
    for parcel in due.items:
        look_at_return.send(parcel.case_id, parcel.carrier, parcel.invoice)


@job(queue_name="delivery", max_retries=0)
def look_at_return(case_id: int, carrier: str, invoice: str) -> None:
    """Asks the carrier about one parcel that goes back; its case has a deadline anyway."""
    try:
        look = reach().sweettracker.look(carrier=carrier, invoice=invoice)
    except SweetTrackerFailed as error:
        log.warning("no tracking", carrier=carrier, invoice=invoice, error=str(error))
        return
    scanned_at = [_timestamp(step.at_ms) for step in look.steps]
    request = cases_pb2.RecordReturnRequest(
        case_id=case_id, level=look.level, scanned_at=scanned_at
    )
    ask(reach().services.cases.RecordReturn, request)


def _timestamp(milliseconds: int) -> Timestamp:
    stamp = Timestamp()
    stamp.FromMilliseconds(milliseconds)
    return stamp
