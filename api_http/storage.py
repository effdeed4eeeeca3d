"""Where do pictures go without a bucket? Into a folder, by a form that the services have signed."""

import asyncio
import base64
import binascii
import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path

import falcon
import falcon.asgi
import msgspec

from api_http.bodies import REQUIRED
from api_http.problems import Problem, Words

_KEY = re.compile(r"incoming/[0-9a-f]{32}")
_FIELD_MOST = 4096
_EMPTY = Words("빈 파일입니다.", "The file is empty.")


class Policy(msgspec.Struct, rename="camel"):
    """What the services allow: this key, this type, at most this many bytes, until then."""

    key: str
    content_type: str
    size: int
    expires_at: datetime


class Storage:
    """Takes one file, as S3 does: the fields first, the file last; answers 204."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder = folder
        self._secret = secret.encode()

    async def on_post(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        fields: dict[str, str] = {}
        if not (req.content_type or "").lower().startswith("multipart/form-data"):
            # Anything else would be read whole, however large, before it is refused.
            raise Problem("UPLOAD_FORM_INVALID")
        try:
            async for part in await req.get_media():
                if part.name == "file":
                    await self._keep(self._policy(fields), part)
                    resp.status = 204
                    return
                fields[str(part.name)] = (await part.stream.read(_FIELD_MOST)).decode()
        except (falcon.MediaMalformedError, falcon.HTTPUnsupportedMediaType) as error:
            raise Problem("UPLOAD_FORM_INVALID") from error
        except (UnicodeDecodeError, TypeError) as error:
            raise Problem("UPLOAD_FORM_INVALID") from error
        raise Problem("UPLOAD_FORM_INVALID", fields={"file": REQUIRED})

    def _policy(self, fields: dict[str, str]) -> Policy:
        text = fields.get("policy", "")
        signature = hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, fields.get("signature", "")):
            raise Problem("UPLOAD_NOT_ALLOWED")
        try:
            policy = msgspec.json.decode(base64.b64decode(text), type=Policy)
        except (binascii.Error, msgspec.DecodeError) as error:
            raise Problem("UPLOAD_NOT_ALLOWED") from error
        is_as_allowed = (
            fields.get("key") == policy.key
            and fields.get("Content-Type") == policy.content_type
            and _KEY.fullmatch(policy.key)
            and policy.expires_at > datetime.now(UTC)
        )
        if not is_as_allowed:
            raise Problem("UPLOAD_NOT_ALLOWED")
        return policy

    async def _keep(self, policy: Policy, part: falcon.asgi.multipart.BodyPart) -> None:
        content = await part.stream.read(policy.size + 1)
        if len(content) > policy.size:
            raise Problem("BODY_TOO_LARGE")
        if not content:
            raise Problem("UPLOAD_FORM_INVALID", fields={"file": _EMPTY})
        await asyncio.get_running_loop().run_in_executor(
            None, write_whole, self._folder / policy.key, content
        )


def write_whole(path: Path, content: bytes) -> None:
    """This function will write a file so that nobody ever sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(content)
    part.replace(path)
