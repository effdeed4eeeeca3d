"""What do the tests of whole services share? All of them, behind their guard, and who asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from grpc_services import access
from tests.support.servers import EDGE_SECRET
from tests.support.serving import all_services

METHODS: dict[str, MethodDescriptor] = {m.input_type.full_name: m for m in access._methods()}


@dataclass(frozen=True)
class Services:
    """The real services, asked as the edge asks them."""

    channel: grpc.Channel

    def ask(self, request: Message, *, key: str = "") -> Any:
        """This function will give the answer, or the reason of the refusal."""
        method = METHODS[request.DESCRIPTOR.full_name]
        call = self.channel.unary_unary(
            access.path_of(request),
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )
        metadata = [("authorization", f"Bearer {EDGE_SECRET}")]
        if key:
            metadata.append(("idempotency-key", key))
        try:
            return call(request, timeout=30, metadata=metadata)
        except grpc.RpcError as error:
            return _reason(error) or error.code()


def _reason(error: grpc.RpcError) -> str:
    info, status = error_details_pb2.ErrorInfo(), rpc_status.from_call(error)
    if status is not None and status.details and status.details[0].Unpack(info):
        return str(info.reason)
    return ""


@pytest.fixture
def services(database: str, redis_url: str, codes_store: Any) -> Iterator[Services]:
    with (
        all_services(database, redis_url) as address,
        grpc.insecure_channel(address) as channel,
    ):
        yield Services(channel)
