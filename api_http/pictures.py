"""Where are pictures kept, and who sees those that are not for everybody?"""

import asyncio
import hashlib
import hmac
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import falcon
import falcon.asgi
from botocore.exceptions import ClientError

from api_http.problems import Problem


@dataclass(frozen=True)
class Folder:
    """Of the edge's own, where uploads go, too; `secret` is what the services sign with."""

    path: Path
    secret: str

    def read(self, key: str) -> bytes | None:
        """This function will read a picture; None if it is not there."""
        path = self.path / key
        return path.read_bytes() if path.is_file() else None


@dataclass(frozen=True)
class Bucket:
    """Of S3, which browsers post to, and read from what everybody may see."""

    client: Any
    name: str
    secret: str

    def read(self, key: str) -> bytes | None:
        """This function will read a picture; None if it is not there."""
        try:
            return bytes(self.client.get_object(Bucket=self.name, Key=key)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise


class PrivatePictures:
    """Pictures by addresses that the services have signed; nobody between keeps them."""

    def __init__(self, store: Folder | Bucket) -> None:
        self._read = store.read
        self._secret = store.secret.encode()

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response, name: str) -> None:
        key = f"private/{name}"
        left = self._seconds_left(req, key)
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(None, self._read, key)
        if content is None:
            raise falcon.HTTPRouteNotFound
        resp.content_type = "image/webp"
        resp.set_header("Cache-Control", f"private, max-age={left}")
        resp.data = content

    def _seconds_left(self, req: falcon.asgi.Request, key: str) -> int:
        """:raises Problem: PICTURE_NOT_ALLOWED"""
        until, given = (req.get_param(name) or "" for name in ("until", "signature"))
        signed = hmac.new(self._secret, f"{key} {until}".encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signed.encode(), given.encode()):
            raise Problem("PICTURE_NOT_ALLOWED")
        left = int(until) - int(time.time())
        if left <= 0:
            raise Problem("PICTURE_NOT_ALLOWED")
        return left
