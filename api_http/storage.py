"""Where do pictures go without a bucket? Into a folder, by a form that the services have signed."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
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
            async for chunk in req.stream:
                form.feed(chunk)
                # As soon as the file begins: nothing is taken that was not allowed.
                policy = self._policy(form.fields) if form.file is not None else None
                if policy and form.file is not None and len(form.file) > policy.size:
                    raise Problem("BODY_TOO_LARGE")
                if policy and form.is_complete:
                    await self._keep(policy, bytes(form.file or b""))
                    await self._tell(policy.key, req.context.request_id)
                    resp.status = 204
                    return
        except FormInvalid as error:
            raise Problem("UPLOAD_FORM_INVALID") from error
        fields = {"file": REQUIRED} if form.file is None else None
        raise Problem("UPLOAD_FORM_INVALID", fields=fields)

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
    marks = folder / "posted"
    marks.mkdir(parents=True, exist_ok=True)
    for mark in marks.iterdir():
        if mark.stat().st_mtime < time.time() - _MARK_SECONDS:
            mark.unlink(missing_ok=True)
    try:
        (marks / Path(key).name).touch(exist_ok=False)
    except FileExistsError as error:
        raise Problem("UPLOAD_ALREADY_POSTED") from error
    write_whole(folder / key, content)


def write_whole(path: Path, content: bytes) -> None:
    """This function will write a file so that nobody ever sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(content)
    part.replace(path)
