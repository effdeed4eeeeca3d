"""How is a problem told? As RFC 9457 problem details, in the reader's language."""

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

import falcon
import falcon.asgi
import grpc
import msgspec
import structlog
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from api_http.problems import PROBLEMS, Problem

log = structlog.get_logger()

#: The HTTP status of each gRPC status that a refusal comes with.
HTTP_STATUS = {
    grpc.StatusCode.INVALID_ARGUMENT: 422,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.FAILED_PRECONDITION: 409,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DEADLINE_EXCEEDED: 503,
    # By services that end.
    grpc.StatusCode.CANCELLED: 503,
}
#: Said in a header, not in the body.
_RETRY_AFTER = "retryAfter"


def write(problem: Problem, resp: falcon.asgi.Response, language: str) -> None:
    """This function will make `problem` the response."""
    resp.status = problem.status
    resp.content_type = "application/problem+json"
    resp.set_header("Content-Language", language)
    for name, value in problem.headers.items():
        resp.set_header(name, value)
    if problem.status == 401:
        resp.set_header("WWW-Authenticate", "Bearer")
    retry_after = problem.values.get(_RETRY_AFTER) or problem.told.retry_after
    if problem.status == 429 or retry_after:
        resp.set_header("Retry-After", str(retry_after or 60))
    resp.data = msgspec.json.encode(_body(problem, language))


def _body(problem: Problem, language: str) -> dict[str, Any]:
    template = problem.told.words.in_(language)
    values = _typed(template, problem.values)
    return {
        **{name: value for name, value in values.items() if name != _RETRY_AFTER},
        "type": f"/docs/errors#{problem.code}",
        "title": _filled(_title(template), values),
        "status": problem.status,
        "detail": _filled(template, values),
        "code": problem.code,
        **({"errors": _named(problem, language)} if problem.fields else {}),
    }


@cache
def _title(template: str) -> str:
    return re.split(r"(?<=\.) ", template)[0]


def _typed(template: str, values: Mapping[str, Any]) -> dict[str, Any]:
    whole = _whole_numbers(template)
    return {name: int(value) if name in whole else value for name, value in values.items()}


@cache
def _whole_numbers(template: str) -> frozenset[str]:
    """The places that are filled with numbers; nothing is a number because it looks like one."""
    return frozenset(name for _, name, kind, _ in Formatter().parse(template) if name and kind)


def _filled(template: str, values: Mapping[str, Any]) -> str:
    try:
        return template.format(**values)
    except KeyError:
        return template


def _named(problem: Problem, language: str) -> list[dict[str, str]]:
    return [
        {"field": field, "message": words.in_(language)} for field, words in problem.fields.items()
    ]


#: What the services say to an edge whose credential is not theirs, or that is of a newer release:
#: no member has done wrong, and another of them may do it in a moment.
_NOT_YET_OURS = {
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNIMPLEMENTED,
}


def of_rpc(error: grpc.aio.AioRpcError) -> Problem:
    """This function will tell a client what a service refused."""
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    if status is not None and status.details and status.details[0].Unpack(info):
        return of_reason(info.reason, info.metadata)
    code = error.code()
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED or HTTP_STATUS.get(code) == 503:
        return Problem("SERVICE_UNAVAILABLE")
    log.error("rpc failed", grpc_code=code.name, error=error.details())
    return Problem("SERVICE_UNAVAILABLE" if code in _NOT_YET_OURS else "INTERNAL")


def of_reason(reason: str, details: Mapping[str, str]) -> Problem:
    """
    This function will tell a refusal by its code.

    Of bad input the details name the fields; what is wrong with them, the code's own words say.
    """
    if reason not in PROBLEMS:
        log.error("unknown refusal", reason=reason)
        return Problem("INTERNAL")
    told, values = PROBLEMS[reason], {camel(name): value for name, value in details.items()}
    if told.status != 422:
        return Problem(reason, values=values)
    return Problem(reason, fields=dict.fromkeys(values, told.words))


@cache
def camel(name: str) -> str:
    """This function will write the name of a field as the API does."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def of_http(error: falcon.HTTPError) -> Problem:
    """This function will tell what Falcon itself refused."""
    code = {404: "ROUTE_NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "BODY_TOO_LARGE"}.get(
        error.status_code, "BAD_REQUEST"
    )
    allowed = dict(error.headers or {}).get("Allow")
    return Problem(code, headers={"Allow": allowed} if allowed else {})
