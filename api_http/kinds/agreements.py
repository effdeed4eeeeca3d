"""What is agreed to? Terms in the version that was shown, or named only."""

from typing import Any, Self

from api_http.kinds import Refused
from api_http.kinds.texts import Term
from api_http.problems.words import Words

_VERSION_MOST = 1_000_000
_FIELDS = {"kind", "version"}


class AgreedTerms(Term):
    """Terms by name, in a version; clients that show no versions send the name alone."""

    #: 0 is the version in force.
    version: int = 0
    words = Words(
        '{"kind": "TERMS", "version": 1} 또는 "TERMS" 같은 약관이어야 합니다.',
        'It has to be terms such as {"kind": "TERMS", "version": 1} or "TERMS".',
    )

    @classmethod
    def read(cls, given: Any) -> Self:
        """:raises Refused: if no terms can be meant"""
        if not isinstance(given, dict):
            return super().read(given)
        if given.keys() != _FIELDS or not _is_version(given["version"]):
            raise Refused(cls.words)
        agreed = super().read(given["kind"])
        agreed.version = given["version"]
        return agreed

    @classmethod
    def schema(cls) -> dict[str, Any]:
        version = {"type": "integer", "minimum": 1, "maximum": _VERSION_MOST}
        with_version = {
            "type": "object",
            "properties": {"kind": super().schema(), "version": version},
            "required": sorted(_FIELDS),
            "additionalProperties": False,
        }
        return {"oneOf": [with_version, super().schema()]}


def _is_version(given: Any) -> bool:
    return type(given) is int and 1 <= given <= _VERSION_MOST
