"""Where do pictures go without a bucket? Into a folder, by a form that the services have signed."""

import asyncio
import base64
import binascii
import contextlib
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import falcon
import falcon.asgi
import grpc
import msgspec
import structlog

from api_http.checks import REQUIRED
from api_http.forms import Form, FormInvalid
from api_http.problems import Problem, Words
from api_http.stubs import DEADLINE, Stubs
from protos import catalogue_pb2 as pb

log = structlog.get_logger()

_KEY = re.compile(r"incoming/[0-9a-f]{32}")
_EMPTY = Words("빈 파일입니다.", "The file is empty.")
#: Marks of what was posted are kept for longer than any ticket lasts.
_MARK_SECONDS = 3600


class Policy(msgspec.Struct, rename="camel"):
    """What the services allow: this key, this type, at most this many bytes, until then."""

    key: str
    content_type: str
    size: int
    expires_at: datetime


class Storage:
    """
    Takes one file, as S3 does: the fields first, the file last; answers 204.

    The services hear at once that it has come; if they cannot, they will look for it later.
    """

    def __init__(self, folder: Path, secret: str, stubs: Stubs) -> None:
        self._folder = folder
        self._secret = secret.encode()
        self._stubs = stubs

    async def on_post(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        try:
            form = Form(req.content_type or "")
            await self._read(req, form)
        except FormInvalid as error:
            raise Problem("UPLOAD_FORM_INVALID") from error
        if not form.is_complete:
            fields = {"file": REQUIRED} if form.file is None else None
            raise Problem("UPLOAD_FORM_INVALID", fields=fields)
        # Once more: the ticket may have expired while the file came.
        policy = self._policy(form.fields)
        await self._keep(policy, bytes(form.file or b""))
        await self._tell(policy.key, req.context.request_id)
        resp.status = 204

    async def _read(self, req: falcon.asgi.Request, form: Form) -> None:
        """Reads until the file has come, and from its beginning nothing that was not allowed."""
        policy: Policy | None = None
        async for chunk in req.stream:
            form.feed(chunk)
            if form.file is not None:
                policy = policy or self._policy(form.fields)
                if len(form.file) > policy.size:
                    raise Problem("BODY_TOO_LARGE")
            if form.is_complete:
                return

    def _policy(self, fields: dict[str, str]) -> Policy:
        text = fields.get("policy", "").encode()
        signature = hmac.new(self._secret, text, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature.encode(), fields.get("signature", "").encode()):
            raise Problem("UPLOAD_NOT_ALLOWED")
        try:
            policy = msgspec.json.decode(base64.b64decode(text), type=Policy)
        except (binascii.Error, msgspec.DecodeError) as error:
            raise Problem("UPLOAD_NOT_ALLOWED") from error
        is_as_allowed = (
            fields.get("key") == policy.key
            and fields.get("content-type") == policy.content_type
            and _KEY.fullmatch(policy.key)
            and policy.expires_at > datetime.now(UTC)
        )
        if not is_as_allowed:
            raise Problem("UPLOAD_NOT_ALLOWED")
        return policy

    async def _keep(self, policy: Policy, content: bytes) -> None:
        if not content:
            raise Problem("UPLOAD_FORM_INVALID", fields={"file": _EMPTY})
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, keep_once, self._folder, policy.key, content)

    async def _tell(self, key: str, request_id: str) -> None:
        request = pb.RecordArrivalsRequest(keys=[key])
        try:
            answer = await self._stubs.catalogue.RecordArrivals(
                request, timeout=DEADLINE, metadata=(("x-request-id", request_id),)
            )
        except grpc.aio.AioRpcError as error:
            log.warning("arrival not told", key=key, error=error.details())
            return
        if key in answer.unwanted_keys:
            (self._folder / key).unlink(missing_ok=True)
            raise Problem("UPLOAD_NOT_ALLOWED")


def keep_once(folder: Path, key: str, content: bytes) -> None:
    """
    This function will write the file of a ticket, the first time that it is posted.

    :raises Problem: UPLOAD_ALREADY_POSTED, also when the file is long gone
    """
    path, marks = folder / key, folder / "posted"
    for place in (path.parent, marks):
        place.mkdir(parents=True, exist_ok=True)
    # With them what was never finished, because its process was killed.
    _forget_old(marks.iterdir())
    _forget_old(path.parent.glob(".*"))
    # Nobody ever sees a part of a file; and a ticket is used up only once all of it is here.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(content)
    try:
        (marks / path.name).touch(exist_ok=False)
    except FileExistsError as error:
        part.unlink()
        raise Problem("UPLOAD_ALREADY_POSTED") from error
    part.replace(path)


def _forget_old(files: Iterable[Path]) -> None:
    for file in files:
        # Others may be forgetting the same ones at this moment.
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - _MARK_SECONDS:
                file.unlink()
