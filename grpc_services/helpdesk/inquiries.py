"""What does a member ask the operator? One thread each, until the operator closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grpc_services.catalogue.attachments import attach, attached
from grpc_services.facts import atomic, tells
from grpc_services.helpdesk.facts import InquiryAnswered, InquiryEnded
from grpc_services.pages import newest
from grpc_services.refusals import Conflict, NotFound
from models.community import Attachment
from models.dialect import locked
from models.helpdesk import Inquiry, InquiryMessage

#: Messages of one thread: it is read as a whole.
_MOST = 100


class InquiryNotFound(NotFound):
    """There is no such inquiry of yours."""


class InquiryClosed(Conflict):
    """The operator has closed it; another can be opened."""


class InquiryTooLong(Conflict):
    """There is so much in it already that another has to be opened."""


@dataclass(frozen=True)
class Words:
    """What one of the two says."""

    text: str
    upload_ids: Sequence[int] = ()


@atomic
def open_inquiry(
    *, member_id: int, category: str, title: str, words: Words, now: datetime
) -> Inquiry:
    """
    This function will ask the operator something.

    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    inquiry = Inquiry.create(
        member=member_id, category=category, title=title, state="WAITING", created_at=now
    )
    return _say(inquiry, words, sender_id=member_id, at=now, state="WAITING")


@atomic
def add_to_inquiry(*, member_id: int, inquiry_id: int, words: Words, now: datetime) -> Inquiry:
    """
    This function will add to an inquiry, which then waits for the operator again.

    :raises InquiryNotFound: if the member has none such
    :raises InquiryClosed: if the operator has closed it
    :raises InquiryTooLong: if there are a hundred messages in it
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    inquiry = _lock_inquiry(inquiry_id, member_id=member_id)

    if inquiry.state == "CLOSED":
        raise InquiryClosed
    if InquiryMessage.select().where(InquiryMessage.inquiry == inquiry).count() >= _MOST:
        raise InquiryTooLong

    return _say(inquiry, words, sender_id=member_id, at=now, state="WAITING")


@tells(InquiryAnswered)
def answer_inquiry(*, operator_id: int, inquiry_id: int, words: Words, now: datetime) -> Inquiry:
    """
    This function will answer a member; a hundred messages are no limit to the operator.

    :raises InquiryNotFound: if there is no such inquiry
    :raises InquiryClosed: if it was closed
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    inquiry = _lock_inquiry(inquiry_id)

    if inquiry.state == "CLOSED":
        raise InquiryClosed

    return _say(inquiry, words, sender_id=operator_id, at=now, state="ANSWERED")


@tells(InquiryEnded)
def close_inquiry(*, inquiry_id: int, reason: str) -> InquiryEnded:
    """
    This function will end a thread.

    :raises InquiryNotFound: if there is no such inquiry
    :raises InquiryClosed: if it was closed
    """
    inquiry = _lock_inquiry(inquiry_id)

    if inquiry.state == "CLOSED":
        raise InquiryClosed

    inquiry.state = "CLOSED"
    inquiry.save(only=[Inquiry.state])
    return InquiryEnded(
        inquiry_id=inquiry_id, member_id=inquiry.member_id, title=inquiry.title, because=reason
    )


def _say(inquiry: Inquiry, words: Words, *, sender_id: int, at: datetime, state: str) -> Inquiry:
    message = InquiryMessage.create(
        inquiry=inquiry, sender_id=sender_id, text=words.text, created_at=at
    )
    attach(
        kind="INQUIRY",
        owner_id=message.message_id,
        member_id=sender_id,
        upload_ids=words.upload_ids,
    )
    inquiry.state = state
    inquiry.save()
    return inquiry


def _lock_inquiry(inquiry_id: int, *, member_id: int | None = None) -> Inquiry:
    inquiry = locked(_inquiries(inquiry_id, member_id)).first()
    if inquiry is None:
        raise InquiryNotFound
    return inquiry


def _inquiries(inquiry_id: int, member_id: int | None) -> Any:
    query = Inquiry.select().where(Inquiry.inquiry_id == inquiry_id)
    return query if member_id is None else query.where(Inquiry.member == member_id)


@dataclass(frozen=True)
class Thread:
    """An inquiry with all that was said, from the first to the last, and the pictures of each."""

    inquiry: Inquiry
    messages: list[InquiryMessage]
    images: dict[int, list[Attachment]]


def thread(*, inquiry_id: int, member_id: int | None = None) -> Thread:
    """:raises InquiryNotFound: if there is none such, or it is not the member's"""
    inquiry = _inquiries(inquiry_id, member_id).first()
    if inquiry is None:
        raise InquiryNotFound
    said = InquiryMessage.select().where(InquiryMessage.inquiry == inquiry)
    messages = list(said.order_by(InquiryMessage.message_id))
    ids = [message.message_id for message in messages]
    return Thread(inquiry, messages, attached(kind="INQUIRY", owner_ids=ids))


def inquiries_of(*, member_id: int, limit: int, cursor: str) -> tuple[list[Inquiry], str | None]:
    """
    This function will list a member's inquiries, newest first.

    :raises InvalidCursor: if the cursor is not ours
    """
    query = Inquiry.select().where(Inquiry.member == member_id)
    return newest(query, Inquiry.member, Inquiry.inquiry_id, limit=limit, cursor=cursor)
