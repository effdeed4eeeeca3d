"""Are the demo's pictures drawn, small enough, and kept whole?"""

import io
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from demo.catalogue.lots import LOTS
from demo.catalogue.pictures import (
    draw_all,
    full_key,
    into_bucket,
    into_folder,
    logo_key,
    thumb_key,
)
from demo.catalogue.shelves import BRANDS
from demo.drawings.canvas import paint_of
from demo.drawings.goods import DRAWERS, drawing


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    kept: dict[str, bytes] = {}
    draw_all(kept.__setitem__)
    return kept


@pytest.fixture
def bucket_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


def _sides(content: bytes) -> tuple[str | None, tuple[int, int]]:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image.format, image.size


class TestPictures:
    def test_are_two_for_each_goods_and_one_for_each_brand(
        self, pictures: dict[str, bytes]
    ) -> None:
        goods = range(1, len(LOTS) + 1)

        assert set(pictures) == {
            *map(full_key, goods),
            *map(thumb_key, goods),
            *map(logo_key, range(1, len(BRANDS) + 1)),
        }

    def test_are_webp_of_the_sides_promised(self, pictures: dict[str, bytes]) -> None:
        sides = {"full": 800, "thumb": 320}

        for key, content in pictures.items():
            side = sides.get(key.removesuffix(".webp").rpartition("-")[2], 400)
            assert _sides(content) == ("WEBP", (side, side))

    def test_are_small_to_load(self, pictures: dict[str, bytes]) -> None:
        assert max(map(len, pictures.values())) < 60_000

    def test_all_differ(self, pictures: dict[str, bytes]) -> None:
        assert len(set(pictures.values())) == len(pictures)

    def test_use_every_drawing_there_is(self) -> None:
        assert {lot.thing for lot in LOTS} == set(DRAWERS)

    def test_are_the_same_every_time(self, pictures: dict[str, bytes]) -> None:
        brand = next(brand.en for brand in BRANDS if brand.ko == LOTS[0].brand)

        again = drawing(thing=LOTS[0].thing, name=LOTS[0].name, brand=brand)

        assert again == (pictures[full_key(1)], pictures[thumb_key(1)])

    def test_have_the_colour_that_the_name_tells(self) -> None:
        red, green, blue = paint_of("레드 부츠").main

        assert red > max(green, blue)


class TestPut:
    def test_writes_whole_files_and_nothing_else(self, tmp_path: Path) -> None:
        put = into_folder(tmp_path)

        put("public/demo/1-full.webp", b"one")
        put("public/demo/1-full.webp", b"two")

        assert [path.name for path in (tmp_path / "public/demo").iterdir()] == ["1-full.webp"]
        assert (tmp_path / "public/demo/1-full.webp").read_bytes() == b"two"

    def test_writes_into_a_bucket(self, bucket_url: str) -> None:
        client = boto3.client(
            "s3",
            endpoint_url=bucket_url,
            region_name="us-east-1",
            aws_access_key_id="id",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket="pictures")

        into_bucket(client, "pictures")("public/demo/1-full.webp", b"one")

        kept = client.get_object(Bucket="pictures", Key="public/demo/1-full.webp")
        assert (kept["Body"].read(), kept["ContentType"]) == (b"one", "image/webp")

    def test_that_fails_is_not_overlooked(self) -> None:
        def put(key: str, content: bytes) -> None:
            if key == logo_key(1):
                raise OSError("no space left on device")

        with pytest.raises(OSError, match="no space left"):
            draw_all(put)
