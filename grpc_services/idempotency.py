"""Was this asked before? Answers are kept with the key of their request, in its own transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import peewee
from google.protobuf.message import Message

from grpc_services.facts import in_transaction
from grpc_services.refusals import Conflict, Invalid
from models.dialect import database_now, may_try_again
from models.outbox import KeptAnswer

Answer = TypeVar("Answer", bound=Message)
Request = TypeVar("Request", bound=Message)

#: Nobody who was cut off asks again with the same key after so long.
_LIFE = timedelta(days=7)


class IdempotencyKeyReused(Invalid):
    """The key was used for another request; take a new one."""


class InProgress(Conflict):
    """The first request with this key is still running; ask again."""


@dataclass(frozen=True)
class Key:
    """An Idempotency-Key: worth something only to who sent it, and for the rpc it was sent to."""

    text: str
    route: str
    member_id: int = 0
    #: What tells those apart who are no members yet.
    about: str = ""

    @property
    def row(self) -> dict[str, Any]:
        """How it is kept, without what it is about in the clear."""
        about = hashlib.sha256(self.about.encode()).hexdigest() if self.about else ""
        return {
            "member_id": self.member_id,
            "route": self.route,
            "about": about,
            "idempotency_key": self.text,
        }


def answered_once(
    answer: Callable[[Request, datetime], Answer],
    request: Request,
    *,
    key: Key,
    kind: type[Answer],
) -> Answer:
    """
    This function will answer the request, or give the answer that was given to its key before.

    :raises IdempotencyKeyReused: if the key came with another request before
    :raises InProgress: if that request has no answer yet
    """
    now = database_now()
    if not key.text:
        return answer(request, now)
    digest = _digest(request)

    def write() -> Answer:
        kept = _kept(key)
        if kept is not None:
            return _same(kept, digest, kind)
        row = _take(key, digest=digest, now=now)
        made = answer(request, now)
        _keep(row, made)
        return made

    try:
        return in_transaction(write, knows_keys=True)
    except peewee.IntegrityError:
        kept = _kept(key)
        if kept is None:
            raise
        return _same(kept, digest, kind)


def kept_answer(request: Message, *, key: Key, kind: type[Answer]) -> Answer | None:
    """
    This function will give the answer that was given to the key before, if any.

    :raises IdempotencyKeyReused: if the key came with another request before
    """
    kept = _kept(key) if key.text else None
    return _same(kept, _digest(request), kind) if kept else None


def forget(*, now: datetime) -> None:
    """This function will delete answers after a week; their keys count as new again."""
    KeptAnswer.delete().where(KeptAnswer.created_at < now - _LIFE).execute()


def forget_about(about: str) -> None:
    """This function will delete what was answered, before they were a member, to who `about` is."""
    kept = Key("", "", about=about).row
    KeptAnswer.delete().where(
        KeptAnswer.member_id == kept["member_id"], KeptAnswer.about == kept["about"]
    ).execute()


def _digest(request: Message) -> str:
    asked = type(request)()
    asked.CopyFrom(request)
    if "language" in asked.DESCRIPTOR.fields_by_name:
        # In which language somebody wants the answer is not what they ask for.
        asked.ClearField("language")
    return hashlib.sha256(asked.SerializeToString(deterministic=True)).hexdigest()


def _kept(key: Key) -> KeptAnswer | None:
    return KeptAnswer.get_or_none(**key.row)


def _same(kept: KeptAnswer, digest: str, kind: type[Answer]) -> Answer:
    if kept.request_hash != digest:
        raise IdempotencyKeyReused
    return kind.FromString(bytes(kept.answer))


def _keep(row: int, answer: Message) -> None:
    KeptAnswer.update(answer=answer.SerializeToString()).where(
        KeptAnswer.answer_id == row
    ).execute()


def _take(key: Key, *, digest: str, now: datetime) -> int:
    try:
        return int(
            KeptAnswer.insert(**key.row, request_hash=digest, answer=b"", created_at=now).execute()
        )
    except peewee.OperationalError as error:
        # The first request holds the key's row and has not committed.
        if may_try_again(error):
            raise InProgress from error
        raise
