"""Where are pictures kept? In a bucket, or in a folder beside the edge."""

import secrets
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import ClientError

#: Where files are posted to, and how many of them are looked at together.
INCOMING = "incoming/"
_MOST = 200


class PictureStore(Protocol):
    def arrived(self) -> list[str]:
        """This function will name files that have been posted and not been deleted since."""

    def get(self, key: str) -> bytes | None:
        """This function will read a picture; None if it is not there."""

    def put(self, key: str, content: bytes) -> None:
        """This function will write a picture whole, in place of any before it."""

    def delete(self, key: str) -> None:
        """This function will forget a picture; one that is not there is no matter."""


@dataclass(frozen=True)
class Bucket:
    client: Any
    name: str

    def arrived(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name, Prefix=INCOMING, MaxKeys=_MOST)
        return [str(one["Key"]) for one in found.get("Contents", ())]

    def get(self, key: str) -> bytes | None:
        try:
            return bytes(self.client.get_object(Bucket=self.name, Key=key)["Body"].read())
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(
            Bucket=self.name,
            Key=key,
            Body=content,
            ContentType="image/webp",
            CacheControl=_caching(key),
        )

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=key)


def _caching(key: str) -> str:
    is_public = key.startswith("public/")
    return "public, max-age=31536000, immutable" if is_public else "no-store"


@dataclass(frozen=True)
class Folder:
    path: Path

    def arrived(self) -> list[str]:
        folder = self.path / INCOMING
        # What begins with a dot is being written at this moment.
        names = (file.name for file in folder.glob("[!.]*")) if folder.is_dir() else ()
        return [INCOMING + name for name in islice(names, _MOST)]

    def get(self, key: str) -> bytes | None:
        try:
            return (self.path / key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, content: bytes) -> None:
        target = self.path / key
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        part.write_bytes(content)
        part.replace(target)

    def delete(self, key: str) -> None:
        (self.path / key).unlink(missing_ok=True)
