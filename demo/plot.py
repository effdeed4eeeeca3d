"""What makes a story that can be played? Steps in order, and what they hand to each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from demo.client import Market, Unexpected
from demo.story import Story


class Scene(Protocol):
    """Who takes part, and what they hold in their hands."""

    @property
    def summary(self) -> str: ...

    def close(self) -> None: ...


S = TypeVar("S", bound=Scene)


@dataclass(frozen=True)
class Plot(Generic[S]):
    """A story before it is played; a step raises what is not as it should be."""

    begin: Callable[[Market, Story], S]
    steps: Mapping[str, Callable[[S], None]]


def check(what: str, came: object, expected: object) -> None:
    """
    This function will compare what came with what should have come.

    :raises Unexpected: naming both
    """
    if came != expected:
        raise Unexpected(f"{what}: expected {expected!r}, got {came!r}")
