"""How does a brand look? Its name, set in one of a few plain ways."""

from collections.abc import Callable

from demo.drawings.canvas import WHITE, Canvas, Paint, mixed, number_of, paint_of, width_of

SIDE = 400
_WIDEST = 72.0


def logo(*, name: str) -> bytes:
    """This function will draw the name of a brand, Latin letters, as WebP."""
    style = _STYLES[number_of(f"style of {name}") % len(_STYLES)]
    return style(name, paint_of(name)).webp(SIDE)


def _plain(name: str, paint: Paint) -> Canvas:
    canvas = Canvas.filled(paint.main)
    _write(canvas, name, 50, WHITE)
    return canvas


def _framed(name: str, paint: Paint) -> Canvas:
    canvas = Canvas.filled(WHITE)
    canvas.box(8, 32, 92, 68, paint.main, r=4)
    canvas.box(9.2, 33.2, 90.8, 66.8, WHITE, r=3)
    _write(canvas, name, 50, paint.main)
    return canvas


def _crested(name: str, paint: Paint) -> Canvas:
    canvas = Canvas.filled(paint.ground)
    canvas.disc(50, 38, 21, paint.main)
    canvas.text(50, 38, name[0].upper(), WHITE, height=26, bold=0.6)
    _write(canvas, name, 76, paint.dark, tallest=12)
    return canvas


def _barred(name: str, paint: Paint) -> Canvas:
    canvas = Canvas.filled(WHITE)
    _write(canvas, name, 47, mixed(paint.main, (0, 0, 0), 0.25))
    canvas.box(14, 64, 62, 67, paint.main, r=1.5)
    canvas.box(65, 64, 86, 67, paint.accent, r=1.5)
    return canvas


_STYLES: tuple[Callable[[str, Paint], Canvas], ...] = (_plain, _framed, _crested, _barred)


def _write(
    canvas: Canvas, name: str, middle: float, colour: tuple[int, int, int], tallest: float = 20
) -> None:
    height = min(tallest, 10 * _WIDEST / width_of(name, height=10))
    canvas.text(50, middle, name, colour, height=height, bold=height / 40)
