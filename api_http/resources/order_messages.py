"""What do buyer and seller of an order say to each other?"""

from google.protobuf.message import Message

from api_http import shapes
from api_http.kinds import texts
from api_http.operations import Call, Key, Resource, Routes, Side, operation
from api_http.resources.uploads import OF_PICTURES
from api_http.shapes import Shape
from protos import community_pb2 as pb


class NewMessage(Shape, frozen=True, kw_only=True):
    text: texts.Text
    upload_ids: shapes.Uploads = ()


class OrderMessages(Resource):
    @operation(
        "listMessages",
        "What was said about an order of yours, newest first",
        sides=(Side.BUYER, Side.SELLER),
        query=shapes.Page,
        answer=pb.ListMessagesResponse,
        refuses=("ORDER_NOT_FOUND", "INVALID_CURSOR"),
    )
    async def on_get(self, call: Call, order_id: int) -> Message:
        request = pb.ListMessagesRequest(member_id=call.member_id, order_id=order_id, **call.page)
        return await call.ask(self.stubs.community.ListMessages, request)

    @operation(
        "sendMessage",
        "Tell the other side of an order something",
        sides=(Side.BUYER, Side.SELLER),
        body=NewMessage,
        answer=pb.OrderMessage,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/orders/{order_id}/messages",
        refuses=(
            "ORDER_NOT_FOUND",
            "BLOCKED",
            *OF_PICTURES,
        ),
    )
    async def on_post(self, call: Call, order_id: int) -> Message:
        request = pb.SendMessageRequest(
            member_id=call.member_id,
            order_id=order_id,
            text=call.body.text,
            upload_ids=call.body.upload_ids,
        )
        return await call.ask_until_ready(self.stubs.community.SendMessage, request)


ROUTES: Routes = (("/v1/orders/{order_id:id}/messages", OrderMessages),)
