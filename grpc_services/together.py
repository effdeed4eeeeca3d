"""How is much done in one transaction, when something may be wrong with one of it?"""

from collections.abc import Callable, Sequence
from typing import Any

import peewee
import structlog

from grpc_services.facts import in_transaction
from models.dialect import may_try_again

log = structlog.get_logger()


def do_together(
    items: Sequence[Any],
    do: Callable[[Sequence[Any]], object],
    *,
    otherwise: Callable[[Any, Exception], object],
) -> None:
    """
    This function will do all items in one transaction, for each commit waits for the disk.

    If anything goes wrong, each is done by itself; `otherwise` is told of those that go wrong then.
    What others hold for long is left as it is, for whoever asks again.
    """
    try:
        in_transaction(lambda: do(items))
    except Exception as error:
        if _is_out_of_reach(error):
            raise
        log.warning("each is done by itself", error=str(error)[:200], exc_info=True)
        for item in items:
            _do_alone(item, do, otherwise)


def _do_alone(
    item: Any,
    do: Callable[[Sequence[Any]], object],
    otherwise: Callable[[Any, Exception], object],
) -> None:
    try:
        in_transaction(lambda: do([item]))
    except Exception as error:
        if _is_out_of_reach(error):
            raise
        if _is_held(error):
            log.warning("left for later", error=str(error)[:200])
        else:
            otherwise(item, error)


def _is_out_of_reach(error: Exception) -> bool:
    """Of none of them in particular."""
    is_database = isinstance(error, peewee.OperationalError | peewee.InterfaceError)
    return is_database and not _is_held(error)


def _is_held(error: Exception) -> bool:
    return isinstance(error, peewee.PeeweeException) and may_try_again(error)
