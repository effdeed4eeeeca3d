"""Of which kinds are the values in a request? Each is read into one form, or refused in words.

A kind is a class that reads what was sent: `read` makes an instance or raises `Refused`, `schema`
describes what it takes. Shapes are made of kinds, never of plain text, so that none can forget it.
"""

from typing import Any, Protocol, Self

from api_http.problems.words import Words


class Refused(ValueError):
    """What was sent cannot be a value of this kind; says what can."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.english)
        self.words = words


class Kind(Protocol):
    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if it cannot be one"""

    @classmethod
    def schema(cls) -> dict[str, Any]: ...


def read(kind: type[Kind], given: Any) -> Any:
    """This function will read a value for msgspec, which knows none of our kinds."""
    return kind.read(given)


def schema(kind: type[Kind]) -> dict[str, Any]:
    """This function will describe a kind in JSON Schema."""
    return kind.schema()
