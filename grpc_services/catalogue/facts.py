"""What happens in the catalogue?"""

from typing import ClassVar, Self

from grpc_services.facts import Fact
from models.catalogue import Upload


class UploadPrepared(Fact):
    """A member may post a picture; it is to be checked as soon as it is there."""

    for_workers: ClassVar[bool] = True
    upload_id: int

    @classmethod
    def of(cls, upload: Upload) -> Self:
        return cls(upload_id=upload.upload_id)
