"""Where may a picture be posted to, and where is it seen? In S3, or in a folder behind the edge."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec
from botocore.exceptions import ClientError

#: An address of a picture that not everybody may see lasts for three to four of these. Within one
#: it stays the same, so that browsers need not read a picture again with every page.
_STEP_SECONDS = 300


@dataclass(frozen=True)
class Ticket:
    """A form to post one file with: first the fields, then the file."""

    url: str
    fields: dict[str, str]


class Pictures(Protocol):
    def ticket(self, *, key: str, content_type: str, size: int, expires_at: datetime) -> Ticket:
        """This function will allow `key` to be written once with up to `size` bytes."""

    def url(self, key: str) -> str:
        """This function will tell where browsers find `key`; what is private, for a while only."""

    def read(self, key: str) -> bytes:
        """This function will read a picture; nothing if it is not there."""


@dataclass(frozen=True)
class BucketPictures:
    """Pictures in S3; the policy of a presigned POST bounds type and size."""

    client: Any
    bucket: str
    base_url: str
    #: Where the edge shows what not everybody may see, to who has an address signed by it.
    edge_url: str
    secret: str
    #: Where browsers post to in place of S3, if they are to know nothing of it.
    post_url: str | None = None

    def ticket(self, *, key: str, content_type: str, size: int, expires_at: datetime) -> Ticket:
        post = self.client.generate_presigned_post(
            Bucket=self.bucket,
            Key=key,
            Fields={"Content-Type": content_type},
            Conditions=[
                {"Content-Type": content_type},
                ["content-length-range", 1, size],
            ],
            ExpiresIn=max(1, int((expires_at - datetime.now(expires_at.tzinfo)).total_seconds())),
        )
        return Ticket(self.post_url or post["url"], post["fields"])

    def url(self, key: str) -> str:
        if key.startswith("private/"):
            return _signed(self.edge_url, key, self.secret)
        return f"{self.base_url}/{key}"

    def read(self, key: str) -> bytes:
        try:
            return bytes(self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return b""
            raise


@dataclass(frozen=True)
class FolderPictures:
    """Pictures in a folder that the edge writes and shows; the same form, signed by us."""

    secret: str
    base_url: str
    #: Absent where nobody reads them here.
    folder: Path | None = None

    def ticket(self, *, key: str, content_type: str, size: int, expires_at: datetime) -> Ticket:
        policy = base64.b64encode(
            msgspec.json.encode(
                {"key": key, "contentType": content_type, "size": size, "expiresAt": expires_at}
            )
        ).decode()
        signature = hmac.new(self.secret.encode(), policy.encode(), hashlib.sha256).hexdigest()
        return Ticket(
            self.base_url,
            {
                "key": key,
                "Content-Type": content_type,
                "policy": policy,
                "signature": signature,
            },
        )

    def url(self, key: str) -> str:
        if key.startswith("private/"):
            return _signed(self.base_url, key, self.secret)
        return f"{self.base_url}/{key}"

    def read(self, key: str) -> bytes:
        path = self.folder and self.folder / key
        return path.read_bytes() if path and path.is_file() else b""


def _signed(base_url: str, key: str, secret: str) -> str:
    """As api_http/pictures.py reads it."""
    until = (int(time.time()) // _STEP_SECONDS + 4) * _STEP_SECONDS
    signature = hmac.new(secret.encode(), f"{key} {until}".encode(), hashlib.sha256).hexdigest()
    return f"{base_url}/{key}?until={until}&signature={signature}"
