"""What happens to what is kept of members?"""

from typing import Any, ClassVar, Self

from grpc_services.facts import Fact


class ExportRequested(Fact, frozen=True, kw_only=True):
    """A member wants a copy of what is kept of them."""

    for_workers: ClassVar[bool] = True
    export_id: int

    @classmethod
    def of(cls, made: Any) -> Self:
        return cls(export_id=made.export_id)
