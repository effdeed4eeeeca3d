"""Where are the parcels? The carriers are asked, at a bearable pace."""

from google.protobuf.timestamp_pb2 import Timestamp

from protos import delivery_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask


@job(queue_name="delivery", max_retries=0)
def look_at_parcels() -> None:
    """Looks at every parcel that is due."""
    due = ask(reach().services.delivery.ListDueParcels, delivery_pb2.ListDueParcelsRequest())
    for parcel in due.items:
        look_at_parcel.send(parcel.order_id, parcel.carrier, parcel.invoice)


@job(queue_name="delivery", max_retries=3, min_backoff=1_000, max_backoff=60_000)
def look_at_parcel(order_id: int, carrier: str, invoice: str) -> None:
    """Asks the carrier about one parcel."""
    look = reach().sweettracker.look(carrier=carrier, invoice=invoice)
    if look is None:
        return
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


def _timestamp(milliseconds: int) -> Timestamp:
    stamp = Timestamp()
    stamp.FromMilliseconds(milliseconds)
    return stamp
