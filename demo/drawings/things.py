"""How are furniture, books, sports gear and toys drawn?"""

from demo.drawings.canvas import INK, WHITE, Canvas, Paint, mixed


def chair(c: Canvas, p: Paint) -> None:
    for x, dx in ((34, -5), (66, 5)):
        c.line([(x, 60), (x + dx, 82)], p.accent, width=3)
    for x in (40, 60):
        c.line([(x, 60), (x, 76)], mixed(p.accent, INK, 0.35), width=2.4)
    back = [(50.0, 17.0), (34.0, 19.0), (29.0, 34.0), (31.0, 52.0), (31.0, 52.0)]
    c.curve([*back, *((100 - x, y) for x, y in reversed(back))], p.main)
    c.curve([(50, 23), (40, 24), (36, 35), (38, 46), (62, 46), (64, 35), (60, 24)], p.light)
    c.box(26, 50, 74, 62, p.dark, r=6)
    c.box(26, 50, 74, 57, p.main, r=3.5)


def lamp(c: Canvas, p: Paint) -> None:
    c.shape([(36, 46), (64, 46), (76, 78), (24, 78)], mixed(p.halo, (255, 236, 170), 0.6))
    c.line([(50, 44), (50, 78)], p.dark, width=2.6)
    c.disc(50, 46, 5, (255, 226, 130))
    c.curve(
        [(38, 20), (38, 20), (62, 20), (62, 20), (73, 46), (73, 46), (27, 46), (27, 46)], p.main
    )
    c.shape([(40, 21), (46, 21), (41, 45), (31, 45)], p.light)
    c.box(27, 44, 73, 48, p.accent, r=2)
    c.box(34, 76, 66, 81, p.dark, r=2.5)


def table(c: Canvas, p: Paint) -> None:
    for x, dx in ((26, -4), (74, 4)):
        c.line([(x, 46), (x + dx, 80)], p.dark, width=3.4)
    c.box(22, 46, 78, 55, p.dark, r=1)
    c.box(43, 48, 57, 53, p.light, r=1)
    c.box(14, 40, 86, 47, p.main, r=2)
    c.shape([(31, 28), (41, 28), (39, 40), (33, 40)], p.accent)
    for x, y in ((36, 17), (30, 21), (42, 21)):
        c.line([(36, 28), (x, y)], (78, 135, 96), width=1.4)
        c.disc(x, y, 4, (92, 156, 110), ry=5)
    c.box(56, 35, 74, 40, WHITE, r=1)
    c.box(58, 30, 72, 35, p.accent, r=1)


def book(c: Canvas, p: Paint) -> None:
    c.box(24, 70, 80, 80, p.accent, r=2)
    c.box(28, 72, 80, 78, WHITE, r=1)
    c.box(28, 18, 74, 72, p.dark, r=3)
    c.box(30, 66, 74, 71, WHITE, r=1)
    c.box(32, 16, 74, 66, p.main, r=3)
    c.box(28, 16, 35, 68, p.dark, r=2)
    c.box(42, 24, 66, 29, p.accent, r=1)
    c.box(42, 32, 58, 34.5, p.light, r=1)
    c.disc(56, 49, 9, p.light)
    c.curve([(47, 52), (53, 47), (57, 50), (64, 46), (62, 55), (56, 58), (49, 55)], p.accent)
    c.shape([(66, 16), (71, 16), (71, 30), (68.5, 27), (66, 30)], WHITE)


def comics(c: Canvas, p: Paint) -> None:
    colours = (p.main, p.accent, p.dark, p.light, p.main)
    for place, colour in enumerate(colours):
        left = 14 + place * 11
        c.box(left, 24, left + 10, 78, colour, r=1.2)
        c.box(left + 2, 30, left + 8, 44, WHITE, r=1)
        c.disc(left + 5, 68, 2.6, WHITE)
    c.shape([(70, 30), (79, 27), (87, 75), (78, 78)], p.accent)
    c.shape([(72.5, 35), (78, 33.4), (80, 46), (74.6, 47.6)], WHITE)


def record(c: Canvas, p: Paint) -> None:
    c.disc(62, 50, 28, INK)
    for r in (24, 20, 16):
        c.ring(62, 50, r, (70, 74, 86), width=0.7)
    c.disc(62, 50, 9, p.accent)
    c.disc(62, 50, 1.8, WHITE)
    c.box(12, 22, 60, 78, p.main, r=1.5)
    c.disc(36, 46, 15, p.accent)
    c.shape([(12, 66), (28, 54), (41, 63), (60, 50), (60, 78), (12, 78)], p.dark)
    c.box(18, 27, 38, 30, WHITE, r=1)


def tent(c: Canvas, p: Paint) -> None:
    c.disc(76, 26, 6, p.accent)
    c.shape([(12, 78), (40, 24), (68, 78)], p.main)
    c.shape([(40, 24), (60, 24), (90, 78), (68, 78)], p.dark)
    c.shape([(28, 78), (40, 42), (52, 78)], mixed(p.dark, INK, 0.55))
    c.shape([(40, 42), (52, 78), (58, 78)], p.light)
    c.line([(40, 24), (35, 17)], INK, width=1.6)
    c.line([(12, 78), (90, 78)], INK, width=1.8)
    c.line([(24, 55), (11, 70)], INK, width=0.9)


def bicycle(c: Canvas, p: Paint) -> None:
    for x in (27, 73):
        c.ring(x, 62, 18, INK, width=2.6)
        c.ring(x, 62, 15, p.light, width=0.8)
        for dx, dy in ((14, 0), (0, 14), (10, 10), (10, -10)):
            c.line([(x - dx, 62 - dy), (x + dx, 62 + dy)], p.shade, width=0.5)
        c.disc(x, 62, 2.2, INK)
    for line in (((27, 62), (42, 40), (66, 38), (48, 64), (27, 62)), ((48, 64), (40, 33))):
        c.line(line, p.main, width=3)
    c.line([(73, 62), (64, 31)], p.main, width=3)
    c.bend([(64, 31), (70, 27), (77, 31), (72, 36)], p.dark, width=2.4)
    c.box(33, 30, 47, 34, p.dark, r=2)
    c.ring(48, 64, 5, p.accent, width=2)
    c.line([(48, 64), (53, 73)], INK, width=1.6)
    c.line([(50, 74), (56, 74)], INK, width=1.8)


def golf(c: Canvas, p: Paint) -> None:
    c.disc(48, 80, 34, mixed(p.ground, (94, 160, 104), 0.55), ry=5)
    c.line([(70, 15), (45, 66)], p.dark, width=2.2)
    c.line([(70, 15), (63, 29)], INK, width=3.4)
    c.curve([(48, 62), (48, 62), (50, 76), (42, 79), (27, 77), (25, 71), (34, 67)], p.main)
    c.curve([(44, 70), (38, 75), (29, 74), (30, 71), (36, 69)], p.light)
    c.disc(66, 72, 7, WHITE)
    for x, y in ((64, 70), (68, 70), (66, 74)):
        c.disc(x, y, 0.9, p.shade)
    c.shape([(63, 79), (69, 79), (66, 85)], p.accent)


def robot(c: Canvas, p: Paint) -> None:
    c.line([(50, 15), (50, 24)], INK, width=1.6)
    c.disc(50, 15, 2.6, p.accent)
    c.box(34, 22, 66, 44, p.main, r=5)
    c.box(38, 28, 62, 38, INK, r=4)
    c.disc(44, 33, 2.6, p.accent)
    c.disc(56, 33, 2.6, p.accent)
    for x in (24, 68):
        c.box(x, 48, x + 8, 68, p.light, r=4)
        c.disc(x + 4, 69, 4.4, p.accent)
    c.box(33, 46, 67, 70, p.main, r=4)
    c.shape([(42, 50), (58, 50), (54, 60), (46, 60)], p.accent)
    c.line([(40, 65), (60, 65)], p.dark, width=1.4)
    for x in (36, 53):
        c.box(x, 70, x + 11, 80, p.dark, r=2)
        c.box(x - 2, 78, x + 12, 83, p.light, r=2)


def bricks(c: Canvas, p: Paint) -> None:
    rows = (
        (18, 62, p.main, 4),
        (52, 62, p.accent, 3),
        (30, 44, p.light, 3),
        (58, 44, p.dark, 2),
        (38, 26, p.accent, 2),
    )
    for left, top, colour, studs in rows:
        width = studs * 9 - 1
        for stud in range(studs):
            x = left + 1.5 + stud * 9
            c.box(x, top - 3.5, x + 5.5, top + 3, mixed(colour, INK, 0.12), r=1.2)
        c.box(left, top, left + width, top + 17, colour, r=1.2)
        c.box(left, top + 14, left + width, top + 17, mixed(colour, INK, 0.18), r=1.2)


def cup(c: Canvas, p: Paint) -> None:
    for x in (42, 52):
        c.bend([(x, 32), (x - 3, 27), (x + 3, 22), (x, 16)], WHITE, width=2)
    c.ring(70, 52, 12, p.dark, width=4)
    c.curve(
        [(26, 38), (26, 38), (70, 38), (70, 38), (68, 66), (58, 74), (38, 74), (28, 66)], p.main
    )
    c.disc(48, 38, 22, p.light, ry=4.5)
    c.disc(48, 38.5, 18.5, (96, 66, 50), ry=3.2)
    c.curve(
        [(26.6, 54), (26.6, 54), (69.6, 54), (69.6, 54), (69, 60), (69, 60), (27, 60), (27, 60)],
        p.accent,
    )
    c.disc(48, 78, 28, p.dark, ry=3.6)
    c.disc(48, 77, 28, p.light, ry=3)
