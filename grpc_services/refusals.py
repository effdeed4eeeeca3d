"""How is a request refused? The kinds of refusal, known to rules and services alike.

A refusal is a class beside the rule that raises it, named after the state of things. Its code,
which clients see, is its name in UPPER_SNAKE.
"""

import re
from typing import Any, ClassVar


class Refusal(Exception):
    """
    What was asked cannot be done; `details` say what a client needs to ask better.

    In which words it is told is the edge's matter: there is a code for each reason.
    """

    _code: ClassVar[str] = "REFUSAL"

    def __init_subclass__(cls) -> None:
        cls._code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).upper()

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code())
        self.details = details

    @classmethod
    def code(cls) -> str:
        return cls._code


class NotFound(Refusal):
    """There is no such thing, or none that the caller may see."""


class Forbidden(Refusal):
    """It is there, but the caller may not do this to it."""


class Conflict(Refusal):
    """The state of things does not allow it now."""


class Invalid(Refusal):
    """A value breaks a rule that only the services can check; `details` name the fields."""

    def __init__(self, *fields: str) -> None:
        super().__init__(**dict.fromkeys(fields, ""))


class Unauthenticated(Refusal):
    """The caller did not prove who they are."""


class TooMany(Refusal):
    """Too often; `retry_after` says in how many seconds to come back."""


class Internal(Refusal):
    """Something broke here that broke nothing else."""


class NotReady(Refusal):
    """It will work as soon as a job that is under way has finished: ask again."""
