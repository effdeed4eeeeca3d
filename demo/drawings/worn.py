"""How are shoes, clothes, bags and jewellery drawn?"""

from demo.drawings.canvas import INK, WHITE, Canvas, Paint, Point, mixed


def mirrored(points: list[Point]) -> list[Point]:
    """This function will complete the left half of a shape, from top to bottom, by its right."""
    return [*points, *((100 - x, y) for x, y in reversed(points))]


def sneaker(c: Canvas, p: Paint) -> None:
    upper: list[Point] = [(16, 38), (16, 38), (25, 43), (36, 38), (43, 30), (43, 30), (49, 33)]
    upper += [(58, 45), (72, 51), (84, 58), (87, 67), (87, 67), (15, 67), (15, 67)]
    c.curve(upper, p.main)
    c.curve([(70, 50), (70, 50), (82, 55), (87, 67), (87, 67), (67, 67), (67, 67)], p.light)
    c.curve([(16, 38), (16, 38), (25, 43), (29, 67), (29, 67), (15, 67), (15, 67)], p.dark)
    c.curve([(31, 58), (31, 58), (43, 60), (56, 50), (56, 50), (50, 63), (36, 65)], p.accent)
    for x, y in ((46, 39), (51, 44), (57, 49)):
        c.line([(x - 5, y + 4), (x + 4, y - 3)], WHITE, width=1.8)
    c.box(13, 65, 89, 74, WHITE, r=4)
    c.box(13, 71, 89, 75, p.accent, r=2)


def runner(c: Canvas, p: Paint) -> None:
    upper: list[Point] = [(15, 35), (15, 35), (24, 42), (37, 36), (43, 31), (43, 31), (50, 36)]
    upper += [(60, 47), (77, 52), (88, 62), (88, 66), (88, 66), (17, 64), (17, 64)]
    c.curve(upper, p.main)
    c.curve([(15, 35), (15, 35), (24, 42), (27, 52), (17, 60), (17, 60)], p.accent)
    for x in (34, 42, 50):
        c.line([(x, 62), (x + 10, 46)], p.light, width=2.2)
    c.bend([(44, 37), (53, 43), (62, 50)], WHITE, width=2)
    sole: list[Point] = [(10, 60), (10, 60), (30, 63), (60, 64), (92, 63), (92, 63), (88, 71)]
    c.curve([*sole, (76, 74), (76, 74), (20, 75), (12, 72)], WHITE)
    c.curve([(15, 72), (15, 72), (45, 70), (86, 71), (86, 71), (76, 75), (22, 76)], p.dark)


def loafer(c: Canvas, p: Paint) -> None:
    upper: list[Point] = [(14, 42), (14, 42), (28, 47), (42, 46), (52, 40), (52, 40), (64, 50)]
    upper += [(80, 55), (88, 63), (88, 68), (88, 68), (14, 68), (14, 68)]
    c.curve(upper, p.main)
    c.curve([(14, 42), (14, 42), (24, 46), (30, 68), (30, 68), (14, 68), (14, 68)], p.dark)
    c.curve([(66, 51), (66, 51), (80, 55), (86, 62), (86, 62), (74, 61), (66, 51)], p.light)
    c.curve(
        [(46, 44), (46, 44), (52, 40), (61, 48), (61, 48), (56, 68), (43, 68), (43, 68)], p.light
    )
    c.box(46, 53, 58, 57, p.accent, r=2)
    c.box(12, 67, 90, 71, INK, r=2)
    c.box(12, 68, 33, 77, INK, r=1.5)


def boot(c: Canvas, p: Paint) -> None:
    leg: list[Point] = [(30, 20), (30, 20), (56, 20), (56, 20), (56, 48), (68, 54), (82, 60)]
    c.curve([*leg, (84, 72), (84, 72), (28, 72), (28, 72), (31, 46)], p.main)
    c.shape([(36, 20), (46, 20), (46, 44), (36, 44)], p.dark)
    c.box(28, 18, 58, 24, p.light, r=2)
    for y in (32, 38, 44, 50):
        c.line([(50, y), (57, y + 2)], p.accent, width=1.8)
    c.curve([(66, 53), (66, 53), (82, 60), (84, 72), (84, 72), (62, 72), (62, 72)], p.dark)
    c.box(26, 71, 86, 77, INK, r=2)
    c.box(26, 74, 44, 81, INK, r=1.5)


def jacket(c: Canvas, p: Paint) -> None:
    for x, y in ((24, 33), (22, 44), (20, 55), (19, 66)):
        c.disc(x, y, 8, p.dark, ry=7)
        c.disc(100 - x, y, 8, p.dark, ry=7)
    for y in (34, 46, 58, 70):
        c.box(28, y - 8, 72, y + 8, p.main, r=6)
        c.line([(32, y + 6), (68, y + 6)], p.dark, width=0.9)
    c.curve(mirrored([(50, 16), (40, 18), (36, 28), (43, 33)]), p.light)
    c.curve(mirrored([(50, 21), (44, 22), (42, 28), (47, 31)]), p.dark)
    c.line([(50, 31), (50, 77)], p.accent, width=1.6)
    c.line([(34, 60), (41, 57)], p.accent, width=1.4)
    c.line([(66, 60), (59, 57)], p.accent, width=1.4)


def shirt(c: Canvas, p: Paint) -> None:
    sleeve: list[Point] = [(40, 22), (26, 27), (12, 46), (23, 54), (30, 46), (30, 80)]
    c.shape(mirrored(sleeve), p.main)
    c.shape([(12, 46), (23, 54), (25, 51.5), (14, 43.5)], p.accent)
    c.shape([(88, 46), (77, 54), (75, 51.5), (86, 43.5)], p.accent)
    c.disc(50, 22, 10, p.dark, ry=8)
    c.disc(50, 20, 8.5, p.halo, ry=6)
    c.box(30, 76, 70, 80, p.dark)
    c.disc(50, 52, 9, p.accent)
    c.shape([(50, 45), (56, 57), (44, 57)], p.main)


def trousers(c: Canvas, p: Paint) -> None:
    c.shape([(32, 18), (68, 18), (74, 82), (55, 82), (50, 40), (45, 82), (26, 82)], p.main)
    c.shape([(50, 40), (50, 28), (68, 24), (74, 82), (55, 82)], mixed(p.main, p.dark, 0.35))
    c.box(31, 17, 69, 24, p.dark, r=1.5)
    for x in (36, 48, 60):
        c.box(x, 16, x + 3, 25, p.light, r=1)
    c.disc(50, 20.5, 1.8, p.accent)
    c.bend([(31.5, 32), (37, 32), (39, 25)], p.light, width=1.2)
    c.bend([(68.5, 32), (63, 32), (61, 25)], p.light, width=1.2)
    c.box(25.5, 78, 45.6, 82, p.accent)
    c.box(54.4, 78, 74.5, 82, p.accent)


def dress(c: Canvas, p: Paint) -> None:
    c.line([(42, 18), (41, 30)], p.dark, width=2.2)
    c.line([(58, 18), (59, 30)], p.dark, width=2.2)
    c.curve(mirrored([(50, 31), (40, 26), (40, 26), (38, 38), (41, 48), (41, 48)]), p.main)
    skirt: list[Point] = [(41, 48), (41, 48), (33, 64), (24, 80), (24, 80)]
    c.curve(mirrored([*skirt, (38, 83), (50, 84)]), p.main)
    for x in (36, 45, 55, 64):
        c.line([(50 + (x - 50) * 0.6, 54), (x, 80)], p.dark, width=1)
    c.box(40.5, 46, 59.5, 51, p.accent, r=1)


def backpack(c: Canvas, p: Paint) -> None:
    c.ring(50, 22, 8, p.dark, width=3)
    c.box(20, 48, 32, 76, p.dark, r=5)
    c.box(68, 48, 80, 76, p.dark, r=5)
    c.curve(mirrored([(50, 22), (33, 26), (27, 44), (27, 80), (27, 80)]), p.main)
    c.box(33, 52, 67, 76, p.light, r=5)
    c.box(33, 52, 67, 60, p.dark, r=4)
    c.line([(34, 40), (66, 40)], p.dark, width=1.6)
    c.line([(60, 40), (60, 46)], p.accent, width=2)
    c.box(46, 57, 54, 64, p.accent, r=1.5)


def handbag(c: Canvas, p: Paint) -> None:
    c.ring(50, 38, 17, p.dark, width=3.4, ry=19)
    c.curve(mirrored([(26, 42), (26, 42), (20, 62), (19, 78), (19, 78), (50, 80)]), p.main)
    flap: list[Point] = [(26, 42), (26, 42), (24, 54), (36, 62), (50, 64)]
    c.curve(mirrored(flap), p.light)
    c.box(45, 58, 55, 69, p.accent, r=2)
    c.disc(50, 63.5, 1.8, p.dark)
    c.line([(22, 75), (78, 75)], p.dark, width=1)


def tote(c: Canvas, p: Paint) -> None:
    c.bend([(37, 44), (38, 26), (50, 19), (62, 26), (63, 44)], p.dark, width=3)
    c.shape([(24, 40), (76, 40), (81, 80), (19, 80)], p.main)
    c.shape([(19.9, 73), (80.1, 73), (81, 80), (19, 80)], p.dark)
    c.shape([(24, 40), (76, 40), (76.6, 45), (23.4, 45)], p.light)
    c.disc(37, 42.5, 1.6, p.accent)
    c.disc(63, 42.5, 1.6, p.accent)
    c.box(42, 54, 58, 63, p.accent, r=1.5)


def wallet(c: Canvas, p: Paint) -> None:
    c.shape([(30, 36), (64, 26), (67, 36), (34, 46)], p.accent)
    c.shape([(27, 40), (66, 31), (68, 40), (30, 48)], WHITE)
    c.box(18, 36, 80, 76, p.main, r=5)
    c.box(18, 36, 80, 45, p.dark, r=4)
    c.box(60, 50, 84, 64, p.light, r=5)
    c.disc(67, 57, 2.6, p.accent)
    c.line([(23, 71), (75, 71)], p.dark, width=0.9)


def watch(c: Canvas, p: Paint) -> None:
    c.shape([(40, 14), (60, 14), (63, 36), (37, 36)], p.main)
    c.shape([(40, 86), (60, 86), (63, 64), (37, 64)], p.main)
    for y in (19, 25, 75, 81):
        c.line([(43, y), (57, y)], p.dark, width=1)
    c.box(71, 47, 77, 53, p.accent, r=1.5)
    c.disc(50, 50, 23, p.dark)
    c.disc(50, 50, 20, p.accent)
    c.disc(50, 50, 18, WHITE)
    for dx, dy in ((0, -15), (15, 0), (0, 15), (-15, 0)):
        c.disc(50 + dx, 50 + dy, 1.5, INK)
    c.disc(50, 58, 4.5, p.ground)
    c.line([(50, 50), (50, 39)], INK, width=2)
    c.line([(50, 50), (59, 54)], INK, width=2)
    c.disc(50, 50, 2, p.accent)


def ring(c: Canvas, p: Paint) -> None:
    c.ring(50, 60, 22, p.main, width=5)
    c.arc(50, 60, 20, 130, 230, p.light, width=1.6)
    c.shape([(40, 22), (60, 22), (67, 30), (50, 46), (33, 30)], p.accent)
    c.shape([(33, 30), (67, 30), (50, 46)], mixed(p.accent, INK, 0.15))
    c.shape([(42, 30), (58, 30), (50, 46)], mixed(p.accent, WHITE, 0.45))
    c.shape([(40, 22), (50, 22), (42, 30)], mixed(p.accent, WHITE, 0.6))
    c.line([(72, 18), (72, 26)], WHITE, width=1.4)
    c.line([(68, 22), (76, 22)], WHITE, width=1.4)


def necklace(c: Canvas, p: Paint) -> None:
    c.bend([(24, 18), (28, 40), (40, 55), (50, 60)], p.main, width=2)
    c.bend([(76, 18), (72, 40), (60, 55), (50, 60)], p.main, width=2)
    for x, y in ((26, 31), (32, 46), (41, 56)):
        c.disc(x, y, 2.2, WHITE)
        c.disc(100 - x, y, 2.2, WHITE)
    c.curve([(50, 58), (50, 58), (59, 70), (50, 81), (41, 70)], p.dark)
    c.curve([(50, 62), (50, 62), (56, 70), (50, 78), (44, 70)], p.accent)
    c.disc(47.5, 69, 1.6, WHITE)
