"""By whose rules and clock are auctions held, and who signs for what comes of them?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from grpc_services.auction.pure.state import Rules
from grpc_services.members.tokens import Signer
from models.dialect import database_now


@dataclass(frozen=True)
class House:
    """What every rule of auctions needs to know of who runs them."""

    rules: Rules
    signer: Signer
    #: Ed25519, 32 bytes each: those that have signed before this signer.
    older_keys: tuple[bytes, ...] = ()
    #: How long before an end its watchers are told.
    ending_soon: timedelta = timedelta(minutes=30)
    #: How long somebody has to take what the winner has not paid for.
    second_chance: timedelta = timedelta(hours=24)
    #: Looked at once the locks are given; the demo's goes by what it tells of.
    clock: Callable[[], datetime] = database_now

    @property
    def public_keys(self) -> tuple[bytes, ...]:
        """Of whoever has signed a receipt; the one that signs now comes first."""
        own = self.signer.key.public_key().public_bytes_raw()
        return (own, *(key for key in self.older_keys if key != own))
