"""What happens to payouts?"""

from typing import Any, Literal, Self, cast

from grpc_services.facts import Fact
from grpc_services.members.bank_accounts import BANKS, masked_number
from models.payouts import Payout, PayoutRun

#: As in `collecting.Hold`.
Held = Literal["SUSPENDED", "WITHDRAWN", "NO_ACCOUNT", "REFUSED_BEFORE", "BALANCE_CHANGED"]


class _RunFact(Fact, frozen=True, kw_only=True):
    run_id: int
    admin_ids: list[int]

    @classmethod
    def of(cls, made: tuple[PayoutRun, list[int]]) -> Self:
        run, admin_ids = made
        return cls(run_id=run.run_id, admin_ids=admin_ids)


class PayoutsDrawnUp(_RunFact, frozen=True, kw_only=True):
    """Somebody has drawn up a run, and somebody else has to approve it."""


class PayoutsWaiting(_RunFact, frozen=True, kw_only=True):
    """A run has waited for long for somebody to approve it, send it or say what came of it."""


class PayoutsDue(_RunFact, frozen=True, kw_only=True):
    """Sellers are owed money, and no run was drawn up since this one, for long."""


class PayoutHeld(Fact, frozen=True, kw_only=True):
    """A seller is not paid, until they mend something or the operator decides."""

    seller_id: int
    amount: int
    hold: Held

    @classmethod
    def of(cls, made: Payout) -> Self:
        return cls(seller_id=made.seller_id, amount=made.amount, hold=cast(Held, made.hold))


class _Sent(Fact, frozen=True, kw_only=True):
    payout_id: int
    seller_id: int
    amount: int
    bank: str
    #: Masked.
    account_number: str

    @classmethod
    def of(cls, made: Any) -> Self:
        return cls(**_values_of(made))


class PayoutPaid(_Sent, frozen=True, kw_only=True):
    """The bank has paid a seller."""


class PayoutSent(_Sent, frozen=True, kw_only=True):
    """A bank is told to pay a seller."""

    #: Whether it is the seller's account still, or was when the run was drawn up.
    account: Literal["CURRENT", "EARLIER"]

    @classmethod
    def of(cls, made: tuple[Payout, bool]) -> Self:
        payout, is_current = made
        account: Literal["CURRENT", "EARLIER"] = "CURRENT" if is_current else "EARLIER"
        return cls(**_values_of(payout), account=account)


class PayoutFailed(_Sent, frozen=True, kw_only=True):
    """The bank has not paid a seller, who is owed it again."""

    because: str

    @classmethod
    def of(cls, made: Payout) -> Self:
        return cls(**_values_of(made), because=str(made.failed_because))


def _values_of(payout: Payout) -> dict[str, Any]:
    bank, number = str(payout.bank_code), str(payout.account_number)
    return {
        "payout_id": payout.payout_id,
        "seller_id": payout.seller_id,
        "amount": payout.amount,
        "bank": BANKS.get(bank, bank),
        "account_number": masked_number(number),
    }
