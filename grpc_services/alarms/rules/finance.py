"""Who hears of what two admins answer for?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.finance.facts import EndProposed


@hears(EndProposed)
def somebody_else_has_to_agree(proposed: EndProposed) -> Iterator[Alarm]:
    for member_id in proposed.admin_ids:
        values = {"operation": proposed.operation, "number": str(proposed.operation_id)}
        template = f"END_PROPOSED_{proposed.decision}"
        yield Alarm(member_id, AlarmKind.NOTICE, values=values, template=template)
