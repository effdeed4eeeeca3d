"""What happens to alarms?"""

from typing import ClassVar, Self

from grpc_services.facts import Fact


class MailsDue(Fact, frozen=True, kw_only=True):
    """Alarms were raised that go out by mail as well."""

    for_workers: ClassVar[bool] = True
    alarm_ids: list[int]

    @classmethod
    def of(cls, made: Self) -> Self:
        return made
