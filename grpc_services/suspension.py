"""Who may not, whatever they ask? Apart from what refuses it, for pure rules too."""

from datetime import datetime

from grpc_services.refusals import Forbidden


class MemberSuspended(Forbidden):
    """A suspended member may read, pay and ship, but not bid, sell or write."""

    @classmethod
    def told(cls, because: str, until: datetime | None) -> "MemberSuspended":
        """Why, and until when if it ends by itself."""
        when = {"until": until.isoformat().replace("+00:00", "Z")} if until else {}
        return cls(reason=because, **when)


class AdminsOnly(Forbidden):
    """This is for those who run the market."""


class ScopeMissing(Forbidden):
    """This admin may do other things; `scopes` are those of which one is needed."""


class Blocked(Forbidden):
    """One has blocked the other: neither deals with the other, and nobody is told why."""
