"""How is much done in one transaction, when something may be wrong with one of it?"""

from collections.abc import Callable, Sequence
from typing import Any

import peewee
import structlog

from grpc_services.facts import in_transaction

log = structlog.get_logger()

#: Of none of them in particular: whoever asked asks again.
_OUT_OF_REACH = (peewee.OperationalError, peewee.InterfaceError)


def do_together(
    items: Sequence[Any],
    do: Callable[[Sequence[Any]], object],
    *,
    otherwise: Callable[[Any, Exception], object],
) -> None:
    """
    This function will do all items in one transaction, for each commit waits for the disk.

    If anything goes wrong, each is done by itself; `otherwise` is told of those that go wrong then.
    """
    try:
        in_transaction(lambda: do(items))
    except _OUT_OF_REACH:
        raise
    except Exception as error:
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
    except _OUT_OF_REACH:
        raise
    except Exception as error:  # noqa: BLE001 - whoever asked logs it
        otherwise(item, error)
