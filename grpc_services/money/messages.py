"""How is told what the provider says, and how the books compare with it?"""

from dataclasses import asdict
from datetime import date, timedelta

from grpc_services.korea import start_of
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from grpc_services.money.comparing import Told
from grpc_services.money.readings import Answer, Reading
from grpc_services.money.reconciling import differences_of
from models.money import Reconciliation
from protos import money_pb2 as pb


def reading_of(told: pb.Reading) -> Reading:
    return Reading(
        provider_uid=told.provider_uid,
        status=enum_name(pb.ReadingStatus, told.status) or "READY",
        paid=told.paid,
        cancelled=told.cancelled,
        paid_at=moment(told.paid_at) if told.HasField("paid_at") else None,
        currency=told.currency,
        method=told.method,
        transaction_id=told.transaction_id,
        receipt_url=told.receipt_url,
    )


def answer_of(item: pb.RecordReadingsRequest) -> Answer:
    return Answer(item.merchant_uid, [reading_of(told) for told in item.readings])


def told_by(item: pb.ListedReading) -> Told:
    return Told(item.merchant_uid, reading_of(item.reading), item.provider or "PORTONE")


def reconciliation_message(run: Reconciliation) -> pb.Reconciliation:
    day = date.fromisoformat(run.day)
    return pb.Reconciliation(
        reconciliation_id=run.reconciliation_id,
        day=run.day,
        since=timestamp(start_of(day)),
        until=timestamp(start_of(day + timedelta(days=1))),
        payments=run.payments,
        paid=run.paid,
        cancelled=run.cancelled,
        held=run.held,
        mended=run.mended,
        difference_count=run.difference_count,
        differences=[
            pb.Difference(**asdict(one) | {"kind": enum_value(pb.DifferenceKind, one.kind)})
            for one in differences_of(run)
        ],
        begun_at=timestamp(run.begun_at),
        done_at=timestamp(run.done_at),
    )
