"""Are pictures in S3 seen through nginx by who may, kept by it for a while, and by nobody else?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from demo.client import Client
from tests.support.fronts import Through, front_of_a_market
from tests.support.lots import ADDRESS, confirmed, delivered, picture, put_up
from tests.support.servers import HOST
from tests.support.waiting import wait_until

BUCKET, REGION = "market-pictures", "ap-northeast-2"
#: Anybody may read what is public; whatever else is there takes a signature.
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/public/*",
        }
    ],
}


@pytest.fixture(scope="module")
def s3(s3_url: str) -> Any:
    client = boto3.client(
        "s3",
        endpoint_url=s3_url,
        region_name=REGION,
        aws_access_key_id="key-id",
        aws_secret_access_key="the-key-itself",
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(POLICY))
    return client


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def front(folder: Path, s3_url: str, s3: Any) -> Iterator[Through]:
    host = s3_url.removeprefix("http://")
    others = (
        (
            "upstream pictures {\n        server 10.0.0.21:8000 max_fails=2 fail_timeout=2s;",
            f"upstream pictures {{\n        server {host};",
        ),
        ("$pictures_host $http_host;", f"$pictures_host {host};"),
        ("$pictures_path /media;", f"$pictures_path /{BUCKET};"),
        # Kept for as long as a test can wait.
        ("proxy_cache_valid 200 10m;", "proxy_cache_valid 200 3s;"),
    )
    settings = {
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": s3_url,
        "S3_REGION": REGION,
        "S3_ACCESS_KEY_ID": "key-id",
        "S3_SECRET_ACCESS_KEY": "the-key-itself",
        "MEDIA_URL": "{url}/media",
        "UPLOAD_URL": "{url}/media",
    }
    with front_of_a_market(folder, *others, **settings) as (market, _):
        yield market


@pytest.fixture(scope="module")
def people(front: Through) -> tuple[Client, Client]:
    seller, buyer = Client(front, "seller_s3"), Client(front, "ann_s3")
    for client in (seller, buyer):
        client.sign_up()
        client.post("/v1/me/addresses", ADDRESS)
    return seller, buyer


def _get(url: str, **options: Any) -> requests.Response:
    return requests.get(url, timeout=20, **options)


def _key(url: str) -> str:
    return url.partition("/media/")[2].partition("?")[0]


class TestAPublicPicture:
    def test_is_read_from_s3_once_and_kept_by_everybody(
        self, people: tuple[Client, Client], s3_url: str
    ) -> None:
        seller, _ = people
        url = seller.get(f"/v1/goods/{put_up(seller)}")["images"][0]["full"]

        first, kept = _get(url), []

        def is_kept() -> bool:
            kept.append(_get(f"{url}?other", headers={"Cookie": "a=b"}))
            return kept[-1].headers["X-Cache"] == "HIT"

        wait_until("a picture that is kept", is_kept)
        second = kept[-1]

        assert first.content.startswith(b"RIFF")
        assert (first.content, first.status_code) == (second.content, second.status_code)
        assert first.headers["X-Cache"] == "MISS"
        assert second.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert second.headers["Content-Type"] == "image/webp"
        told = f"{url} {dict(first.headers)} {dict(second.headers)}".lower()
        hidden = (BUCKET, s3_url.removeprefix("http://"), "x-amz", "key-id")
        assert [word for word in hidden if word in told] == [], told

    def test_that_is_deleted_is_gone_when_it_is_asked_for_anew(
        self, people: tuple[Client, Client], s3: Any
    ) -> None:
        seller, _ = people
        url = seller.get(f"/v1/goods/{put_up(seller)}")["images"][0]["thumb"]
        assert _get(url).status_code == 200
        s3.delete_object(Bucket=BUCKET, Key=_key(url))

        wait_until("its end", lambda: _get(url).status_code == 404)
        assert _get(url).json()["code"] == "NOT_FOUND"

    def test_that_never_was_is_told_as_the_market_tells_it(self, front: Through) -> None:
        for path in ("/media/public/none.webp", "/media/public/", "/media"):
            answer = _get(front.api + path)
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")
            assert BUCKET not in f"{answer.text} {answer.headers}"


class TestEvidence:
    def test_is_seen_by_an_address_that_ends_and_kept_by_nobody(
        self, front: Through, folder: Path, people: tuple[Client, Client], s3: Any
    ) -> None:
        seller, buyer = people
        order_id = delivered(front, seller, buyer, "623456789013")
        shown = {"uploadIds": [buyer.upload(picture(44, 22), kind="CASE")]}
        body = {"kind": "DAMAGED", "wanted": "REFUND", "text": "깨졌습니다."}
        case = buyer.post(f"/v1/orders/{order_id}/cases", body | shown)
        url = case["steps"][0]["images"][0]["full"]
        assert _key(url).startswith("private/")

        seen = [_get(url) for _ in range(2)]
        assert all(one.content.startswith(b"RIFF") for one in seen)
        assert all(one.headers["Cache-Control"].startswith("private, ") for one in seen)
        assert not any("X-Cache" in one.headers for one in seen)

        bare = url.partition("?")[0]
        for path in (bare, f"{url}0", bare.replace("/private/", "/public/../private/")):
            assert _get(path).status_code == 403
        hidden = f"{front.api}/media/public/%2e%2e/{_key(url)}"
        assert _get(hidden).status_code in (400, 403, 404)
        key = s3.get_object(Bucket=BUCKET, Key=_key(url))
        assert _get(f"{s3.meta.endpoint_url}/{BUCKET}/{_key(url)}").status_code == 403
        content = key["Body"].read()
        assert not [
            file
            for file in (folder / "pictures").rglob("*")
            if file.is_file() and content in file.read_bytes()
        ]


class TestAnUpload:
    def test_is_posted_through_nginx_with_nothing_told_of_s3(
        self, front: Through, people: tuple[Client, Client], s3_url: str
    ) -> None:
        body = {"kind": "GOODS", "contentType": "image/png", "size": 10}
        ticket = people[0].post("/v1/uploads", body)
        assert ticket["url"] == f"{front.api}/media"
        posted = requests.post(
            ticket["url"], data=ticket["fields"], files={"file": picture()}, timeout=20
        )
        assert posted.status_code in (204, 400, 403)
        assert s3_url.removeprefix("http://") not in f"{posted.headers} {ticket}"
        assert HOST in ticket["url"]


class TestASale:
    def test_comes_to_its_end_with_pictures_in_s3(
        self, front: Through, people: tuple[Client, Client]
    ) -> None:
        seller, buyer = people
        order_id = confirmed(front, seller, buyer, "623456789014")
        order = buyer.get(f"/v1/orders/{order_id}")
        assert order["state"] == "SETTLED"
        assert _get(order["image"]).content.startswith(b"RIFF")
