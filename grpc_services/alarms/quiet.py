"""What becomes of alarms that are raised in quiet hours? They wait, and are told of together."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from grpc_services import outbox
from grpc_services.alarms.facts import QuietHoursEnded
from grpc_services.alarms.preferences import preferences_of
from grpc_services.facts import atomic
from models.alarms import Alarm, HeldAlarm
from models.base import UtcField, tuples
from models.dialect import insert_rows, locked

#: What is raised in the last moment of quiet hours is there only a little later.
_LAST_MOMENT = timedelta(seconds=5)
#: Members in one transaction: at seven in the morning the quiet hours of very many end.
_AT_ONCE = 200
_utc = UtcField()
#: An alarm, whose it is, and when it may go out.
Held = tuple[int, int, datetime]


def hold(held: Sequence[Held]) -> None:
    """This function will have alarms of members wait until then, as part of raising them."""
    rows = [(alarm_id, member_id, _utc.db_value(until)) for alarm_id, member_id, until in held]
    insert_rows("held_alarm", ("alarm_id", "member_id", "until"), rows, once=True)


@atomic
def end_quiet_hours(*, now: datetime) -> int:
    """
    This function will tell some members that something was held back, now that they may be told.

    It says of how many it has found something that waits no longer; 0 when that is nobody.
    """
    waiting = HeldAlarm.told_at.is_null() & (HeldAlarm.until <= now - _LAST_MOMENT)
    found = HeldAlarm.select(HeldAlarm.member_id).where(waiting).distinct().limit(_AT_ONCE)
    member_ids = [member_id for (member_id,) in tuples(found)]
    # Who comes second finds what the first has left.
    rows = locked(
        HeldAlarm.select()
        .where(waiting, HeldAlarm.member_id.in_(member_ids))
        .order_by(HeldAlarm.alarm)
    )
    counts = Counter(row.member_id for row in rows)

    for member_id, said in preferences_of(member_ids=counts).items():
        mine = waiting & (HeldAlarm.member_id == member_id)
        # Nobody may have looked before it was quiet again.
        if until := said.quiet_end(now):
            HeldAlarm.update(until=until).where(mine).execute()
        else:
            HeldAlarm.update(told_at=now).where(mine).execute()
            fact = QuietHoursEnded(member_id=member_id, count=counts[member_id], told_at=now)
            outbox.append([fact], now=now)
    return len(counts)


def held_back(*, member_id: int, told_at: datetime) -> list[Alarm]:
    """This function will list what a member was told of at that moment, in its order."""
    query = (
        Alarm.select()
        .join(HeldAlarm)
        .where(HeldAlarm.member_id == member_id, HeldAlarm.told_at == told_at)
    )
    return list(query.order_by(Alarm.alarm_id))
