"""How is told what is done about money?"""

from grpc_services.finance.operations import File
from grpc_services.messages import enum_value, timestamp
from models.money import ProviderOperation
from protos import finance_pb2 as pb
from protos import money_pb2


def operation_file(file: File) -> pb.OperationFile:
    operation = file.operation
    return pb.OperationFile(
        operation_id=operation.operation_id,
        kind=enum_value(money_pb2.OperationKind, operation.kind),
        state=enum_value(pb.OperationState, operation.state),
        order_id=file.payment.order_id,
        merchant_uid=file.payment.merchant_uid,
        amount=file.amount,
        attempts=operation.attempts,
        last_error=operation.last_error,
        created_at=timestamp(operation.created_at),
        next_try_at=timestamp(operation.next_try_at),
        done_at=timestamp(operation.done_at),
        proposal=_proposal(operation),
    )


def _proposal(operation: ProviderOperation) -> pb.Proposal | None:
    if operation.proposed is None:
        return None
    return pb.Proposal(
        decision=enum_value(pb.Decision, operation.proposed),
        admin_id=operation.proposed_by,
        reason=operation.proposed_because,
        evidence=operation.evidence or None,
    )
