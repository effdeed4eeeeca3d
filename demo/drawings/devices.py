"""How are telephones, computers, cameras and consoles drawn?"""

from demo.drawings.canvas import INK, WHITE, Canvas, Paint, mixed

GLASS = (46, 54, 72)


def phone(c: Canvas, p: Paint) -> None:
    c.box(24, 20, 56, 84, p.main, r=6)
    c.box(27, 23, 43, 44, p.dark, r=4)
    for x, y in ((35, 28.5), (35, 38.5)):
        c.disc(x, y, 4, INK)
        c.disc(x, y, 1.8, p.accent)
    c.box(44, 16, 76, 80, INK, r=6)
    c.box(46, 18, 74, 78, p.accent, r=4.5)
    c.curve(
        [(46, 56), (46, 56), (56, 48), (66, 56), (74, 46), (74, 46), (74, 77), (46, 77)], p.main
    )
    c.disc(66, 35, 5, WHITE)
    c.box(55, 20.5, 65, 23.5, INK, r=1.5)
    c.line([(54, 75), (66, 75)], WHITE, width=1.2)


def laptop(c: Canvas, p: Paint) -> None:
    c.box(22, 24, 78, 66, INK, r=3)
    c.box(24.5, 26.5, 75.5, 63, p.accent, r=1.5)
    c.shape([(24.5, 63), (46, 40), (58, 52), (66, 45), (75.5, 55), (75.5, 63)], p.main)
    c.disc(36, 35, 4, WHITE)
    c.shape([(22, 66), (78, 66), (88, 76), (12, 76)], p.light)
    c.box(12, 75, 88, 79, p.dark, r=2)
    c.shape([(28, 68), (72, 68), (75, 72), (25, 72)], p.dark)


def tablet(c: Canvas, p: Paint) -> None:
    c.box(26, 18, 74, 82, p.dark, r=5)
    c.box(29, 22, 71, 78, WHITE, r=2)
    c.bend([(36, 62), (42, 46), (50, 60), (57, 40), (64, 52)], p.main, width=2.6)
    c.box(34, 28, 54, 31, p.accent, r=1.5)
    c.box(34, 34, 48, 36, p.ground, r=1)
    c.line([(62, 70), (80, 34)], INK, width=3.4)
    c.line([(63, 68), (79.5, 35)], p.accent, width=2)


def headphones(c: Canvas, p: Paint) -> None:
    c.arc(50, 50, 30, 180, 360, p.dark, width=6)
    c.arc(50, 50, 27, 195, 345, p.light, width=1.6)
    for left in (17, 69):
        c.box(left, 46, left + 14, 76, p.main, r=6)
    c.box(29, 48, 36, 74, p.accent, r=3.5)
    c.box(64, 48, 71, 74, p.accent, r=3.5)
    c.box(20, 52, 23, 70, p.light, r=1.5)
    c.box(77, 52, 80, 70, p.light, r=1.5)


def earbuds(c: Canvas, p: Paint) -> None:
    for x, side in ((38, -1), (62, 1)):
        c.box(x - 3.2, 24, x + 3.2, 50, p.light, r=3)
        c.disc(x + side * 3, 26, 7.5, p.main)
        c.disc(x + side * 8, 26, 3.4, p.accent)
    c.box(26, 46, 74, 80, p.main, r=11)
    c.box(26, 46, 74, 58, p.dark, r=6)
    c.disc(50, 66, 2, p.accent)


def smartwatch(c: Canvas, p: Paint) -> None:
    c.shape([(38, 12), (62, 12), (65, 30), (35, 30)], p.main)
    c.shape([(38, 88), (62, 88), (65, 70), (35, 70)], p.main)
    c.box(71, 42, 76, 52, p.accent, r=2)
    c.box(28, 26, 72, 74, p.dark, r=11)
    c.box(31, 29, 69, 71, INK, r=8)
    c.arc(50, 50, 15, -90, 170, p.accent, width=3)
    c.arc(50, 50, 10.5, -90, 100, mixed(p.accent, WHITE, 0.6), width=3)
    c.arc(50, 50, 6, -90, 220, p.light, width=3)


def camera(c: Canvas, p: Paint) -> None:
    c.shape([(38, 34), (42, 24), (58, 24), (62, 34)], p.dark)
    c.box(22, 28, 32, 36, p.accent, r=1.5)
    c.box(15, 33, 85, 75, p.main, r=5)
    c.box(15, 46, 85, 66, p.dark)
    _glass(c, p, 50, 55, 19)
    c.box(68, 37, 79, 42, WHITE, r=1.5)
    c.disc(24, 40, 2.4, p.accent)


def film_camera(c: Canvas, p: Paint) -> None:
    c.box(20, 28, 34, 36, p.light, r=2)
    c.box(64, 29, 76, 36, p.light, r=2)
    c.disc(56, 31, 4, p.accent)
    c.box(14, 34, 86, 76, p.light, r=4)
    c.box(14, 45, 86, 69, p.main)
    c.box(60, 37, 76, 43, INK, r=1)
    c.box(24, 37, 34, 43, INK, r=1)
    _glass(c, p, 48, 57, 16)
    c.box(74, 52, 80, 62, p.dark, r=1)


def lens(c: Canvas, p: Paint) -> None:
    c.box(26, 60, 74, 80, p.dark, r=4)
    c.box(22, 36, 78, 66, p.main, r=5)
    for x in range(28, 76, 6):
        c.box(x, 50, x + 2.6, 62, p.dark, r=1)
    c.box(22, 44, 78, 46.5, p.accent)
    c.disc(50, 34, 29, INK, ry=13)
    c.disc(50, 34, 24, GLASS, ry=10)
    c.disc(50, 35, 15, mixed(p.accent, GLASS, 0.6), ry=5.5)
    c.disc(42, 31, 5, mixed(WHITE, GLASS, 0.25), ry=2)


def gamepad(c: Canvas, p: Paint) -> None:
    half = [(50.0, 36.0), (34.0, 33.0), (20.0, 42.0), (12.0, 66.0), (20.0, 76.0), (33.0, 64.0)]
    body = [*half, (50.0, 63.0), *((100 - x, y) for x, y in reversed(half[1:]))]
    c.box(26, 31, 40, 40, p.dark, r=3)
    c.box(60, 31, 74, 40, p.dark, r=3)
    c.curve(body, p.main)
    c.box(24, 46, 38, 50, INK, r=1)
    c.box(29, 41, 33, 55, INK, r=1)
    for x, y, colour in ((69, 42, p.accent), (75, 48, WHITE), (63, 48, WHITE), (69, 54, p.accent)):
        c.disc(x, y, 2.7, colour)
    for x in (41, 59):
        c.disc(x, 58, 5.6, p.dark)
        c.disc(x, 58, 3.4, p.light)
    c.box(46, 43, 54, 47, p.accent, r=2)


def console(c: Canvas, p: Paint) -> None:
    c.box(10, 34, 30, 70, p.main, r=8)
    c.box(70, 34, 90, 70, p.accent, r=8)
    c.box(24, 34, 76, 70, INK, r=2)
    c.box(28, 38, 72, 66, p.halo, r=1)
    c.shape([(28, 66), (28, 58), (40, 48), (50, 57), (60, 46), (72, 58), (72, 66)], p.main)
    c.disc(60, 44, 3, p.accent)
    c.disc(17, 44, 3.6, INK)
    c.disc(83, 58, 3.6, INK)
    for dx, dy in ((0, -3.4), (3.4, 0), (0, 3.4), (-3.4, 0)):
        c.disc(17 + dx, 58 + dy, 1.4, INK)
        c.disc(83 + dx, 44 + dy, 1.4, INK)


def _glass(c: Canvas, p: Paint, x: float, y: float, r: float) -> None:
    c.disc(x, y, r, INK)
    c.disc(x, y, r * 0.86, p.accent)
    c.disc(x, y, r * 0.74, INK)
    c.disc(x, y, r * 0.58, GLASS)
    c.disc(x, y, r * 0.32, mixed(p.accent, GLASS, 0.55))
    c.disc(x - r * 0.25, y - r * 0.28, r * 0.15, WHITE)
