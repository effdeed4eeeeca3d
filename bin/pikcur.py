"""What can an operator ask of a PIKCUR, beside what its interfaces tell?"""

import argparse
import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import grpc
import peewee
import redis

from workers.services import Refused

_ROOT = Path(__file__).parents[1]
_COMMANDS = (
    "doctor",
    "admin",
    "jobs",
    "dead",
    "audit",
    "reconcile",
    "replay",
    "history",
    "backup",
    "restore",
    "search",
    "clock",
)


def main(arguments: list[str]) -> int:
    """This function will do what is asked for; it returns the exit code."""
    commands = _commands_in(arguments)
    options = _parser(commands).parse_args(arguments)
    # What is copied is nobody else's, on a machine that others may use.
    os.umask(0o077)
    _use_settings_of(options.data)
    try:
        run: Callable[[argparse.Namespace], int] = commands[options.command].run
        return run(options)
    except grpc.RpcError as error:
        problem = f"the services cannot be asked ({error.details()})"
    except peewee.PeeweeException as error:
        problem = f"the database cannot be used ({error})"
    except (OSError, ValueError, sqlite3.Error, redis.RedisError, Refused) as error:
        problem = str(error)
    sys.stderr.write(f"bin/pikcur {options.command}: {problem}\n")
    return 2


def _commands_in(arguments: list[str]) -> dict[str, Any]:
    """Those that may be meant, or all: together they take most of a second to import."""
    names = [name for name in _COMMANDS if name in arguments]
    return {name: import_module(f"bin.commands.{name}") for name in names or _COMMANDS}


def _parser(commands: dict[str, Any]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/pikcur", description=__doc__)
    declared = parser.add_subparsers(dest="command", required=True)
    for command in commands.values():
        command.declare(declared)
    parser.set_defaults(json=False, data=_ROOT / "var")
    for one in _all_of(parser):
        _declare_common(one)
    return parser


def _all_of(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _all_of(inner)


def _declare_common(parser: argparse.ArgumentParser) -> None:
    """Said before the command or after it; what is not said must not undo what was."""
    unsaid = argparse.SUPPRESS
    parser.add_argument("--json", action="store_true", default=unsaid, help="objects, one a line")
    parser.add_argument(
        "--data",
        type=Path,
        default=unsaid,
        help="the folder of a bin/up, whose settings are used (var)",
    )


def _use_settings_of(data: Path) -> None:
    """What a running bin/up has written down, where the environment says nothing else."""
    with contextlib.suppress(FileNotFoundError):
        for name, value in json.loads((data / "environment.json").read_text()).items():
            os.environ.setdefault(name, value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
