"""What if it were later? Moves the time of a market in which no money and no parcel is real."""

import argparse
import re
import sys
from datetime import timedelta
from typing import Any

import settings
from bin.commands.reaching import services
from bin.commands.telling import tell
from protos.testclock_pb2 import AdvanceClockRequest, ClockMoved
from workers.services import ask

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_WAIT = re.compile(r"(?=\d)" + "".join(rf"(?:(?P<{unit}>\d{{1,6}}){unit})?" for unit in _UNITS))
#: What floating point leaves of a time, in seconds, is none.
_INSTANT = 0.001


def declare(commands: Any) -> None:
    parser = commands.add_parser("clock", help="what if it were later?", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    advance = acts.add_parser(
        "advance", help="live through a time in seconds: 72h, 1d12h, 90s", description=_ADVANCE
    )
    advance.add_argument("wait", type=_wait, metavar="TIME")


_ADVANCE = """Everything that becomes due on the way happens, moment after moment, before this ends.
It lists what has happened; 1 if something that is due still waits."""


def _wait(text: str) -> timedelta:
    found = _WAIT.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError("it has to be a time such as 72h or 1d12h")
    return timedelta(**{_UNITS[u]: int(number or 0) for u, number in found.groupdict().items()})


def run(options: argparse.Namespace) -> int:
    config = settings.load("worker_secret")
    if not config.test_clock:
        raise ValueError("TEST_CLOCK is not set: this market goes by the real time")
    moved = _advance(services(config).test_clock, options.wait.total_seconds())
    rows = [{"at": one.at.ToJsonString(), "fact": one.fact} for one in moved.facts]
    tell(options, rows, nothing="Nothing has happened.")
    if not options.json:
        sys.stdout.write(f"It is {moved.now.ToJsonString()}.\n")
    if not moved.settled:
        sys.stderr.write("Something that is due still waits; bin/pikcur doctor tells what.\n")
    return 0 if moved.settled else 1


def _advance(clock: Any, wait: float) -> ClockMoved:
    told = ClockMoved(settled=True)
    while True:
        moved = ask(clock.AdvanceClock, AdvanceClockRequest(seconds=wait - told.passed_seconds))
        told.now.CopyFrom(moved.now)
        told.facts.extend(moved.facts)
        told.settled = told.settled and moved.settled
        told.passed_seconds = round(told.passed_seconds + moved.passed_seconds, 3)
        sys.stderr.write(f"{moved.now.ToJsonString()}: {len(moved.facts)} facts\n")
        if wait - told.passed_seconds < _INSTANT:
            return told
