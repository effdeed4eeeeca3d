"""Are pictures kept, and can a member post just the one that was allowed?"""

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from grpc_services.catalogue.pictures import BucketPictures, Ticket
from workers.clients.pictures import Bucket, Folder, PictureStore


@pytest.fixture(scope="session")
def s3(s3_url: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=s3_url,
        region_name="ap-northeast-2",
        aws_access_key_id="key-id",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 1}),
    )


@pytest.fixture
def bucket(s3: Any) -> Bucket:
    name = f"pictures-{uuid.uuid4().hex}"
    s3.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"}
    )
    return Bucket(s3, name)


@pytest.fixture(params=["bucket", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PictureStore:
    if request.param == "folder":
        return Folder(tmp_path / "media")
    return request.getfixturevalue("bucket")


KEY = "public/a1b2-thumb.webp"


class TestPictureStore:
    def test_gives_back_what_was_put(self, store):
        store.put(KEY, b"RIFF\0\xff")
        assert store.get(KEY) == b"RIFF\0\xff"

    def test_has_nothing_that_was_not_put(self, store):
        assert store.get(KEY) is None

    def test_names_what_was_posted_and_nothing_else(self, store):
        assert store.arrived() == []
        for key in ("incoming/b", "incoming/a", "public/c"):
            store.put(key, b"RIFF")
        assert sorted(store.arrived()) == ["incoming/a", "incoming/b"]
        store.delete("incoming/a")
        assert store.arrived() == ["incoming/b"]

    def test_replaces_what_was_there(self, store):
        store.put(KEY, b"a long one")
        store.put(KEY, b"short")
        assert store.get(KEY) == b"short"

    def test_forgets_once_and_for_all(self, store):
        store.put(KEY, b"1")
        for _ in range(2):
            store.delete(KEY)
        assert store.get(KEY) is None


class TestFolder:
    def test_leaves_no_parts_behind(self, tmp_path):
        Folder(tmp_path).put(KEY, b"1")
        assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(KEY).name]


class TestBucket:
    def test_lets_browsers_keep_pictures_for_good(self, bucket):
        bucket.put(KEY, b"1")
        told = bucket.client.head_object(Bucket=bucket.name, Key=KEY)
        assert told["ContentType"] == "image/webp"
        assert "immutable" in told["CacheControl"]

    def test_lets_nobody_keep_what_is_not_for_everybody(self, bucket):
        bucket.put("private/a1b2-thumb.webp", b"1")
        told = bucket.client.head_object(Bucket=bucket.name, Key="private/a1b2-thumb.webp")
        assert told["CacheControl"] == "no-store"

    def test_that_is_not_there_is_no_missing_picture(self, s3):
        with pytest.raises(ClientError, match="NoSuchBucket"):
            Bucket(s3, "nowhere").get(KEY)


def ticket(bucket: Bucket, **changes: Any) -> Ticket:
    pictures = BucketPictures(
        bucket.client, bucket.name, "https://pictures.example", "https://pikcur.example/media", "s"
    )
    asked = {"key": "incoming/a1", "content_type": "image/png", "size": 10}
    return pictures.ticket(expires_at=datetime.now(UTC) + timedelta(minutes=10), **asked | changes)


def post(given: Ticket, content: bytes) -> requests.Response:
    return requests.post(given.url, data=given.fields, files={"file": content}, timeout=60)


class TestTicket:
    def test_brings_one_file_into_the_bucket(self, bucket):
        answer = post(ticket(bucket), b"\x89PNG")
        assert answer.status_code == 204, answer.text
        assert bucket.get("incoming/a1") == b"\x89PNG"

    def test_bounds_key_type_and_size(self, bucket):
        policy = json.loads(base64.b64decode(ticket(bucket).fields["policy"]))
        assert ["content-length-range", 1, 10] in policy["conditions"]
        assert {"Content-Type": "image/png"} in policy["conditions"]
        assert {"key": "incoming/a1"} in policy["conditions"]
        assert {"bucket": bucket.name} in policy["conditions"]

    def test_ends_when_it_was_said_to(self, bucket):
        policy = json.loads(base64.b64decode(ticket(bucket).fields["policy"]))
        left = datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)
        assert timedelta(minutes=9) < left <= timedelta(minutes=10)

    def test_may_be_posted_to_a_proxy_that_stands_for_s3(self, bucket):
        known = BucketPictures(
            bucket.client, bucket.name, "", "", "s", "https://pikcur.example/media"
        )
        until = datetime.now(UTC) + timedelta(minutes=10)
        given = known.ticket(key="incoming/a1", content_type="image/png", size=10, expires_at=until)
        assert given.url == "https://pikcur.example/media"

    def test_tells_the_browser_every_field_it_has_to_send(self, bucket):
        assert {"key", "Content-Type", "policy"} < set(ticket(bucket).fields)
