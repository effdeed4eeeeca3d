"""How do goods look that nobody has photographed? One flat drawing of each kind of thing."""

from collections.abc import Callable

from demo.drawings import devices, things, worn
from demo.drawings.canvas import INK, Canvas, Paint, mixed, paint_of

FULL, THUMB = 800, 320

_DRAWERS: tuple[Callable[[Canvas, Paint], None], ...] = (
    *(worn.sneaker, worn.runner, worn.loafer, worn.boot),
    *(worn.jacket, worn.shirt, worn.trousers, worn.dress),
    *(worn.backpack, worn.handbag, worn.tote, worn.wallet),
    *(worn.watch, worn.ring, worn.necklace),
    *(devices.phone, devices.laptop, devices.tablet, devices.headphones, devices.earbuds),
    *(devices.smartwatch, devices.camera, devices.film_camera, devices.lens),
    *(devices.gamepad, devices.console),
    *(things.chair, things.lamp, things.table, things.cup),
    *(things.book, things.comics, things.record),
    *(things.tent, things.bicycle, things.golf, things.robot, things.bricks),
)
DRAWERS = {drawer.__name__: drawer for drawer in _DRAWERS}


def drawing(*, thing: str, name: str, brand: str) -> tuple[bytes, bytes]:
    """This function will draw a thing in the colours of its name, full and as a thumbnail, WebP."""
    paint = paint_of(name)
    canvas = Canvas.faded(mixed(paint.ground, paint.halo, 0.5), paint.ground)
    canvas.disc(50, 49, 39, paint.halo)
    canvas.disc(50, 81, 33, paint.shade, ry=3.4)
    DRAWERS[thing](canvas, paint)
    canvas.text(50, 93.4, brand.upper(), mixed(paint.ground, INK, 0.55), height=3.8)
    return canvas.webp(FULL), canvas.webp(THUMB)
