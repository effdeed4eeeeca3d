"""Does PIKCUR work? One whole sale by four clients, over the interfaces that everybody has.

Called by `bin/demo` against what `bin/up` has started. It ends with 0 when every step was as it
should be, 1 when one was not, 2 when there is nothing to try, 130 after Ctrl-C.
"""

import argparse
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from rich.console import Console
from rich.live import Live
from websockets.exceptions import WebSocketException

from bench import show, steps
from bench.client import Market, Unexpected
from bench.sale import Sale
from bench.story import Story

STEPS: dict[str, Callable[[Sale], None]] = {
    "Three people sign up by mail code": steps.sign_up,
    "Each reads their own profile": steps.read_profiles,
    "Refresh tokens rotate": steps.rotate_tokens,
    "Seller uploads two pictures": steps.upload_pictures,
    "Seller puts the goods up": steps.put_goods_up,
    "The pictures are there, as WebP": steps.look_at_pictures,
    "Everybody watches, a guest too": steps.open_screens,
    "Ann bids 10,000": steps.ann_bids,
    "Bob bids up to 50,000, secretly": steps.bob_bids_secretly,
    "Ann hears that she is outbid": steps.ann_hears_that_she_is_outbid,
    "A bid too low is refused": steps.refuse_low_bid,
    "The seller may not bid": steps.refuse_seller,
    "A guest may not bid": steps.refuse_guest,
    "Bob's proxy answers Ann's 20,000": steps.proxy_answers_ann,
    "A repeated bid counts once": steps.repeat_bid,
    "Anybody reads the bid history": steps.read_history,
    "The auction closes at its end": steps.wait_for_the_end,
    "A bid after the end is refused": steps.refuse_late_bid,
    "All hear how it ended": steps.all_hear_of_the_end,
    "Bob gives his address": steps.give_address,
    "A forged amount is paid back": steps.refuse_forged_payment,
    "Bob pays, only the webhook tells": steps.pay,
    "Seller ships": steps.ship,
    "The parcel travels and arrives": steps.deliver,
    "Bob confirms": steps.confirm,
    "Seller is credited": steps.settle,
    "Every alarm came exactly once": steps.count_alarms,
    "Every mail came exactly once": steps.count_mails,
    "Signing out ends the session": steps.sign_out,
}
#: In a terminal; a step that takes milliseconds could not be followed.
WATCHABLE_SECONDS = 0.3
_FAILURES = (Unexpected, requests.RequestException, WebSocketException, OSError, LookupError,
             TypeError, ValueError)  # fmt: skip


class NothingToTry(Exception):
    """There is no system, or nothing in it to sell under."""


def main() -> int:
    options = _options()
    market = Market(options.port_base)
    # Whoever ends us finds their terminal as it was.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        require_system(market)
        return run(market, STEPS, picture=options.save_picture)
    except NothingToTry as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; the sale stays as it is.\n")
        return 128 + signal.SIGINT


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Drives one whole sale through a running PIKCUR."
    )
    parser.add_argument("--port-base", type=int, default=8000, metavar="N")
    parser.add_argument("--save-picture", type=Path, metavar="FILE", help="the end, as SVG")
    return parser.parse_args()


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


def run(
    market: Market, steps_of_sale: dict[str, Callable[[Sale], None]], picture: Path | None = None
) -> int:
    with _shown(list(steps_of_sale)) as (story, least_seconds):
        sale = Sale(market, story)
        try:
            done = carry_out(sale, steps_of_sale, least_seconds)
        finally:
            sale.close()
    if picture:
        show.save_picture(story, picture)
    if not done:
        sys.stderr.write(failure(story))
        return 1
    print_line(sale.summary)
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
    sale: Sale, steps_of_sale: dict[str, Callable[[Sale], None]], least_seconds: float
) -> bool:
    """This function will take the steps in turn, up to the first that is not as it should be."""
    for step in steps_of_sale.values():
        began_at = time.monotonic()
        sale.story.begin_step()
        try:
            step(sale)
        except _FAILURES as error:
            sale.story.fail_step(_reason(error))
            return False
        sale.story.end_step()
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


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main())
