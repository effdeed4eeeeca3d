"""Is it a picture? Uploads are checked by their bytes, turned, stripped and made into two sizes."""

import io
import struct
import time
import warnings
from datetime import UTC, datetime

import dramatiq
from PIL import Image, ImageOps, UnidentifiedImageError

from protos import catalogue_pb2
from workers.reach import reach
from workers.services import ask

#: 25 megapixels; a file may claim any size, so this is checked before anything is unpacked.
PIXELS_MOST = 25_000_000
THUMB, FULL = 320, 1600
#: Most pictures come within a moment of their ticket; waiting for it saves a round of retries.
_WAIT_SECONDS = 2.0
_PAUSE = 0.05
Image.MAX_IMAGE_PIXELS = PIXELS_MOST


class NotThereYet(Exception):
    """The picture was not posted yet."""


class NotAPicture(Exception):
    """The bytes are not a picture that we take; the text says why."""


@dramatiq.actor(queue_name="images", max_retries=400, min_backoff=500, max_backoff=3_000)
def process_upload(upload_id: int) -> None:
    """Waits for a picture, checks it and makes what is shown of it."""
    catalogue = reach().services.catalogue
    upload = ask(catalogue.GetUpload, catalogue_pb2.GetUploadRequest(upload_id=upload_id))
    if upload.state != catalogue_pb2.UPLOAD_STATE_PENDING:
        return
    try:
        content = _content(upload)
        thumb, full = sizes(content)
    except NotAPicture as error:
        request = catalogue_pb2.RejectUploadRequest(upload_id=upload_id, reason=str(error))
        ask(catalogue.RejectUpload, request)
        return
    name = upload.key.rsplit("/", 1)[-1]
    thumb_key, full_key = f"public/{name}-thumb.webp", f"public/{name}-full.webp"
    reach().pictures.put(thumb_key, thumb)
    reach().pictures.put(full_key, full)
    ask(
        catalogue.RecordImages,
        catalogue_pb2.RecordImagesRequest(
            upload_id=upload_id, thumb_key=thumb_key, full_key=full_key
        ),
    )
    reach().pictures.delete(upload.key)


def _content(upload: catalogue_pb2.Upload) -> bytes:
    give_up_at = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < give_up_at:
        content = reach().pictures.get(upload.key)
        if content is not None:
            return content
        time.sleep(_PAUSE)
    if upload.expires_at.ToDatetime(tzinfo=UTC) < datetime.now(UTC):
        raise NotAPicture("Nothing was posted in time.")
    raise NotThereYet


def sizes(content: bytes) -> tuple[bytes, bytes]:
    """
    This function will make a picture's two sizes, as WebP without metadata: (thumb, full).

    :raises NotAPicture: if the bytes are not JPEG, PNG or WebP, are broken, or are too many pixels
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as image:
                if image.width * image.height > PIXELS_MOST:
                    raise NotAPicture("The picture has more than 25 megapixels.")
                upright = _opaque(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NotAPicture("The picture has more than 25 megapixels.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise NotAPicture("The file is not a whole JPEG, PNG or WebP picture.") from error
    return _within(upright, THUMB), _within(upright, FULL)


def _opaque(image: Image.Image) -> Image.Image:
    """What is transparent may hide any colour, mostly black: it becomes white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    colours = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), colours).convert("RGB")


def _within(image: Image.Image, side: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=82, method=2)
    return out.getvalue()
