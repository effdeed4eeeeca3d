"""What runs where, and with what? Read from the units of deploy/systemd, as systemd does."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: What is alike for all of them.
_COMMON = Path("pikcur-.service.d", "common.conf")


@dataclass(frozen=True)
class Unit:
    """A unit, as far as it matters to who starts it."""

    name: str
    command: list[str]
    environment: dict[str, str]
    #: Seconds after which one that has died is started again.
    restart_seconds: float
    #: Whether it is one of those that make up the market on a machine of it.
    is_of_target: bool


def units(folder: Path) -> Iterator[Unit]:
    """This function will read all units of a folder."""
    common = list(_lines(folder / _COMMON))
    for file in sorted(folder.glob("*.service")):
        yield _unit(file.stem, [*common, *_lines(file)])


def _unit(name: str, lines: list[tuple[str, str]]) -> Unit:
    last = dict(lines)
    environment: dict[str, str] = {}
    for key, value in lines:
        if key == "Environment":
            environment |= dict(one.split("=", 1) for one in shlex.split(value))
        if key == "EnvironmentFile":
            environment |= variables(Path(value))
    return Unit(
        name.removeprefix("pikcur-"),
        shlex.split(last["ExecStart"]),
        environment,
        float(last["RestartSec"]),
        last.get("PartOf") == "pikcur.target",
    )


def variables(file: Path) -> dict[str, str]:
    """This function will read a file of environment variables; values in quotes may have lines."""
    told = shlex.split(file.read_text(), comments=True)
    return dict(one.split("=", 1) for one in told)


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text().splitlines():
        key, is_set, value = line.partition("=")
        if is_set and not line.startswith(("#", "[")):
            yield key.strip(), value.strip()
