"""Is only a picture taken for a picture, and nothing shown of it but what it shows?"""

import contextlib
import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from workers.images import FULL, PIXELS_MOST, THUMB, NotAPicture, sizes

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **how: Any
) -> bytes:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **how)
    return out.getvalue()


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "the maker of my phone"
    tags.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    return tags


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, and has one line of nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (("IHDR", header), ("IDAT", zlib.compress(b"\0" * 100)), ("IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name.encode(), data) for name, data in parts)


def shown(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def is_like(colour: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


class TestSizes:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_are_two_webp_pictures_of_what_was_sent(self, kind):
        for content in sizes(picture(kind)):
            image = shown(content)
            assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (40, 20))
            assert is_like(image.getpixel((5, 10)), RED)
            assert is_like(image.getpixel((35, 10)), BLUE)

    def test_are_within_their_bounds_and_in_proportion(self):
        thumb, full = map(shown, sizes(picture(size=(4000, 1000))))
        assert (thumb.size, full.size) == ((THUMB, 80), (FULL, 400))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_are_turned_as_the_camera_was_held(self, kind):
        for content in sizes(picture(kind, exif=exif(6))):
            image = shown(content)
            assert image.size == (20, 40)
            assert is_like(image.getpixel((10, 5)), RED)
            assert is_like(image.getpixel((10, 35)), BLUE)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_tell_nothing_of_camera_or_place(self, kind):
        content = picture(kind, exif=exif(1), icc_profile=b"a profile", xmp=b"<x>where I live</x>")
        for made in sizes(content):
            assert not shown(made).getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(shown(made).info)
            assert b"my phone" not in made
            assert b"where I live" not in made

    @pytest.mark.parametrize(
        ("kind", "mode"),
        [
            ("PNG", "P"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "RGBA"), ("PNG", "1"),
            ("PNG", "I;16"), ("JPEG", "CMYK"), ("JPEG", "L"), ("WEBP", "RGBA"),
        ],
    )  # fmt: skip
    def test_are_made_of_any_kind_of_colours(self, kind, mode):
        mode, through = ("L", "I;16") if mode == "I;16" else (mode, None)
        content = picture(kind, mode=mode)
        if through:
            out = io.BytesIO()
            Image.open(io.BytesIO(content)).convert("I").convert(through).save(out, kind)
            content = out.getvalue()
        assert [shown(made).mode for made in sizes(content)] == ["RGB", "RGB"]

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_show_white_where_a_picture_is_transparent(self, kind):
        out = io.BytesIO()
        Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(out, kind)
        for content in sizes(out.getvalue()):
            assert is_like(shown(content).getpixel((5, 10)), (255, 255, 255))

    def test_show_white_where_a_palette_is_transparent(self):
        content = picture(mode="P", transparency=bytes([0]) * 256)
        for made in sizes(content):
            assert is_like(shown(made).getpixel((5, 10)), (255, 255, 255))


class TestNotAPicture:
    @pytest.mark.parametrize(
        ("width", "height"),
        [(PIXELS_MOST + 1, 1), (5_001, 5_000), (8_000, 8_000), (60_000, 60_000)],
    )
    def test_is_one_with_too_many_pixels_by_its_header_alone(self, width, height):
        with pytest.raises(NotAPicture, match="25 megapixels"):
            sizes(png_of(width, height))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_is_one_that_was_cut_off(self, kind):
        content = picture(kind, size=(400, 400))
        for length in (1, 10, 30, len(content) // 2, len(content) * 9 // 10):
            with pytest.raises(NotAPicture, match="not a whole"):
                sizes(content[:length])

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"text",
            b"\0" * 1000,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"%PDF-1.7",
            b"GIF89a",
            png_of(0, 0),
            png_of(100, 100),
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"RIFF\x04\0\0\0WEBP",
            *(picture(kind) for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM")),
        ],
    )
    def test_is_anything_else(self, content):
        with pytest.raises(NotAPicture, match="not a whole JPEG, PNG or WebP picture"):
            sizes(content)


SEEDS = [
    picture(kind, mode=mode, exif=exif(6))
    for kind, mode in (("JPEG", "RGB"), ("PNG", "P"), ("PNG", "RGBA"), ("WEBP", "RGB"))
]
DAMAGES = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), min_size=1, max_size=8)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
class TestDamage:
    @given(content=st.sampled_from(SEEDS), damages=DAMAGES)
    @settings(max_examples=300, deadline=None, database=None)
    def test_makes_a_picture_or_no_picture_but_never_a_crash(self, content, damages):
        broken = bytearray(content)
        for place, value in damages:
            broken[place % len(broken)] = value
        with contextlib.suppress(NotAPicture):
            assert [shown(made).format for made in sizes(bytes(broken))] == ["WEBP", "WEBP"]

    def test_in_what_the_camera_noted_is_no_crash_either(self):
        # Found by damaging pictures at random: a text under the tag of a number.
        maker, number = struct.pack(">HH", 0x010F, 2), struct.pack(">HH", 0x0155, 2)
        content = exif(6).tobytes().replace(maker, number)
        assert number in content
        with pytest.raises(NotAPicture):
            sizes(picture("JPEG", exif=content))
