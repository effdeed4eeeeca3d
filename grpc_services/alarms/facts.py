"""What happens to alarms?"""

from typing import ClassVar

from grpc_services.facts import Fact


class MailsDue(Fact, frozen=True, kw_only=True):
    """Alarms were raised that go out by mail as well."""

    for_workers: ClassVar[bool] = True
