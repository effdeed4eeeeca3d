"""How does a picture come to us? A ticket to post it, and what a worker found in it."""

import secrets
from datetime import datetime, timedelta

from grpc_services.catalogue.facts import UploadPrepared
from grpc_services.facts import alarm, atomic
from grpc_services.members.standing import require_active
from grpc_services.refusals import Conflict, Invalid, NotFound, NotReady, TooMany
from models.catalogue import Upload
from models.dialect import locked

LIFE = timedelta(minutes=10)
LARGEST = 10 * 1024 * 1024
#: Tickets of one member that are neither used nor expired.
_OPEN_MOST = 50


class UploadNotFound(NotFound):
    """You have no such upload."""


class UploadTooLarge(Invalid):
    """The file is larger than 10 MiB."""


class TooManyUploads(TooMany):
    """Too many uploads are under way."""


class UploadRejected(Conflict):
    """The file is not a picture that can be shown; upload another."""


class UploadUsed(Conflict):
    """The picture belongs to something already; upload it again."""


class PicturesPending(NotReady):
    """The pictures have not arrived or are still being checked; ask again."""


@alarm(UploadPrepared)
def prepare_upload(
    *, member_id: int, kind: str, content_type: str, size: int, now: datetime
) -> Upload:
    """
    This function will allow a member to post one picture.

    :raises MemberSuspended: if the member may only read
    :raises UploadTooLarge: if the file is above 10 MiB
    :raises TooManyUploads: if the member has fifty under way
    """
    require_active(member_id=member_id)
    if size > LARGEST:
        raise UploadTooLarge(size=f"must be at most {LARGEST} bytes")
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
    under_way = (
        Upload.select()
        .where(
            Upload.member == member_id,
            Upload.created_at > now - LIFE,
            Upload.state.in_(["PENDING", "READY"]),
        )
        .count()
    )
    if under_way >= _OPEN_MOST:
        raise TooManyUploads(retry_after=60)


def upload(*, upload_id: int) -> Upload:
    """:raises UploadNotFound: if there is none"""
    row = Upload.get_or_none(Upload.upload_id == upload_id)
    if row is None:
        raise UploadNotFound
    return row


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
        raise UploadRejected
    if "PENDING" in states:
        raise PicturesPending

    Upload.update(state="USED").where(Upload.upload_id.in_(upload_ids)).execute()
    return rows
