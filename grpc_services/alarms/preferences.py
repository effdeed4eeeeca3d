"""How does an alarm reach a member? By their settings, or else by the defaults of its kind."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from grpc_services.alarms.kinds import MAILED, AlarmKind
from grpc_services.facts import atomic
from grpc_services.korea import KOREA
from grpc_services.refusals import Invalid
from models.alarms import AlarmChannel, AlarmPreference, HeldAlarm
from models.dialect import fetch


class QuietHoursIncomplete(Invalid):
    """Quiet hours have a beginning and an end."""


@dataclass(frozen=True)
class Channels:
    push: bool
    email: bool


NOTHING = Channels(push=False, email=False)


@dataclass(frozen=True)
class Preferences:
    """What a member has said; `quiet_*` are HH:MM in Korea."""

    language: str = "ko"
    enabled: bool = True
    quiet_from: str | None = None
    quiet_until: str | None = None
    said: dict[str, Channels] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Channels:
        return self.said.get(kind) or Channels(push=True, email=kind in MAILED)

    def wanted(self, kind: str) -> Channels:
        """This function will say how an alarm of `kind` goes out, once it may."""
        return self.of_kind(kind) if self.enabled else NOTHING

    def quiet_end(self, now: datetime) -> datetime | None:
        """This function will say when the quiet hours end that it is now; None if it is none."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        here = now.astimezone(KOREA)
        if not _is_between(here.strftime("%H:%M"), self.quiet_from, self.quiet_until):
            return None
        hour, minute = map(int, self.quiet_until.split(":"))
        end = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return (end if end > here else end + timedelta(days=1)).astimezone(UTC)


def _is_between(time: str, begin: str, end: str) -> bool:
    if begin <= end:
        return begin <= time < end
    return time >= begin or time < end


#: One row for each kind that a member has spoken of, at least one for each member.
_SAID = (
    "m.member_id, m.language, p.enabled, p.quiet_from, p.quiet_until,"
    " c.kind, c.by_push, c.by_email",
    "FROM member m"
    " LEFT JOIN alarm_preference p ON p.member_id = m.member_id"
    " LEFT JOIN alarm_channel c ON c.member_id = m.member_id WHERE m.member_id IN (?)",
)


def preferences_of(*, member_ids: Collection[int]) -> dict[int, Preferences]:
    """This function will tell what each member has said, or the defaults."""
    found: dict[int, Preferences] = {}
    for member_id, language, enabled, begin, end, kind, push, email in fetch(*_SAID, member_ids):
        if member_id not in found:
            is_enabled = enabled is None or bool(enabled)
            found[member_id] = Preferences(language, is_enabled, begin, end, {})
        if kind is not None:
            found[member_id].said[kind] = Channels(bool(push), bool(email))
    return found


def preferences(*, member_id: int) -> Preferences:
    return preferences_of(member_ids=[member_id])[member_id]


@atomic
def change_preferences(
    *,
    member_id: int,
    enabled: bool | None,
    quiet: tuple[str | None, str | None] | None,
    channels: Mapping[AlarmKind, Channels],
    now: datetime,
) -> Preferences:
    """
    This function will keep what a member says now; what they do not name stays.

    What was held back waits for the end of the new quiet hours, or no longer.

    :raises QuietHoursIncomplete: if only one end of the quiet hours is given
    """
    before = preferences(member_id=member_id)
    quiet_from, quiet_until = quiet or (before.quiet_from, before.quiet_until)
    if (quiet_from is None) is not (quiet_until is None):
        raise QuietHoursIncomplete("quiet_from", "quiet_until")

    AlarmPreference.replace(
        member=member_id,
        enabled=before.enabled if enabled is None else enabled,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    ).execute()
    for kind, by in channels.items():
        keep_channels(member_id=member_id, kind=kind, by=by)
    said = preferences(member_id=member_id)
    HeldAlarm.update(until=said.quiet_end(now) or now).where(
        HeldAlarm.member_id == member_id, HeldAlarm.told_at.is_null()
    ).execute()
    return said


def keep_channels(*, member_id: int, kind: AlarmKind, by: Channels) -> None:
    """This function will keep how one kind reaches a member, in the transaction of the caller."""
    AlarmChannel.replace(
        member=member_id, kind=str(kind), by_push=by.push, by_email=by.email
    ).execute()
