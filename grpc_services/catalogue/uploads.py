"""How does a picture come to us? A ticket to post it, and what a worker found in it."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from grpc_services import outbox
from grpc_services.catalogue.facts import UploadArrived
from grpc_services.facts import atomic
from grpc_services.refusals import Conflict, Invalid, NotFound, NotReady, TooMany
from models.catalogue import Upload
from models.dialect import locked

LIFE = timedelta(minutes=10)
LARGEST = 10 * 1024 * 1024
CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp")
#: Pictures of one lot.
OF_GOODS_MOST = 10
#: How long pictures are kept that were not used for anything.
UNUSED_LIFE = timedelta(days=1)
#: Uploads of one member that were not used for anything: of the last ten minutes, of the last day.
_UNDER_WAY_MOST, _UNUSED_MOST = 50, 300
#: A file that is still there so long after its arrival is told of again: its job was lost.
_TELL_AGAIN_AFTER = timedelta(minutes=2)
_AT_ONCE = 500
#: Of what only those may see who talk to each other; a question may be secret, and so its answer.
_PRIVATE_KINDS = ("CASE", "MESSAGE", "INQUIRY", "QUESTION", "ANSWER")


class UploadNotFound(NotFound):
    """You have no such upload."""


class UploadTooLarge(Invalid):
    """The file is larger than 10 MiB."""


class TooManyUploads(TooMany):
    """Too many uploads are under way."""


class UploadRejected(Conflict):
    """Files are no pictures that can be shown; `uploadIds` says which, with spaces between them."""


class UploadUsed(Conflict):
    """The picture belongs to something already; upload it again."""


class PicturesPending(NotReady):
    """The pictures have not arrived or are still being checked; ask again."""


@atomic
def prepare_upload(
    *, member_id: int, kind: str, content_type: str, size: int, now: datetime
) -> Upload:
    """
    This function will allow a member to post one picture.

    :raises UploadTooLarge: if the file is above 10 MiB
    :raises TooManyUploads: if the member has fifty under way, or three hundred unused of a day
    """
    if size > LARGEST:
        raise UploadTooLarge("size")
    _require_room(member_id, now)

    return Upload.create(
        member=member_id,
        kind=kind,
        content_type=content_type,
        state="PENDING",
        source_key=f"incoming/{secrets.token_hex(16)}",
        created_at=now,
        expires_at=now + LIFE,
    )


def _require_room(member_id: int, now: datetime) -> None:
    # What was refused counts as well: it, too, was stored and looked at.
    unused = (Upload.member == member_id) & (Upload.state != "USED")
    for since, most in ((LIFE, _UNDER_WAY_MOST), (UNUSED_LIFE, _UNUSED_MOST)):
        if Upload.select().where(unused, Upload.created_at > now - since).count() >= most:
            raise TooManyUploads(retry_after=60)


def upload(*, upload_id: int) -> Upload:
    """:raises UploadNotFound: if there is none"""
    row = Upload.get_or_none(Upload.upload_id == upload_id)
    if row is None:
        raise UploadNotFound
    return row


def folder_of(row: Upload) -> str:
    """This function will tell whether everybody may see a picture: `public`, or `private`."""
    return "private" if row.kind in _PRIVATE_KINDS else "public"


@atomic
def record_arrivals(*, keys: Collection[str], now: datetime) -> list[str]:
    """This function will have files checked that somebody waits for; it names all others."""
    waited_for = Upload.select().where(
        Upload.source_key.in_(list(keys)),
        Upload.state == "PENDING",
        Upload.created_at > now - UNUSED_LIFE,
    )
    found = list(locked(waited_for.order_by(Upload.upload_id)))
    fresh = [
        row.upload_id
        for row in found
        if row.arrived_at is None or row.arrived_at < now - _TELL_AGAIN_AFTER
    ]

    Upload.update(arrived_at=now).where(Upload.upload_id.in_(fresh)).execute()
    outbox.append([UploadArrived(upload_id=upload_id) for upload_id in fresh])
    return sorted(set(keys) - {row.source_key for row in found})


def unused_uploads(*, now: datetime) -> list[Upload]:
    """This function will list what was not used for anything in time, the oldest first."""
    unused = Upload.select().where(Upload.created_at < now - UNUSED_LIFE, Upload.state != "USED")
    return list(unused.order_by(Upload.created_at).limit(_AT_ONCE))


@atomic
def forget_uploads(*, upload_ids: Collection[int], now: datetime) -> None:
    """This function will delete what was not used for anything in time; what was, stays."""
    Upload.delete().where(
        Upload.upload_id.in_(list(upload_ids)),
        Upload.created_at < now - UNUSED_LIFE,
        Upload.state != "USED",
    ).execute()


@atomic
def record_images(*, upload_id: int, thumb_key: str, full_key: str) -> None:
    """This function will keep what a worker made of a picture; a second time changes nothing."""
    Upload.update(state="READY", thumb_key=thumb_key, full_key=full_key).where(
        Upload.upload_id == upload_id, Upload.state == "PENDING"
    ).execute()


@atomic
def reject_upload(*, upload_id: int, reason: str) -> None:
    """This function will keep why a picture cannot be shown; a second time changes nothing."""
    Upload.update(state="REJECTED", reject_reason=reason[:255]).where(
        Upload.upload_id == upload_id, Upload.state == "PENDING"
    ).execute()


def take_pictures(*, member_id: int, upload_ids: list[int], kind: str) -> list[Upload]:
    """
    This function will use up a member's checked pictures, in the order given.

    :raises UploadNotFound: if one is not the member's, or for something else
    :raises UploadUsed: if one was used before, or is named twice
    :raises UploadRejected: if one is not a picture
    :raises PicturesPending: if one has not been checked yet
    """
    query = Upload.select().where(
        Upload.upload_id.in_(upload_ids), Upload.member == member_id, Upload.kind == kind
    )
    found = {row.upload_id: row for row in locked(query.order_by(Upload.upload_id))}
    rows = [found[upload_id] for upload_id in upload_ids if upload_id in found]
    states = {row.state for row in rows}

    if len(rows) < len(upload_ids):
        raise UploadNotFound
    if "USED" in states or len(found) < len(upload_ids):
        raise UploadUsed
    if "REJECTED" in states:
        refused = [row.upload_id for row in rows if row.state == "REJECTED"]
        raise UploadRejected(uploadIds=" ".join(map(str, refused)))
    if "PENDING" in states:
        raise PicturesPending

    Upload.update(state="USED").where(Upload.upload_id.in_(upload_ids)).execute()
    return rows
