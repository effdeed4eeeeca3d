"""What happened, and how is it made sure that it is told? Facts, and the decorators of rules."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, ParamSpec, Self, TypeVar

import peewee
from msgspec import Struct

from grpc_services import outbox
from models.base import database
from models.dialect import may_try_again

P = ParamSpec("P")
R = TypeVar("R")

#: A deadlock is undone by the server; five tries have never not been enough under load.
_TRIES = 5

#: All kinds of facts by name, as they stand in the outbox.
KINDS: dict[str, type["Fact"]] = {}


class Fact(Struct, frozen=True, kw_only=True):
    """What happened, as plain values as they were at that moment."""

    #: Whether workers have something to do when this happens.
    for_workers: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        KINDS[cls.__name__] = cls

    @classmethod
    def of(cls, made: Any) -> Self:
        """This function will tell the fact from what the rule returned."""
        raise NotImplementedError(f"{cls.__name__} does not say what it is the fact of.")


def tells(kind: type[Fact]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """This function will make a rule one transaction that tells `kind` of what it returned."""
    return _telling(lambda made: [kind.of(made)])


def tells_each(kind: type[Fact]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """This function will make a rule one transaction that tells `kind` of each that it returned."""
    return _telling(lambda made: [kind.of(one) for one in made])


def _telling(facts_of: Callable[[Any], list[Fact]]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(rule: Callable[P, R]) -> Callable[P, R]:
        @wraps(rule)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            def write() -> R:
                made = rule(*args, **kwargs)
                outbox.append(facts_of(made))
                return made

            return in_transaction(write)

        return run

    return decorate


def atomic(rule: Callable[P, R]) -> Callable[P, R]:
    """This function will make a rule one transaction of which nobody need hear."""

    @wraps(rule)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return in_transaction(lambda: rule(*args, **kwargs))

    return run


def in_transaction(write: Callable[[], R]) -> R:
    """
    This function will run `write` in a transaction, joining one that is under way.

    A deadlock or lock timeout undoes everything and runs it again, so `write` changes nothing but
    the database.
    """
    if database.in_transaction():
        return write()
    for tried in range(1, _TRIES + 1):
        try:
            with database.transaction(), outbox.gathered():
                made = write()
        except peewee.PeeweeException as error:
            if tried == _TRIES or not may_try_again(error):
                raise
            time.sleep(random.uniform(0.005, 0.05) * tried)  # noqa: S311
        else:
            outbox.tell_listeners()
            return made
    raise AssertionError("unreachable")
