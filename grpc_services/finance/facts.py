"""What happens to what two admins answer for?"""

from typing import Literal, Self, cast

from grpc_services.facts import Fact
from models.money import ProviderOperation, Remittance, SuspenseClearing

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


#: As in `clearings.Way`.
Way = Literal["RETURN", "ASSIGN", "WRITE_OFF"]


class ClearingProposed(Fact, frozen=True, kw_only=True):
    """An admin would clear money of nobody known, and another has to agree."""

    provider_uid: str
    amount: int
    way: Way
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[SuspenseClearing, list[int]]) -> Self:
        clearing, admin_ids = made
        return cls(
            provider_uid=clearing.reading.provider_uid,
            amount=clearing.amount,
            way=cast("Way", clearing.way),
            admin_ids=admin_ids,
        )


class RemittanceRecorded(Fact, frozen=True, kw_only=True):
    """An admin says what a provider has paid us, and another has to agree."""

    reference: str
    amount: int
    fee: int
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[Remittance, list[int]]) -> Self:
        row, admin_ids = made
        return cls(reference=row.reference, amount=row.amount, fee=row.fee, admin_ids=admin_ids)
