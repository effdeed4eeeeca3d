"""Which pictures have come, and what becomes of them? They are found, checked, kept or deleted."""

from protos import catalogue_pb2
from workers.broker import job
from workers.imaging import NotAPicture, sizes
from workers.reach import reach
from workers.services import ask


@job(queue_name="images", max_retries=5, min_backoff=500, max_backoff=60_000)
def process_upload(upload_id: int) -> None:
    """Checks a picture that has come, and makes what is shown of it."""
    catalogue = reach().services.catalogue
    upload = ask(catalogue.GetUpload, catalogue_pb2.GetUploadRequest(upload_id=upload_id))
    if upload.state != catalogue_pb2.UPLOAD_STATE_PENDING:
        return
    try:
        thumb, full = sizes(_content(upload.key))
    except NotAPicture as error:
        request = catalogue_pb2.RejectUploadRequest(upload_id=upload_id, reason=str(error))
        ask(catalogue.RejectUpload, request)
    else:
        _keep(upload, thumb, full)
    reach().pictures.delete(upload.key)


def _content(key: str) -> bytes:
    content = reach().pictures.get(key)
    if content is None:
        raise NotAPicture("The file is gone.")
    return content


def _keep(upload: catalogue_pb2.Upload, thumb: bytes, full: bytes) -> None:
    name = upload.key.rsplit("/", 1)[-1]
    # Services of the release before do not tell.
    folder = upload.folder or "public"
    thumb_key, full_key = f"{folder}/{name}-thumb.webp", f"{folder}/{name}-full.webp"
    reach().pictures.put(thumb_key, thumb)
    reach().pictures.put(full_key, full)
    request = catalogue_pb2.RecordImagesRequest(
        upload_id=upload.upload_id, thumb_key=thumb_key, full_key=full_key
    )
    ask(reach().services.catalogue.RecordImages, request)


@job(queue_name="images", max_retries=0)
def look_for_arrivals() -> None:
    """Reports every file that has come, and deletes those that nobody waits for."""
    keys = reach().pictures.arrived()
    if not keys:
        return
    told = ask(
        reach().services.catalogue.RecordArrivals, catalogue_pb2.RecordArrivalsRequest(keys=keys)
    )
    for key in told.unwanted_keys:
        reach().pictures.delete(key)


@job(queue_name="images", max_retries=0)
def forget_unused_uploads() -> None:
    """Deletes pictures that nobody has used for anything, and then what is known of them."""
    catalogue = reach().services.catalogue
    unused = ask(catalogue.ListUnusedUploads, catalogue_pb2.ListUnusedUploadsRequest())
    for upload in unused.items:
        for key in upload.keys:
            reach().pictures.delete(key)
    ids = [upload.upload_id for upload in unused.items]
    if ids:
        ask(catalogue.ForgetUploads, catalogue_pb2.ForgetUploadsRequest(upload_ids=ids))
