"""What do the resources of one process share?"""

from dataclasses import dataclass

from api_http.browsers import Browsers
from api_http.pace import Pace
from api_http.signatures import Signatures
from api_http.stubs import Stubs


@dataclass(frozen=True)
class Edge:
    """The services, how fast what may be done, whose pages keep cookies, and who signs."""

    stubs: Stubs
    #: Of each member's bids, and of what each address says of payments without a signature.
    pace: Pace
    hints: Pace
    browsers: Browsers
    #: Of PortOne V2's webhooks.
    signatures: Signatures
