"""What do buyer and seller of an order say to each other? It is kept: it may have to be proven."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from grpc_services.catalogue.attachments import attach, attached
from grpc_services.community.facts import MessageSent
from grpc_services.facts import tells
from grpc_services.members.blocks import require_no_block
from grpc_services.pages import newest
from grpc_services.trade.orders import order_of
from models.community import Attachment, OrderMessage
from models.trade import Order


@dataclass(frozen=True)
class MessageView:
    """A message as one of the two sides sees it."""

    message: OrderMessage
    is_from_buyer: bool
    is_mine: bool
    images: list[Attachment]


@tells(MessageSent)
def send_message(
    *, member_id: int, order_id: int, text: str, upload_ids: Sequence[int], now: datetime
) -> OrderMessage:
    """
    This function will tell the other side of an order something.

    What has to be said about an order that is older than a block can be said.

    :raises OrderNotFound: if the member has neither bought nor sold it
    :raises Blocked: if one of the two had blocked the other before
    :raises UploadNotFound, UploadUsed, UploadRejected, PicturesPending: of the pictures
    """
    order = order_of(member_id=member_id, order_id=order_id)
    require_no_block(one_id=order.buyer_id, other_id=order.seller_id, until=order.created_at)

    message = OrderMessage.create(order=order, sender_id=member_id, text=text, created_at=now)
    attach(kind="MESSAGE", owner_id=message.message_id, member_id=member_id, upload_ids=upload_ids)
    return message


def messages_of(
    *, member_id: int, order_id: int, limit: int, cursor: str
) -> tuple[list[MessageView], str | None]:
    """
    This function will list what was said about an order, newest first.

    :raises OrderNotFound: if the member has neither bought nor sold it
    :raises InvalidCursor: if the cursor is not ours
    """
    query = OrderMessage.select().where(OrderMessage.order == order_id)
    rows, following = newest(
        query, OrderMessage.order, OrderMessage.message_id, limit=limit, cursor=cursor
    )
    order = order_of(member_id=member_id, order_id=order_id)
    return _views(rows, order, member_id), following


def message(*, member_id: int, message: OrderMessage) -> MessageView:
    """This function will show a message to whoever has just sent it."""
    return _views([message], message.order, member_id)[0]


def _views(rows: Sequence[OrderMessage], order: Order, member_id: int) -> list[MessageView]:
    images = attached(kind="MESSAGE", owner_ids=[row.message_id for row in rows])
    return [
        MessageView(
            message=row,
            is_from_buyer=row.sender_id == order.buyer_id,
            is_mine=row.sender_id == member_id,
            images=images[row.message_id],
        )
        for row in rows
    ]
