"""Which pictures belong to what a member wrote? To a question, an answer, a review, a message."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from grpc_services.catalogue.uploads import take_pictures
from models.community import Attachment


def attach(*, kind: str, owner_id: int, member_id: int, upload_ids: Sequence[int]) -> None:
    """
    This function will put a member's pictures to what they wrote, in place of those it had.

    Whoever writes it again may name those again that it has.

    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of those it has not
    """
    before = {row.upload_id: row for row in attached(kind=kind, owner_ids=[owner_id])[owner_id]}
    fresh = [upload_id for upload_id in upload_ids if upload_id not in before]

    taken = take_pictures(member_id=member_id, upload_ids=fresh, kind=kind) if fresh else []
    pictures = before | {upload.upload_id: upload for upload in taken}

    detach(kind=kind, owner_id=owner_id)
    for position, upload_id in enumerate(dict.fromkeys(upload_ids)):
        Attachment.create(
            kind=kind,
            owner_id=owner_id,
            position=position,
            upload_id=upload_id,
            thumb_key=pictures[upload_id].thumb_key,
            full_key=pictures[upload_id].full_key,
        )


def detach(*, kind: str, owner_id: int) -> None:
    """This function will part pictures from what is no longer there."""
    Attachment.delete().where(Attachment.kind == kind, Attachment.owner_id == owner_id).execute()


def attached(*, kind: str, owner_ids: Collection[int]) -> dict[int, list[Attachment]]:
    """This function will find the pictures of each, in their order."""
    rows = Attachment.select().where(
        Attachment.kind == kind, Attachment.owner_id.in_(list(owner_ids))
    )
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in rows.order_by(Attachment.owner_id, Attachment.position):
        found[row.owner_id].append(row)
    return found
