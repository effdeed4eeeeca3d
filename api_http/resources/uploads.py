"""How does a picture get here?"""

from typing import Annotated, Literal

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.kinds.choices import Choice
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import catalogue_pb2 as pb

#: Whatever takes pictures that were posted before may refuse them.
OF_PICTURES = ("UPLOAD_NOT_FOUND", "UPLOAD_USED", "UPLOAD_REJECTED", "PICTURES_PENDING")


class UploadKind(Choice, of=pb.UploadKind):
    """What a picture is for."""


class NewUpload(Shape, frozen=True, kw_only=True):
    kind: UploadKind
    content_type: Literal["image/jpeg", "image/png", "image/webp"]
    size: Annotated[int, Meta(ge=1, le=shapes.BIGGEST)]


class Uploads(Resource):
    @operation(
        "requestUpload",
        "Ask for a form to post one picture with",
        body=NewUpload,
        answer=pb.UploadTicket,
        status=201,
        key=Key.ACCEPTED,
        refuses=("UPLOAD_TOO_LARGE", "TOO_MANY_UPLOADS", "MEMBER_SUSPENDED"),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateUploadRequest(
            member_id=call.member_id,
            kind=call.body.kind.number,
            content_type=call.body.content_type,
            size=call.body.size,
        )
        return await call.ask(self.stubs.catalogue.CreateUpload, request)


ROUTES: Routes = (("/v1/uploads", Uploads),)
