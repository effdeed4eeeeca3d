"""What happens to what two admins answer for?"""

from typing import Literal, Self, cast

from grpc_services.facts import Fact
from models.money import ProviderOperation

#: As in `by_two.Decision`.
Proposed = Literal["DONE", "DROP"]


class EndProposed(Fact, frozen=True, kw_only=True):
    """An admin would end what is stuck with the provider, and another has to agree."""

    operation_id: int
    operation: str
    decision: Proposed
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[ProviderOperation, list[int]]) -> Self:
        operation, admin_ids = made
        return cls(
            operation_id=operation.operation_id,
            operation=f"{operation.kind} {operation.subject}",
            decision=cast("Proposed", operation.proposed),
            admin_ids=admin_ids,
        )
