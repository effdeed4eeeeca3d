"""Is only a picture taken for a picture, and nothing shown of it but what it shows?"""

import contextlib
import io
import struct
import subprocess
import sys
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from workers.imaging import FULL, PIXELS_MOST, THUMB, NotAPicture, sizes

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


class TestDamage:
    @given(content=st.sampled_from(SEEDS), damages=DAMAGES)
    @settings(max_examples=300, deadline=None, database=None)
    def test_makes_a_picture_or_no_picture_but_never_a_crash(self, content, damages):
        broken = bytearray(content)
        for place, value in damages:
            broken[place % len(broken)] = value
        with contextlib.suppress(NotAPicture):
            assert [shown(made).format for made in sizes(bytes(broken))] == ["WEBP", "WEBP"]

    def test_in_what_the_camera_noted_does_not_matter(self):
        # Found by damaging pictures at random: a text under the tag of a number.
        maker, number = struct.pack(">HH", 0x010F, 2), struct.pack(">HH", 0x0155, 2)
        content = exif(6).tobytes().replace(maker, number)
        assert number in content
        for made in sizes(picture("JPEG", exif=content)):
            assert shown(made).size == (20, 40)


def sloppy_exif(entries: list[tuple[int, int, int, bytes]]) -> bytes:
    """EXIF as an editor might write it: (tag, type, count, value or what stands for it)."""
    made = struct.pack(">H", len(entries))
    for tag, kind, how_many, value in sorted(entries):
        made += struct.pack(">HHI", tag, kind, how_many) + value.ljust(4, b"\0")[:4]
    return b"Exif\0\0" + b"MM\0*\0\0\0\x08" + made + b"\0\0\0\0"


TURNED = (0x0112, 3, 1, b"\0\x06")


class TestSloppyExif:
    @pytest.mark.parametrize(
        "entry",
        [
            (0x011A, 2, 3, b"72\0"),  # XResolution as text
            (0x011A, 5, 1, b"\xff\xff\xff\xff"),  # a fraction behind the end
            (0x0132, 7, 4, b"\xff\xfe\0\0"),
            (0x8769, 2, 4, b"what"),  # the sub-directory as text
            (0x8825, 4, 1, b"\xff\0\0\0"),
            (0x010F, 99, 1, b"x"),  # a type that there is not
        ],
    )
    def test_is_thrown_away_and_the_picture_is_turned(self, entry):
        for made in sizes(picture("JPEG", exif=sloppy_exif([entry, TURNED]))):
            assert shown(made).size == (20, 40)
            assert is_like(shown(made).getpixel((10, 5)), RED)

    @pytest.mark.parametrize(
        "entry",
        [(0x0112, 2, 2, b"6\0"), (0x0112, 7, 1, b"\x06"), (0x0112, 3, 1, b"\0\x63")],
    )
    def test_of_how_it_was_held_is_taken_for_upright(self, entry):
        for made in sizes(picture("JPEG", exif=sloppy_exif([entry]))):
            assert shown(made).size == (40, 20)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "tl"), (2, "tr"), (3, "br"), (4, "bl"), (5, "tl"), (6, "tr"), (7, "br"), (8, "bl")],
)
def test_every_way_of_holding_a_camera_is_undone(orientation, corner):
    image = Image.new("RGB", (40, 20), "white")
    image.paste(RED, (0, 0, 8, 8))
    out = io.BytesIO()
    image.save(out, "PNG", exif=exif(orientation))
    upright = shown(sizes(out.getvalue())[1])
    assert upright.size == ((40, 20) if orientation < 5 else (20, 40))
    x = 3 if "l" in corner else upright.width - 4
    y = 3 if "t" in corner else upright.height - 4
    assert is_like(upright.getpixel((x, y)), RED)


def profile(*primaries: tuple[float, float, float]) -> bytes:
    """The smallest ICC profile of a screen with these primaries (XYZ), and no gamma. ICC.1:2010."""

    def number(value: float) -> bytes:
        return struct.pack(">i", round(value * 65_536))

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(number, values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", 2) + b"x\0" + b"\0" * 78
    names = (b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"rTRC", b"gTRC", b"bTRC", b"desc", b"cprt")
    white = (0.9642, 1.0, 0.8249)
    parts = [*map(xyz, primaries), xyz(white), curve, curve, curve, text, text]
    at, table, data = 128 + 4 + 12 * len(names), b"", b""
    for name, part in zip(names, parts, strict=True):
        padded = part + b"\0" * (-len(part) % 4)
        table += name + struct.pack(">II", at + len(data), len(part))
        data += padded
    head = struct.pack(">I4sI", at + len(data), b"none", 0x02100000) + b"mntrRGB XYZ "
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + b"".join(map(number, white))
    return head.ljust(128, b"\0") + struct.pack(">I", len(names)) + table + data


#: sRGB's primaries, adapted to D50.
R, G, B = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)


def filled(colour: Any, mode: str, kind: str = "PNG", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 20), colour).save(out, kind, **how)
    return out.getvalue()


def colour_of(content: bytes) -> Any:
    return shown(sizes(content)[1]).getpixel((5, 10))


class TestColours:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_are_those_that_their_profile_means(self, kind):
        same, swapped = profile(R, G, B), profile(B, G, R)
        assert is_like(colour_of(filled(RED, "RGB", kind, icc_profile=same)), RED)
        assert is_like(colour_of(filled(RED, "RGB", kind, icc_profile=swapped)), BLUE)

    def test_of_a_profile_for_another_kind_of_picture_are_left(self):
        assert is_like(colour_of(filled(128, "L", icc_profile=profile(B, G, R))), (128,) * 3)

    @pytest.mark.parametrize("level", [0, 64, 128, 200, 255])
    def test_of_sixteen_bits_look_as_they_did(self, level):
        assert is_near(colour_of(filled(level * 257, "I;16")), level)

    @pytest.mark.parametrize("level", [64, 128, 200])
    def test_of_a_linear_png_are_lightened_as_a_screen_does(self, level):
        chunk = b"gAMA" + struct.pack(">I", 100_000)
        gamma = struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        png = filled((level,) * 3, "RGB")
        content = png[:33] + gamma + png[33:]
        assert is_near(colour_of(content), 255 * (level / 255) ** (1 / 2.2))

    def test_under_what_is_half_transparent_are_mixed_with_white(self):
        assert is_near(colour_of(filled((0, 0, 0, 128), "RGBA")), 127)
        assert is_near(colour_of(filled((0, 128), "LA")), 127)


def is_near(colour: Any, level: float) -> bool:
    return all(abs(one - level) < 8 for one in colour)


_MEASURED = """
import io, resource, sys
from PIL import Image
from workers.imaging import sizes
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[1:]:
    sizes(open(path, "rb").read())
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


class TestMemory:
    def test_is_bounded_by_one_large_picture(self, tmp_path):
        paths = []
        for number, mode in enumerate(("RGB", "RGBA", "P", "LA", "RGBA", "RGB")):
            path = tmp_path / f"{number}.png"
            Image.new(mode, (5_000, 5_000)).save(path, compress_level=9)
            paths.append(str(path))

        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *paths],
            capture_output=True, text=True, check=True,
        )  # fmt: skip

        # Unpacked, one has 100 MB, and half as much again while its transparency is mixed.
        assert int(done.stdout) < 350
