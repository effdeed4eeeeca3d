"""Does a picture come into the folder by the services' form, and by no other way?"""

import asyncio
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import falcon.testing
import grpc
import pytest
import requests

from api_http.storage import keep_once
from grpc_services.catalogue.pictures import FolderPictures
from protos import catalogue_pb2, catalogue_pb2_grpc
from tests.api_http.conftest import UPLOAD_SECRET, Edge

KEY = "incoming/" + "a1" * 16
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def form(*, secret: str = UPLOAD_SECRET, minutes: float = 10, **changes: Any) -> dict[str, str]:
    pictures = FolderPictures(secret, "http://edge.example/media")
    asked = {"key": KEY, "content_type": "image/png", "size": len(PICTURE)} | changes
    expires_at = datetime.now(UTC) + timedelta(minutes=minutes)
    return pictures.ticket(expires_at=expires_at, **asked).fields


def posted(edge: Edge, fields: Mapping[str, Any], content: bytes | None = PICTURE) -> Any:
    files = {name: (None, value) for name, value in fields.items()}
    if content is not None:
        files["file"] = ("picture.png", content)
    request = requests.Request("POST", "http://edge.example/media", files=files).prepare()
    headers = {"Content-Type": request.headers["Content-Type"]}
    return edge.client.simulate_post("/media", headers=headers, body=request.body)


def kept(edge: Edge) -> list[str]:
    found = edge.folder.rglob("*")
    paths = [path.relative_to(edge.folder) for path in found if path.is_file()]
    return sorted(str(path) for path in paths if path.parts[0] != "posted")


class TestForm:
    def test_of_the_services_brings_the_file_into_the_folder(self, edge):
        answer = posted(edge, form())
        assert (answer.status_code, answer.content) == (204, b"")
        assert (edge.folder / KEY).read_bytes() == PICTURE
        assert kept(edge) == [KEY]

    def test_is_posted_once_even_when_its_file_was_taken_away(self, edge):
        assert posted(edge, form()).status_code == 204
        for look in (0, 1):
            answer = posted(edge, form(), PICTURE[:-1])
            assert (answer.status_code, answer.json["code"]) == (409, "UPLOAD_ALREADY_POSTED")
            assert kept(edge) == [KEY][look:]
            (edge.folder / KEY).unlink(missing_ok=True)

    def test_that_was_refused_may_be_posted_again(self, edge):
        assert posted(edge, form(), b"").status_code == 422
        assert posted(edge, form(), PICTURE + b"!").status_code == 413
        assert posted(edge, form()).status_code == 204

    def test_is_forgotten_long_after_its_end(self, edge):
        assert posted(edge, form()).status_code == 204
        for mark in (edge.folder / "posted").iterdir():
            os.utime(mark, (0, 0))
        assert posted(edge, form(key="incoming/" + "c3" * 16)).status_code == 204
        assert len(list((edge.folder / "posted").iterdir())) == 1

    def test_is_not_used_up_by_a_file_that_could_not_be_kept(self, tmp_path):
        (tmp_path / "incoming").write_text("in the way")
        with pytest.raises(FileExistsError):
            keep_once(tmp_path, KEY, PICTURE)
        (tmp_path / "incoming").unlink()

        keep_once(tmp_path, KEY, PICTURE)

        assert (tmp_path / KEY).read_bytes() == PICTURE

    def test_is_kept_while_others_forget_the_same_old_ones(self, tmp_path):
        old = [tmp_path / "posted" / f"{n}" for n in range(300)]
        old += [tmp_path / "incoming" / f".{n}.part" for n in range(300)]
        for file in old:
            file.parent.mkdir(exist_ok=True)
            file.touch()
            os.utime(file, (0, 0))

        with ThreadPoolExecutor(8) as pool:
            keys = [f"incoming/{n:032x}" for n in range(24)]
            list(pool.map(lambda key: keep_once(tmp_path, key, PICTURE), keys))

        names = {file.name for file in tmp_path.rglob("*") if file.is_file()}
        assert names == {key.removeprefix("incoming/") for key in keys}

    @pytest.mark.parametrize(
        "fields",
        [
            form(secret="another"),
            form(minutes=-1),
            form() | {"key": "incoming/" + "b2" * 16},
            form() | {"Content-Type": "text/html"},
            form() | {"policy": form(size=10**9)["policy"]},
            form() | {"signature": ""},
            form() | {"signature": "0" * 64},
            form() | {"key": KEY + "\0"},
            form() | {"policy": "\0"},
            form(key="public/page.html"),
            form(key="incoming/../../escaped"),
            form(key=KEY + "/../../../escaped"),
            form(key=KEY + "\n"),
            {},
        ],
    )
    def test_that_is_not_as_it_was_signed_is_refused(self, edge, fields):
        answer = posted(edge, fields)
        assert (answer.status_code, answer.json["code"]) == (403, "UPLOAD_NOT_ALLOWED")
        assert kept(edge) == []

    @pytest.mark.parametrize("name", ["key", "Content-Type", "policy", "signature"])
    def test_without_a_field_is_refused(self, edge, name):
        fields = form()
        del fields[name]
        assert posted(edge, fields).json["code"] == "UPLOAD_NOT_ALLOWED"
        assert kept(edge) == []

    @pytest.mark.parametrize("value", [b"\xff\xfe", "가".encode(), b"\x00\xff" * 5_000])
    @pytest.mark.parametrize("name", ["key", "Content-Type", "policy", "signature", "x"])
    def test_with_any_bytes_in_a_field_breaks_nothing(self, edge, name, value):
        answer = posted(edge, form() | {name: value})
        assert answer.status_code in (204, 403, 422)

    def test_without_a_file_is_told_so(self, edge):
        answer = posted(edge, form(), content=None)
        assert (answer.status_code, answer.json["code"]) == (422, "UPLOAD_FORM_INVALID")
        assert answer.json["errors"] == [{"field": "file", "message": "필수 항목입니다."}]

    def test_with_the_file_before_its_fields_is_refused(self, edge):
        answer = posted(edge, {"file": PICTURE} | form(), content=None)
        assert answer.json["code"] == "UPLOAD_NOT_ALLOWED"


def written_by_hand(*, part: str = "", boundary: str = "x", file_part: str = "") -> bytes:
    """A form as some client of the field writes it, with its own part headers."""
    head = f"--{boundary}\r\n"
    parts = [
        f'{head}Content-Disposition: form-data; name="{name}"\r\n{part}\r\n{value}\r\n'
        for name, value in form().items()
    ]
    file = f'{head}Content-Disposition: form-data; name="file"; filename="a.png"\r\n{file_part}\r\n'
    tail = f"\r\n--{boundary}--\r\n".encode()
    return "".join([*parts, file]).encode() + PICTURE + tail


class TestClientsInTheField:
    @pytest.mark.parametrize(
        ("kind", "options"),
        [
            ("Multipart/Form-Data; Boundary=x", {}),
            ('multipart/form-data;charset=utf-8;boundary="x"', {}),
            ('multipart/form-data; boundary="a b=c:d"', {"boundary": "a b=c:d"}),
            (
                "multipart/form-data; boundary=x",
                {
                    "part": "Content-Type: text/plain; charset=US-ASCII\r\n"
                    "Content-Transfer-Encoding: 8bit\r\n",
                    "file_part": "Content-Type: image/png\r\ncontent-transfer-encoding: binary\r\n",
                },
            ),
            ("multipart/form-data; boundary=x", {"part": "content-length:3\r\nX-Any:thing\r\n"}),
        ],
    )
    def test_post_as_they_post_to_s3(self, edge, kind, options):
        body = written_by_hand(**options)
        answer = edge.client.simulate_post("/media", headers={"Content-Type": kind}, body=body)
        assert (answer.status_code, answer.text) == (204, "")
        assert (edge.folder / KEY).read_bytes() == PICTURE

    def test_send_fields_that_nobody_asked_for(self, edge):
        fields = {"x-amz-meta-name": "앤", "KEY": KEY} | form()
        assert posted(edge, fields).status_code == 204

    def test_that_lose_their_connection_leave_nothing(self, edge):
        body = written_by_hand()[: -len(PICTURE)]
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = edge.client.simulate_post("/media", headers=kind, body=body)
        assert (answer.status_code, answer.json["code"]) == (422, "UPLOAD_FORM_INVALID")
        assert kept(edge) == []


class Shelves(catalogue_pb2_grpc.CatalogueServicer):
    """Services that were waiting for some keys, and hear which have come."""

    def __init__(self, *waited_for: str) -> None:
        self.waited_for = waited_for
        self.heard: list[str] = []

    async def RecordArrivals(self, request: Any, context: Any) -> Any:
        self.heard += request.keys
        unwanted = [key for key in request.keys if key not in self.waited_for]
        return catalogue_pb2.RecordArrivalsResponse(unwanted_keys=unwanted)


async def _posted_to(make_app: Any, shelves: Shelves) -> falcon.testing.Result:
    server = grpc.aio.server()
    catalogue_pb2_grpc.add_CatalogueServicer_to_server(shelves, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    try:
        app = make_app(f"ipv4:127.0.0.1:{port}")
        async with falcon.testing.ASGIConductor(app) as edge:
            answer = await edge.simulate_post("/media", headers=kind, body=written_by_hand())
    finally:
        await server.stop(None)
    return answer


class TestArrival:
    def test_is_heard_of_by_the_services_at_once(self, edge, make_app):
        shelves = Shelves(KEY)
        answer = asyncio.run(_posted_to(make_app, shelves))
        assert (answer.status_code, shelves.heard, kept(edge)) == (204, [KEY], [KEY])

    def test_that_nobody_waits_for_leaves_nothing(self, edge, make_app):
        answer = asyncio.run(_posted_to(make_app, Shelves()))
        assert (answer.status_code, answer.json["code"]) == (403, "UPLOAD_NOT_ALLOWED")
        assert kept(edge) == []


class TestFile:
    def test_that_is_too_large_is_refused(self, edge):
        answer = posted(edge, form(), PICTURE + b"!")
        assert (answer.status_code, answer.json["code"]) == (413, "BODY_TOO_LARGE")
        assert kept(edge) == []

    def test_that_is_empty_is_refused(self, edge):
        answer = posted(edge, form(), b"")
        assert (answer.status_code, answer.json["code"]) == (422, "UPLOAD_FORM_INVALID")
        assert kept(edge) == []


MULTIPART = "multipart/form-data; boundary=x"


class TestBody:
    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("application/json", b"{}"),
            ("application/json", b"{"),
            ("application/json", b""),
            ("application/json", b"[" * 100_000),
            ("application/x-www-form-urlencoded", b"key=1"),
            ("text/plain", b"key"),
            ("image/png", PICTURE),
            ("\0", b""),
            (None, PICTURE),
            ("multipart/mixed; boundary=x", b"--x--\r\n"),
            ("multipart/form-data", b"--x--\r\n"),
            ("multipart/form-data; boundary=", b"--x--\r\n"),
            (f"multipart/form-data; boundary={'x' * 300}", b"--x--\r\n"),
            (MULTIPART, b""),
            (MULTIPART, b"--x"),
            (MULTIPART, b"--y--\r\n"),
            (MULTIPART, b"--x\r\n\r\nnameless\r\n--x--\r\n"),
            (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ncut'),
            (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n--x--'),
            (MULTIPART, b"--x\r\n" + b"A" * 100_000),
            (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 100),
        ],
    )
    def test_that_is_no_form_is_refused_without_a_crash(self, edge, kind, body):
        headers = {"Content-Type": kind} if kind else {}
        answer = edge.client.simulate_post("/media", headers=headers, body=body)
        assert 400 <= answer.status_code < 500, answer.text
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert kept(edge) == []


class TestPublicFolder:
    def test_is_shown(self, edge):
        (edge.folder / "public" / "a-thumb.webp").write_bytes(PICTURE)
        answer = edge.client.simulate_get("/media/public/a-thumb.webp")
        assert (answer.status_code, answer.content) == (200, PICTURE)

    def test_shows_nothing_that_was_not_checked(self, edge):
        posted(edge, form())
        for path in (f"/media/{KEY}", f"/media/public/../{KEY}", "/media/public/", "/media"):
            answer = edge.client.simulate_get(path)
            assert answer.status_code in (404, 405)
