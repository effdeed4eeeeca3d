"""Who hears of what happens to alarms?"""

from collections.abc import Iterator

from grpc_services.alarms.facts import QuietHoursEnded
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears


@hears(QuietHoursEnded)
def it_was_quiet(hours: QuietHoursEnded) -> Iterator[Alarm]:
    values = {"count": hours.count, "toldAt": hours.told_at.isoformat()}
    yield Alarm(hours.member_id, AlarmKind.DIGEST, values=values)
