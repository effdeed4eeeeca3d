"""How is a flat picture drawn? On a square of 100 by 100, with paints that go together."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]

WHITE: Colour = (255, 255, 255)
INK: Colour = (38, 41, 51)

#: Of every one of red, green and blue, in what counts as white.
_LIGHT = 200

#: Twice the pixels that are shown, so that edges come out smooth.
_SIDE = 1600
_UNIT = _SIDE / 100
_STEPS = 10
#: Of WebP; flat colours stay clean at this.
_QUALITY = 82


@dataclass(frozen=True)
class Paint:
    """The colours of one picture: the thing, what stands out on it, and what is behind it."""

    main: Colour
    accent: Colour
    ground: Colour

    @property
    def dark(self) -> Colour:
        return mixed(self.main, INK, 0.3)

    @property
    def light(self) -> Colour:
        return mixed(self.main, WHITE, 0.35)

    @property
    def shade(self) -> Colour:
        return mixed(self.ground, INK, 0.14)

    @property
    def halo(self) -> Colour:
        # White things would be lost on white.
        if min(self.main) > _LIGHT:
            return mixed(self.ground, self.accent, 0.22)
        return mixed(self.ground, WHITE, 0.55)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """This function will mix two colours; `share` of the other, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def rgb(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


_PAINTS = tuple(
    Paint(*map(rgb, colours.split()))
    for colours in (
        "e8604c ffd166 fbe3da",
        "1f8a84 f4b860 dbeeea",
        "34538c f28f79 dfe7f4",
        "e3a72f 35506b faeed2",
        "7b4b94 f2b5a7 ebe1f2",
        "3b7a57 f0c05a dfeee2",
        "4a90d9 ffb86b dfedfa",
        "d65d8c 5e6fb0 fae1ea",
        "b4523b e9c48a f4e4d9",
        "55657a e98a5b e3e8ee",
    )
)
#: Names that tell a colour get it.
_TOLD = {
    "블랙": Paint(rgb("33353c"), rgb("d9a441"), rgb("e9e6e0")),
    "화이트": Paint(rgb("f3f1ec"), rgb("5a86b4"), rgb("cfdde6")),
    "아이보리": Paint(rgb("f1e9d8"), rgb("b98a5a"), rgb("d8e0d6")),
    "베이지": Paint(rgb("d6bd98"), rgb("7a5c43"), rgb("f3ebdf")),
    "브라운": Paint(rgb("875a3c"), rgb("e3b778"), rgb("f2e5d8")),
    "카멜": Paint(rgb("bd864d"), rgb("4c3b30"), rgb("f6e8d5")),
    "네이비": Paint(rgb("2b3f66"), rgb("e0a458"), rgb("dde4ef")),
    "블루": Paint(rgb("3f7fc8"), rgb("ffc46b"), rgb("dceafa")),
    "그레이": Paint(rgb("868d98"), rgb("e2895a"), rgb("e8eaee")),
    "실버": Paint(rgb("b4bcc7"), rgb("3f6fa8"), rgb("e2e8ef")),
    "골드": Paint(rgb("d6a640"), rgb("7a4a2a"), rgb("f8edd3")),
    "레드": Paint(rgb("cf3f3f"), rgb("f6d58c"), rgb("fae0db")),
    "핑크": Paint(rgb("ea8fa9"), rgb("6f78b8"), rgb("fde9ee")),
    "그린": Paint(rgb("37805a"), rgb("f0c36a"), rgb("dfeee3")),
    "카키": Paint(rgb("6f7248"), rgb("e2a75a"), rgb("ecebdc")),
    "퍼플": Paint(rgb("7d5aa6"), rgb("f3c07c"), rgb("ebe3f4")),
}


def paint_of(name: str) -> Paint:
    """This function will choose paints by the colour told in `name`, or else by its hash."""
    for word, paint in _TOLD.items():
        if word in name:
            return paint
    return _PAINTS[number_of(name) % len(_PAINTS)]


def number_of(name: str) -> int:
    """This function will make a number of `name` that is the same in every process."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])


class Canvas:
    """A square of 100 by 100 units, its origin at the top left."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)

    @classmethod
    def filled(cls, colour: Colour) -> "Canvas":
        return cls(Image.new("RGB", (_SIDE, _SIDE), colour))

    @classmethod
    def faded(cls, top: Colour, bottom: Colour) -> "Canvas":
        canvas = cls.filled(bottom)
        for y in range(100):
            canvas.shape([(0, y), (100, y), (100, y + 1), (0, y + 1)], mixed(top, bottom, y / 100))
        return canvas

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        self._draw.polygon(_scaled(points), fill=fill)

    def curve(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill the smooth closed line through `points`; a point that stands twice is a corner."""
        self._draw.polygon(_scaled(_smooth(points, closed=True)), fill=fill)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Colour, *, r: float = 0
    ) -> None:
        corners = [edge * _UNIT for edge in (left, top, right, bottom)]
        self._draw.rounded_rectangle(corners, r * _UNIT, fill=fill)

    def disc(self, x: float, y: float, rx: float, fill: Colour, *, ry: float | None = None) -> None:
        ry = rx if ry is None else ry
        corners = [edge * _UNIT for edge in (x - rx, y - ry, x + rx, y + ry)]
        self._draw.ellipse(corners, fill=fill)

    def ring(
        self, x: float, y: float, rx: float, fill: Colour, *, width: float, ry: float | None = None
    ) -> None:
        ry = rx if ry is None else ry
        corners = [edge * _UNIT for edge in (x - rx, y - ry, x + rx, y + ry)]
        self._draw.ellipse(corners, outline=fill, width=round(width * _UNIT))

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, fill: Colour, *, width: float
    ) -> None:
        corners = [edge * _UNIT for edge in (x - r, y - r, x + r, y + r)]
        self._draw.arc(corners, start, end, fill=fill, width=round(width * _UNIT))

    def line(self, points: Sequence[Point], fill: Colour, *, width: float) -> None:
        self._draw.line(_scaled(points), fill=fill, width=round(width * _UNIT), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def bend(self, points: Sequence[Point], fill: Colour, *, width: float) -> None:
        """Draw the smooth open line through `points`."""
        self.line(_smooth(points, closed=False), fill, width=width)

    def text(
        self, x: float, y: float, text: str, fill: Colour, *, height: float, bold: float = 0
    ) -> None:
        """Write Latin `text` around a middle."""
        place, font = (x * _UNIT, y * _UNIT), _font(round(height * _UNIT))
        stroke = round(bold * _UNIT)
        self._draw.text(place, text, fill=fill, font=font, anchor="mm", stroke_width=stroke)

    def webp(self, side: int) -> bytes:
        """This function will shrink the picture to `side` pixels, a divisor of its own."""
        into = io.BytesIO()
        self._image.reduce(_SIDE // side).save(into, "WEBP", quality=_QUALITY, method=0)
        return into.getvalue()


def width_of(text: str, *, height: float) -> float:
    """This function will tell how wide `text` will be, in units."""
    return _font(round(height * _UNIT)).getlength(text) / _UNIT


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * _UNIT, y * _UNIT) for x, y in points]


def _smooth(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """Catmull-Rom splines through all points."""
    around = (
        [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    )
    smooth = [
        _between(*around[start : start + 4], step / _STEPS)  # type: ignore[call-arg, arg-type]
        for start in range(len(around) - 3)
        # Between the two of a corner there is no way; a spline would make a loop there.
        if around[start + 1] != around[start + 2]
        for step in range(_STEPS)
    ]
    return smooth if closed else [*smooth, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    x, y = (
        0.5
        * (
            2 * q
            + (r - p) * t
            + (2 * p - 5 * q + 4 * r - s) * t * t
            + (3 * q - p - 3 * r + s) * t * t * t
        )
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )
    return x, y
