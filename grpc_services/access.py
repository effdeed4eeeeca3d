"""Who may call an rpc, and may a suspended member still? What the contracts say, and its guard."""

import hmac
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message

import protos
from grpc_services.facts import in_transaction
from grpc_services.suspension import AdminsOnly, MemberSuspended, ScopeMissing
from models.admin import AdminScope
from models.dialect import kept
from models.members import Member
from protos import access_pb2 as pb

Answer = TypeVar("Answer")

#: Who has no account: the operator's command, where workers may call as well.
COMMAND = -1
#: Whoever can reach the port may ask whether anybody is there.
_OPEN = "/grpc.health.v1.Health/"


@dataclass(frozen=True)
class Rpc:
    """What the contract declares of an rpc."""

    path: str
    request: str
    callers: frozenset[int]
    refuses_suspended: bool
    #: Of which the operator needs one; nothing is asked of who is none.
    scopes: frozenset[str]


def declared() -> list[Rpc]:
    """
    This function will read what all contracts declare.

    :raises ValueError: naming the rpcs that nobody may call
    """
    rpcs = [_rpc(method) for method in _methods()]
    forgotten = [rpc.path for rpc in rpcs if not rpc.callers]
    if forgotten:
        raise ValueError(f"no caller is declared of {', '.join(forgotten)}")
    unscoped = [
        _path(one) for one in _methods() if _names(one, "operator_id") != bool(_scopes(one))
    ]
    if unscoped:
        raise ValueError(f"operators and scopes do not go together in {', '.join(unscoped)}")
    return rpcs


def _methods() -> Iterator[MethodDescriptor]:
    for module in pkgutil.iter_modules(protos.__path__, "protos."):
        if module.name.endswith("_pb2"):
            contract = importlib.import_module(module.name).DESCRIPTOR
            for service in contract.services_by_name.values():
                yield from service.methods


def _rpc(method: MethodDescriptor) -> Rpc:
    options: Any = method.GetOptions().Extensions
    request = method.input_type
    is_allowed = options[pb.suspended] == pb.SUSPENDED_ALLOWED
    return Rpc(
        path=_path(method),
        request=request.full_name,
        callers=frozenset(options[pb.callers]),
        refuses_suspended=_names(method, "member_id")
        and not is_allowed
        and not _names(method, "operator_id"),
        scopes=_scopes(method),
    )


def _path(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def _names(method: MethodDescriptor, field: str) -> bool:
    return field in method.input_type.fields_by_name


def _scopes(method: MethodDescriptor) -> frozenset[str]:
    options: Any = method.GetOptions().Extensions
    names = (pb.Scope.Name(scope) for scope in options[pb.scopes])
    return frozenset(name.removeprefix("SCOPE_") for name in names)


#: By the name of the request, of which each rpc has its own.
RPCS: dict[str, Rpc] = {rpc.request: rpc for rpc in declared()}


def path_of(request: Message) -> str:
    """This function will name the rpc that takes such a request."""
    return RPCS[request.DESCRIPTOR.full_name].path


def permitted(request: Message, work: Callable[[], Answer]) -> Callable[[], Answer]:
    """
    This function will put before `work` what the contract asks of whom it is done for.

    :raises MemberSuspended: when it is run, if it is not for suspended members and this is one
    :raises AdminsOnly, ScopeMissing: when it is run, if it is for other operators
    """
    rpc, asked = RPCS[request.DESCRIPTOR.full_name], cast(Any, request)

    def write() -> Answer:
        if rpc.scopes and not _is_command(rpc, asked.operator_id):
            require_scope(operator_id=asked.operator_id, scopes=rpc.scopes)
        if rpc.refuses_suspended:
            require_active(member_id=asked.member_id)
        return work()

    # In one transaction: who is barred meanwhile has done it before, or not at all.
    is_guarded = rpc.scopes or rpc.refuses_suspended
    return (lambda: in_transaction(write)) if is_guarded else work


def _is_command(rpc: Rpc, operator_id: int) -> bool:
    return operator_id == COMMAND and pb.CALLER_WORKER in rpc.callers


def require_scope(*, operator_id: int, scopes: Collection[str]) -> None:
    """
    This function will keep an admin from losing what they may do until the transaction ends.

    :raises AdminsOnly: if they are no admin, or suspended
    :raises ScopeMissing: if they may do other things only
    """
    granted = AdminScope.select(AdminScope.scope).where(AdminScope.member == operator_id)
    held = {row.scope for row in kept(granted)}
    if not held or Member.get_by_id(operator_id).is_suspended:
        raise AdminsOnly
    if held.isdisjoint({"OWNER", *scopes}):
        raise ScopeMissing(scopes=", ".join(sorted({"OWNER", *scopes})))


def require_active(*, member_id: int) -> None:
    """
    This function will keep a member from being suspended until the transaction ends.

    :raises MemberSuspended: if they are already, or there is no such member
    """
    member = kept(Member.select().where(Member.member_id == member_id)).first()
    if member is None:
        raise MemberSuspended
    if member.is_suspended:
        raise suspended(member)


def suspended(member: Member) -> MemberSuspended:
    """This function will say why a member is suspended, and until when."""
    return MemberSuspended.told(member.suspended_because, member.suspended_until)


class Guard(grpc.aio.ServerInterceptor):
    """
    Lets an rpc be called by those whom its contract names, who prove it by a secret of theirs.

    They have two while one takes the place of the other.
    """

    def __init__(self, secrets: Mapping[int, Sequence[str]]) -> None:
        self._credentials = [
            (f"Bearer {secret}".encode(), caller)
            for caller, theirs in secrets.items()
            for secret in theirs
        ]
        self._callers = {rpc.path: rpc.callers for rpc in RPCS.values()}

    async def intercept_service(
        self, continuation: Callable[[Any], Awaitable[Any]], call: Any
    ) -> Any:
        if call.method.startswith(_OPEN):
            return await continuation(call)
        caller = self._caller(call.invocation_metadata)
        if caller is None:
            return _refusing(grpc.StatusCode.UNAUTHENTICATED, "Who calls is not proven.")
        if call.method not in self._callers:
            return _refusing(grpc.StatusCode.UNIMPLEMENTED, "Of another release, perhaps.")
        if caller not in self._callers[call.method]:
            return _refusing(grpc.StatusCode.PERMISSION_DENIED, "This is for other callers.")
        return await continuation(call)

    def _caller(self, metadata: Any) -> int | None:
        given = next((value for key, value in metadata if key == "authorization"), "").encode()
        found = None
        for credential, caller in self._credentials:
            if hmac.compare_digest(credential, given):
                found = caller
        return found


def _refusing(code: grpc.StatusCode, sentence: str) -> grpc.RpcMethodHandler:
    async def refuse(request: Any, context: Any) -> None:
        await context.abort(code, sentence)

    return grpc.unary_unary_rpc_method_handler(refuse)
