"""What do the resources of one process share?"""

from dataclasses import dataclass

from api_http.browsers import Browsers
from api_http.pace import Pace
from api_http.signatures import Signatures
from api_http.stubs import Stubs


@dataclass(frozen=True)
class Edge:
    """The services, how fast each member may bid, whose pages keep cookies, and who signs."""

    stubs: Stubs
    pace: Pace
    browsers: Browsers
    #: Of PortOne V2's webhooks.
    signatures: Signatures
