"""What do the resources of one process share?"""

from dataclasses import dataclass

from api_http.pace import Pace
from api_http.stubs import Stubs


@dataclass(frozen=True)
class Edge:
    """The services, and how fast each member may bid."""

    stubs: Stubs
    pace: Pace
