"""How is a request refused? The kinds of refusal, and the gRPC status that each becomes.

A refusal is a class beside the rule that raises it, named after the state of things. Its code,
which clients see, is its name in UPPER_SNAKE.
"""

import re
from typing import Any, ClassVar

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

DOMAIN = "pikcur"


class Refusal(Exception):
    """What was asked cannot be done; `details` say what a client needs to ask better."""

    status: ClassVar[grpc.StatusCode]
    _code: ClassVar[str] = "REFUSAL"

    def __init_subclass__(cls) -> None:
        cls._code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).upper()

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message or self.code().replace("_", " ").capitalize() + ".")
        self.details = details

    @classmethod
    def code(cls) -> str:
        return cls._code


class NotFound(Refusal):
    """There is no such thing, or none that the caller may see."""

    status = grpc.StatusCode.NOT_FOUND


class Forbidden(Refusal):
    """It is there, but the caller may not do this to it."""

    status = grpc.StatusCode.PERMISSION_DENIED


class Conflict(Refusal):
    """The state of things does not allow it now."""

    status = grpc.StatusCode.FAILED_PRECONDITION


class Invalid(Refusal):
    """A value breaks a rule that only the services can check; `details` are field=message."""

    status = grpc.StatusCode.INVALID_ARGUMENT


class Unauthenticated(Refusal):
    """The caller did not prove who they are."""

    status = grpc.StatusCode.UNAUTHENTICATED


class TooMany(Refusal):
    """Too often; `retry_after` says in how many seconds to come back."""

    status = grpc.StatusCode.RESOURCE_EXHAUSTED


class Internal(Refusal):
    """Something broke here that broke nothing else."""

    status = grpc.StatusCode.INTERNAL


class NotReady(Refusal):
    """It will work as soon as a job that is under way has finished: ask again."""

    status = grpc.StatusCode.ABORTED


def to_status(refusal: Refusal) -> status_pb2.Status:
    """This function will carry a refusal as `google.rpc.Status` with an `ErrorInfo`."""
    info = error_details_pb2.ErrorInfo(
        reason=refusal.code(),
        domain=DOMAIN,
        metadata={name: str(value) for name, value in refusal.details.items()},
    )
    detail = AnyMessage()
    detail.Pack(info)
    return status_pb2.Status(
        code=code_pb2.Code.Value(refusal.status.name), message=str(refusal), details=[detail]
    )


def to_grpc(refusal: Refusal) -> grpc.Status:
    """This function will make of a refusal what `context.abort_with_status` takes."""
    return rpc_status.to_status(to_status(refusal))
