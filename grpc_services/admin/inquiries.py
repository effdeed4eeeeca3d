"""How are members answered who ask the operator something?"""

from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic
from grpc_services.helpdesk.inquiries import Words, answer_inquiry, close_inquiry
from grpc_services.pages import page, position
from models.helpdesk import Inquiry


def inquiries(*, state: str | None, limit: int, cursor: str) -> tuple[list[Inquiry], str | None]:
    """
    This function will list everybody's inquiries, the oldest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    rows = Inquiry.select().order_by(Inquiry.inquiry_id)
    if state is not None:
        rows = rows.where(Inquiry.state == state)
    start = position(cursor)
    if start:
        rows = rows.where(Inquiry.inquiry_id > start[0])
    return page(rows, limit, lambda row: (row.inquiry_id,))


@atomic
def answer(*, inquiry_id: int, words: Words, operator_id: int, client: str, now: datetime) -> None:
    """
    This function will answer a member; the reason is what they ask.

    :raises InquiryNotFound: if there is no such inquiry
    :raises InquiryClosed: if it was closed
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    inquiry = answer_inquiry(operator_id=operator_id, inquiry_id=inquiry_id, words=words, now=now)

    by = By(operator_id, inquiry.title, client)
    after = {"text": words.text, "uploads": list(words.upload_ids)}
    note(by, "ANSWER", target="INQUIRY", target_id=inquiry_id, after=after, now=now)


@atomic
def close(*, inquiry_id: int, by: By, now: datetime) -> None:
    """
    This function will end a thread.

    :raises InquiryNotFound: if there is no such inquiry
    :raises InquiryClosed: if it was closed
    """
    close_inquiry(inquiry_id=inquiry_id, reason=by.reason)

    after = {"state": "CLOSED"}
    note(by, "CLOSE", target="INQUIRY", target_id=inquiry_id, after=after, now=now)
