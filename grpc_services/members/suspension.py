"""What is a suspended member told? Apart from the tables, so that pure rules can refuse it too."""

from grpc_services.refusals import Forbidden


class MemberSuspended(Forbidden):
    """A suspended member may read, but not bid, sell or write."""
