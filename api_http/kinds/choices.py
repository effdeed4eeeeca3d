"""Which of several? Names in JSON for the values of an enum in protobuf, taken from the enum."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Self

from google.protobuf.descriptor import EnumDescriptor

from api_http.answers import enum_names
from api_http.kinds import Refused
from api_http.problems.words import Words


def one_of(names: Any) -> Words:
    """This function will say which names there are to choose from."""
    listed = ", ".join(map(str, names))
    return Words(f"다음 중 하나여야 합니다: {listed}.", f"It has to be one of {listed}.")


class Choice(str):
    """
    A value of the enum that the class is declared with: `class Quality(Choice, of=pb.Quality)`.

    `also` names what else clients in the field send for a value, `without` what nobody chooses;
    `spelled` says how names are written.
    """

    #: What services take; 0 is for nothing, and never chosen.
    number: int
    _numbers: ClassVar[Mapping[str, int]]
    _words: ClassVar[Words]

    def __init_subclass__(
        cls,
        *,
        of: Any,
        also: Mapping[str, str] | None = None,
        without: Collection[str] = (),
        spelled: Any = str.upper,
    ) -> None:
        descriptor: EnumDescriptor = of.DESCRIPTOR
        numbers = {
            spelled(name): number
            for number, name in enum_names(descriptor).items()
            if name not in without
        }
        cls._words = one_of(numbers)
        cls._numbers = numbers | {name: numbers[meant] for name, meant in (also or {}).items()}

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if it is not one of them"""
        if not isinstance(given, str) or given not in cls._numbers:
            raise Refused(cls._words)
        chosen = cls(given)
        chosen.number = cls._numbers[given]
        return chosen

    @classmethod
    def schema(cls) -> dict[str, Any]:
        return {"type": "string", "enum": list(cls._numbers)}


def number(chosen: Choice | None) -> Any:
    """This function will give what services take; 0 when nothing is chosen."""
    return chosen.number if chosen else 0
