"""What happens in the catalogue?"""

from typing import ClassVar, Self

from grpc_services.facts import Fact
from models.catalogue import Upload


class UploadPrepared(Fact, frozen=True, kw_only=True):
    """A member may post a picture; it is to be checked as soon as it is there."""

    for_workers: ClassVar[bool] = True
    upload_id: int

    @classmethod
    def of(cls, made: Upload) -> Self:
        return cls(upload_id=made.upload_id)
