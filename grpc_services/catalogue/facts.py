"""What happens in the catalogue?"""

from typing import ClassVar

from grpc_services.facts import Fact


class UploadArrived(Fact, frozen=True, kw_only=True):
    """A picture that a member was allowed to post is there; it is to be checked."""

    for_workers: ClassVar[bool] = True
    upload_id: int
