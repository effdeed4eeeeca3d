"""Which jobs are there, what starts each, and what waits? Runs some of them at once, too."""

import argparse
import inspect
import sys
from collections import defaultdict
from typing import Any

from bin.commands.telling import tell


def declare(commands: Any) -> None:
    parser = commands.add_parser("jobs", help="what the workers do", description=__doc__)
    acts = parser.add_subparsers(dest="act")
    runs = acts.add_parser("run", help="have jobs done now that need not be told anything")
    runs.add_argument("names", nargs="+", metavar="NAME")


def run(options: argparse.Namespace) -> int:
    # Actors belong to a broker, which is made of the settings when they are imported.
    import dramatiq

    from workers.main import CONFIG
    from workers.periodic import periodic

    actors: dict[str, Any] = dict(dramatiq.get_broker().actors)
    if options.act == "run":
        return _send(options.names, actors)
    started = _started(periodic(payments_seconds=CONFIG.payment_poll_seconds))
    rows = [_row(actors[name], started[name]) for name in sorted(actors)]
    tell(options, rows, nothing="There are no jobs.")
    return 0


def _send(names: list[str], actors: dict[str, Any]) -> int:
    """:raises ValueError: naming what is no job, or needs to be told something"""
    for name in names:
        if name not in actors:
            raise ValueError(f"there is no job {name}; `bin/pikcur jobs` names them all")
        if inspect.signature(actors[name].fn).parameters:
            raise ValueError(f"{name} needs to be told something, which a fact does")
    for name in names:
        actors[name].send()
        sys.stdout.write(f"{name} is sent\n")
    return 0


def _started(periodic: list[tuple[float, Any]]) -> dict[str, str]:
    """What starts each job: facts, by their names, and the clock."""
    from workers.reactions import REACTIONS

    causes: dict[str, list[str]] = defaultdict(list)
    for fact, reaction in REACTIONS.items():
        causes[reaction.actor.actor_name].append(fact)
    for every, actor in periodic:
        causes[actor.actor_name].append(f"every {every:g} s")
    return defaultdict(str, {name: ", ".join(told) for name, told in causes.items()})


def _row(actor: Any, started: str) -> dict[str, Any]:
    from workers.broker import oldest_in, waiting_in

    queue = actor.queue_name
    return {
        "job": actor.actor_name,
        "queue": queue,
        "waiting": waiting_in(queue),
        "oldest_seconds": round(oldest_in(queue), 1),
        "started_by": started or "other jobs, the clock at its moment",
    }
