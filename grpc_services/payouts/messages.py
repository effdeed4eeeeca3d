"""How are payouts told?"""

from grpc_services.members.bank_accounts import BANKS, masked_number
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.payouts.reading import RunView
from grpc_services.payouts.results import Result
from models.payouts import Payout
from protos import payouts_pb2 as pb


def run_message(view: RunView) -> pb.PayoutRun:
    run = view.run
    return pb.PayoutRun(
        run_id=run.run_id,
        state=enum_value(pb.PayoutRunState, run.state),
        sums=[
            pb.PayoutSum(state=enum_value(pb.PayoutState, state), count=count, amount=amount)
            for state, (count, amount) in sorted(view.sums.items())
        ],
        drawn_up_by=run.drawn_up_by,
        approved_by=run.approved_by,
        created_at=timestamp(run.created_at),
        approved_at=timestamp(run.approved_at),
        sent_at=timestamp(run.sent_at),
        ended_at=timestamp(run.ended_at),
    )


def payout_message(row: Payout) -> pb.Payout:
    return pb.Payout(
        payout_id=row.payout_id,
        state=enum_value(pb.PayoutState, row.state),
        amount=row.amount,
        bank_code=row.bank_code,
        bank_name=row.bank_code and BANKS.get(row.bank_code),
        account_number=row.account_number and masked_number(row.account_number),
        holder=row.holder,
        hold=row.hold and enum_value(pb.PayoutHold, row.hold),
        failed_because=row.failed_because,
        sent_at=timestamp(row.sent_at),
        ended_at=timestamp(row.ended_at),
    )


def line_message(row: Payout) -> pb.PayoutLine:
    return pb.PayoutLine(
        seller_id=row.seller_id, payout=payout_message(row), released=row.is_released
    )


def result_of(told: pb.PayoutResult) -> Result:
    state = enum_name(pb.PayoutState, told.state)
    amount = told.amount if told.HasField("amount") else None
    return Result(told.payout_id, "PAID" if state == "PAID" else "FAILED", told.because, amount)
