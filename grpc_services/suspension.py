"""What are suspended and blocked members told? Apart from what refuses it, for pure rules too."""

from grpc_services.refusals import Forbidden


class MemberSuspended(Forbidden):
    """A suspended member may read, pay and ship, but not bid, sell or write."""


class Blocked(Forbidden):
    """One has blocked the other: neither deals with the other, and nobody is told why."""
