"""What happened, and how is it made sure that it is told? Facts, and the decorators of rules."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, ParamSpec, Self, TypeVar

import peewee
import structlog
from msgspec import Struct

from grpc_services import metrics, outbox
from models.base import database
from models.dialect import is_connection_lost, may_try_again

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger()

#: A deadlock is undone by the server; five tries have never not been enough under load.
_TRIES = 5
#: Before each but the first connection: together they outlast a restart of the database.
_PAUSES = (0.05, 0.2, 0.6, 1.2)

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


def repeatable(rule: Callable[P, R]) -> Callable[P, R]:
    """This function will make a rule `atomic` that knows by keys what it has done before."""

    @wraps(rule)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return in_transaction(lambda: rule(*args, **kwargs), knows_keys=True)

    return run


def in_transaction(write: Callable[[], R], *, knows_keys: bool = False) -> R:
    """
    This function will run `write` in a transaction, joining one that is under way.

    A deadlock or lock timeout undoes everything and runs it again, and so does a connection that is
    lost, on another one; so `write` changes nothing but the database. If the connection is lost in
    its COMMIT nobody knows what became of it: only what `knows_keys` is run again then.
    """
    if database.in_transaction():
        return write()
    for tried in range(1, _TRIES + 1):
        is_ending = False
        try:
            with database.transaction():
                with outbox.gathered():
                    made = write()
                is_ending = True
        except peewee.PeeweeException as error:
            is_lost = is_connection_lost(error) and (knows_keys or not is_ending)
            if tried == _TRIES or not (is_lost or may_try_again(error)):
                raise
            _rest(tried, error)
        else:
            outbox.tell_listeners()
            return made
    raise AssertionError("unreachable")


def _rest(tried: int, error: peewee.PeeweeException) -> None:
    metrics.AGAIN.inc()
    if is_connection_lost(error):
        metrics.LOST.inc()
        log.warning("a transaction waits for the database", error=str(error))
        database.close()
        time.sleep(_PAUSES[tried - 1])
    else:
        time.sleep(random.uniform(0.005, 0.05) * tried)  # noqa: S311
