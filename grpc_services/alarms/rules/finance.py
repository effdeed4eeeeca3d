"""Who hears of what two admins answer for?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.finance.facts import ClearingProposed, EndProposed, RemittanceRecorded


@hears(EndProposed)
def somebody_else_has_to_agree(proposed: EndProposed) -> Iterator[Alarm]:
    for member_id in proposed.admin_ids:
        values = {"operation": proposed.operation, "number": str(proposed.operation_id)}
        template = f"END_PROPOSED_{proposed.decision}"
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template=template)


@hears(ClearingProposed)
def somebody_else_has_to_agree_whose_it_is(proposed: ClearingProposed) -> Iterator[Alarm]:
    for member_id in proposed.admin_ids:
        values = {"amount": proposed.amount, "payment": proposed.provider_uid}
        template = f"CLEARING_PROPOSED_{proposed.way}"
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template=template)


@hears(RemittanceRecorded)
def somebody_else_has_to_see_it_too(remittance: RemittanceRecorded) -> Iterator[Alarm]:
    for member_id in remittance.admin_ids:
        values = {
            "reference": remittance.reference,
            "amount": remittance.amount,
            "fee": remittance.fee,
        }
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template="REMITTANCE_RECORDED")
