"""By whose rules are auctions held, and who signs for what comes of them?"""

from dataclasses import dataclass

from grpc_services.auction.pure.state import Rules
from grpc_services.members.tokens import Signer


@dataclass(frozen=True)
class House:
    """What every rule of auctions needs to know of who runs them."""

    rules: Rules
    signer: Signer
