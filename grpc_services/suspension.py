"""What is a suspended member told? Apart from what refuses it, so that pure rules can too."""

from grpc_services.refusals import Forbidden


class MemberSuspended(Forbidden):
    """A suspended member may read, pay and ship, but not bid, sell or write."""
