"""What do the resources of one process share?"""

from dataclasses import dataclass

from api_http.browsers import Browsers
from api_http.pace import Pace
from api_http.stubs import Stubs


@dataclass(frozen=True)
class Edge:
    """The services, how fast each member may bid, and which pages may sign in by a cookie."""

    stubs: Stubs
    pace: Pace
    browsers: Browsers
