"""Does PIKCUR work? A story is played, over the interfaces that everybody has, and shown."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests
from rich.console import Console
from rich.live import Live
from websockets.exceptions import WebSocketException

from demo import show
from demo.client import Market, Unexpected
from demo.plot import Plot, S
from demo.story import Story

#: In a terminal; a step that takes milliseconds could not be followed.
WATCHABLE_SECONDS = 0.3
_FAILURES = (Unexpected, requests.RequestException, WebSocketException, OSError, LookupError,
             TypeError, ValueError)  # fmt: skip


class NothingToTry(Exception):
    """There is no system, or nothing in it to sell under."""


def play(market: Market, plot: Plot[S], *, picture: Path | None = None) -> int:
    """
    This function will play a story in a running PIKCUR; it returns the exit code.

    That is 0 when every step was as it should be, 1 when one was not, 2 when there is nothing to
    try, 130 after Ctrl-C.
    """
    # Whoever ends us finds their terminal as it was.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        require_system(market)
        return run(market, plot, picture=picture)
    except NothingToTry as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; what was begun stays as it is.\n")
        return 128 + signal.SIGINT


def require_system(market: Market) -> None:
    """
    This function will look whether there is something to try.

    :raises NothingToTry: saying what to do
    """
    wanted = "" if market.port_base == 8000 else f" --port-base {market.port_base}"
    try:
        ready = requests.get(f"{market.api}/readyz", timeout=5)
    except requests.RequestException:
        raise NothingToTry(
            f"No PIKCUR answers at {market.api}. Start it in another terminal: bin/up{wanted}"
        ) from None
    if ready.status_code != 200:
        raise NothingToTry(
            f"What answers at {market.api} is not ready ({ready.status_code}: {ready.text[:200]})."
            f" Look at what bin/up{wanted} says."
        )
    for shelf in ("categories", "brands"):
        if not requests.get(f"{market.api}/v1/{shelf}", timeout=5).json()["items"]:
            raise NothingToTry(
                f"There are no {shelf} to sell under: this PIKCUR was started with --no-demo."
                f" Start it without: bin/up{wanted}"
            )


def run(market: Market, plot: Plot[S], *, picture: Path | None = None) -> int:
    with _shown(list(plot.steps)) as (story, least_seconds):
        scene = plot.begin(market, story)
        try:
            done = carry_out(scene, story, plot.steps, least_seconds)
        finally:
            scene.close()
    if picture:
        show.save_picture(story, picture)
    if not done:
        sys.stderr.write(failure(story))
        return 1
    print_line(scene.summary)
    return 0


@contextmanager
def _shown(titles: list[str]) -> Iterator[tuple[Story, float]]:
    """A live view in a terminal that is large enough, lines elsewhere."""
    console = Console()
    if console.is_terminal and console.size >= show.SMALLEST:
        story = Story(titles)
        view = show.LiveView(story)
        with Live(get_renderable=lambda: view, console=console, refresh_per_second=10):
            yield story, WATCHABLE_SECONDS
    else:
        yield Story(titles, write=print_line), 0.0


def print_line(line: str) -> None:
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more. Screens write from their own threads, so no exception would do.
        os._exit(128 + signal.SIGPIPE)


def carry_out(
    scene: S, story: Story, steps: Mapping[str, Callable[[S], None]], least_seconds: float
) -> bool:
    """This function will take the steps in turn, up to the first that is not as it should be."""
    for step in steps.values():
        began_at = time.monotonic()
        story.begin_step()
        try:
            step(scene)
        except _FAILURES as error:
            story.fail_step(_reason(error))
            return False
        story.end_step()
        time.sleep(max(0.0, began_at + least_seconds - time.monotonic()))
    return True


def _reason(error: BaseException) -> str:
    return str(error) if isinstance(error, Unexpected) else f"{type(error).__name__}: {error}"


def failure(story: Story) -> str:
    left = len(story.steps) - story.current - 1
    rest = "1 step after it was" if left == 1 else f"{left} steps after it were"
    return (
        f"Step {story.position} is not as it should be: {story.step.title}\n"
        f"  {story.step.failure}\n"
        f"The {rest} not taken.\n"
    )
