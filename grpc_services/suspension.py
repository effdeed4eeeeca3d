"""Who may not, whatever they ask? Apart from what refuses it, for pure rules too."""

from grpc_services.refusals import Forbidden


class MemberSuspended(Forbidden):
    """A suspended member may read, pay and ship, but not bid, sell or write."""


class AdminsOnly(Forbidden):
    """This is for those who run the market."""


class ScopeMissing(Forbidden):
    """This admin may do other things; `scopes` are those of which one is needed."""


class Blocked(Forbidden):
    """One has blocked the other: neither deals with the other, and nobody is told why."""
