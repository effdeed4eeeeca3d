"""What can any payment provider do for us, and what does it say of a payment?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from workers.failures import Final


class ProviderRefused(Final):
    """The provider answered, and will not do it."""


class ProviderBusy(ProviderRefused):
    """The provider or who stands behind it will not do it now, and may later."""


#: Only words tell what passes: a bank that is being looked after, or one that did not answer.
_PASSES = ("점검", "잠시 후", "일시적", "시간 초과", "시간초과", "통신", "지연", "timeout")


def refusal(told: str) -> ProviderRefused:
    """This function will tell a refusal that may pass from one that will not."""
    passes = any(word in told.lower() for word in _PASSES)
    return ProviderBusy(told) if passes else ProviderRefused(told)


@dataclass(frozen=True)
class RefundAccount:
    """Where money goes back to that came in by a virtual account; the bank by its three digits."""

    bank_code: str
    account_number: str
    holder: str


@dataclass(frozen=True)
class Payment:
    """What a provider says of one payment; units of the currency, unix seconds, 0 for never."""

    #: Who says it: PORTONE or PORTONE_V2.
    provider: str
    #: By which the provider gives money back.
    provider_uid: str
    #: Our own number of it.
    merchant_uid: str
    #: ready, paid, failed or cancelled.
    status: str
    paid: int
    cancelled: int
    currency: str
    method: str
    #: Who stands behind the provider, as it calls them.
    gateway: str
    transaction_id: str
    receipt_url: str
    paid_at: int

    @property
    def balance(self) -> int:
        return self.paid - self.cancelled


class Provider(Protocol):
    """One shop's access; used by many threads. Each may raise RequestException: later it may go."""

    def prepare(self, *, merchant_uid: str, amount: int) -> None:
        """
        This function will have only `amount` be taken for a payment; a second time is harmless.

        :raises ProviderRefused: if another amount is registered, or the provider will not
        """

    def payments_of(self, merchant_uid: str) -> list[Payment]:
        """This function will list all payments that were made under our own number."""

    def payments_between(self, since: int, until: int) -> list[Payment]:
        """
        This function will list what was begun, paid, given back or failed last, of all payments.

        From the second `since` to the one before `until`.
        """

    def payments_named(self, provider_uids: Sequence[str]) -> list[Payment]:
        """This function will tell of payments by the provider's numbers, a hundred at most."""

    def cancel(
        self,
        payment: Payment,
        *,
        amount: int,
        reason: str,
        key: str,
        account: RefundAccount | None = None,
    ) -> None:
        """
        This function will give a part of a payment back, or all of it; once with one `key`.

        What came by a virtual account goes to `account`; all else goes back whence it came.

        :raises ProviderRefused: if it will not, or holds another balance than `payment` says
        """
