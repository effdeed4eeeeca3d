"""How does a sale look in a terminal? The steps, the auction, and what each screen received."""

import re
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.layout import Layout
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from demo.story import PEOPLE, Offer, Step, Story, leader

COLOURS = {"seller": "magenta", "ann": "cyan", "bob": "green", "guest": "yellow"}
#: Below this a terminal gets plain lines.
SMALLEST = (72, 20)
_BAR = 24
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class LiveView:
    """A story, drawn anew as often as it is asked for."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # The last line stays free: a frame of the full height would scroll.
        height = min(options.size.height - 1, len(self._story.steps) + 3 + 12)
        yield from console.render(self._layout(height), options.update(height=height))

    def _layout(self, height: int) -> Layout:
        story = self._story
        top = min(len(story.steps) + 3, height * 3 // 5)
        layout = Layout()
        above, screens = Layout(size=top), Layout()
        layout.split_column(above, screens)
        above.split_row(
            Layout(_steps(story, rows=top - 2), ratio=11),
            Layout(_auction(story, rows=top - 2), ratio=9),
        )
        rows = height - top - 2
        screens.split_row(*(Layout(_screen(story, who, rows)) for who in PEOPLE))
        return layout


def _steps(story: Story, rows: int) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column(justify="right", no_wrap=True)
    for index in _window(len(story.steps), story.current, rows - 1):
        step = story.steps[index]
        seconds = "" if step.began_at is None else f"{step.seconds(story.elapsed):.1f} s"
        table.add_row(_glyph(step, story.elapsed), Text(step.title, _style(step)), seconds)
        if index == story.current:
            table.add_row("", Text(step.failure or story.note, "red" if step.failure else "dim"))
    done = sum(step.ended_at is not None and not step.failure for step in story.steps)
    title = f"PIKCUR · {done} of {len(story.steps)} · {story.elapsed:.0f} s"
    return Panel(table, title=title, title_align="left", border_style="blue")


def _window(count: int, current: int, rows: int) -> range:
    """The steps that are shown: what was done, the current one, and a little of what comes."""
    first = max(0, min(current - rows * 2 // 3, count - rows))
    return range(first, min(count, first + rows))


def _glyph(step: Step, now: float) -> Text:
    if step.failure:
        return Text("✗", "bold red")
    if step.ended_at is not None:
        return Text("✓", "green")
    if step.began_at is not None:
        return Text(_SPINNER[int(now * 10) % len(_SPINNER)], "bold blue")
    return Text("·", "dim")


def _style(step: Step) -> str:
    if step.failure:
        return "bold red"
    if step.began_at is None:
        return "dim"
    return "" if step.ended_at is not None else "bold"


def _auction(story: Story, rows: int) -> RenderableType:
    head = [*_standing(story), Text()]
    foot = [Text(), *_order(story)] if story.order else []
    offers = story.offers[-max(1, rows - len(head) - len(foot)) :]
    lines = [*head, *map(_offer, offers), *foot]
    return Panel(_cut(lines), title="auction", title_align="left", border_style="blue")


def _standing(story: Story) -> list[Text]:
    if not story.goods:
        return [Text("nothing for sale yet", "dim")]
    state = story.auction or story.goods
    price = state["currentPrice"] or story.goods["startPrice"]
    return [
        Text(story.goods["name"], "bold"),
        Text.assemble(
            (f"{price:,} won", "bold yellow"),
            f"  {leader(state) if state['currentPrice'] else 'to begin with'}",
        ),
        _countdown(story),
    ]


def _countdown(story: Story) -> Text:
    begins, ends = (_moment(story.goods[name]) for name in ("startsAt", "endsAt"))
    left = (ends - datetime.now(UTC) - story.ahead).total_seconds()
    if story.auction and story.auction["state"] != "OPEN":
        return Text(f"ended: {story.auction['state'].lower()}", "green")
    if left <= 0:
        return Text("ending …", "bold red")
    full = round(_BAR * min(1.0, left / (ends - begins).total_seconds()))
    colour = "red" if left < 3 else "green"
    return Text.assemble(("━" * full, colour), ("━" * (_BAR - full), "dim"), f" {left:4.1f} s")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _offer(offer: Offer) -> Text:
    who, what, outcome = offer
    style = "red" if outcome.isupper() else "dim"
    return Text.assemble((f"{who:7}", COLOURS[who]), f"{what}  ", (outcome, style))


def _order(story: Story) -> list[Text]:
    order = story.order
    return [
        Text(f"order {order['orderId']} · {order['total']:,} won"),
        Text(order["state"], "bold yellow"),
    ]


def _screen(story: Story, who: str, rows: int) -> RenderableType:
    colour, lines = COLOURS[who], []
    for came in list(story.received[who]):
        if came.title:
            lines += [Text(came.head, f"bold {colour}"), Text(f"  {came.title}")]
        else:
            lines.append(Text.assemble(came.head, (f" {came.text}", "dim")))
    title = f"{who}'s screen"
    return Panel(
        _cut(lines[-rows:]), title=title, title_align="left", border_style=colour, padding=0
    )


def _cut(lines: list[Text]) -> Table:
    """Each on one line, as much as there is room for."""
    table = Table.grid(expand=True)
    table.add_column(no_wrap=True, overflow="ellipsis")
    for line in lines:
        table.add_row(line)
    return table


def save_picture(story: Story, path: Path, *, width: int = 100, height: int = 46) -> None:
    """This function will draw the view as it stands into an SVG file."""
    with Path("/dev/null").open("w") as nowhere:
        console = Console(
            record=True, width=width, height=height, file=nowhere, force_terminal=True
        )
        console.print(LiveView(story))
        # Without the fonts that rich would have a reader's browser fetch from elsewhere.
        svg = console.export_svg(title="bin/demo")
        path.write_text(re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL), "utf-8")
