"""Where does a process stop, so that something can be killed at just that moment?

`python -m bench.servers.stopping PORT MODULE …` runs a module of ours as `python -m MODULE …` does.
Before and after each transaction that moves money, and around each question to PortOne, it tells
whoever listens on PORT of the point, and goes on once that is answered. What it runs knows nothing.
"""

import runpy
import socket
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from bench.servers.processes import HOST

_director = 0
#: Rules that move no money themselves, and without which none would move.
_WORTH = ("claim_operations", "record_success", "record_failure", "begin_payment", "claim_looks")


class _Transaction(threading.local):
    """What the transaction of this thread is about."""

    rule = ""
    movements: tuple[str, ...] = ()


_current = _Transaction()


def stop(point: str) -> None:
    """This function will wait until whoever directs the play lets us go on."""
    with socket.create_connection((HOST, _director)) as line:
        line.sendall(point.encode() + b"\n")
        line.recv(1)


def _stop_in_services() -> None:
    from grpc_services import facts
    from grpc_services.money import ledger

    facts.atomic = _naming(facts.atomic)
    tells = facts.tells
    facts.tells = lambda kind: _naming(tells(kind))
    facts.in_transaction = _stopping(facts.in_transaction)
    ledger.record = _noting(ledger.record)


def _naming(decorate: Any) -> Any:
    """A transaction has the name of its outermost rule."""

    def decorated(rule: Callable[..., Any]) -> Callable[..., Any]:
        run_rule = decorate(rule)

        @wraps(rule)
        def run(*args: Any, **kwargs: Any) -> Any:
            _current.rule = _current.rule or rule.__name__
            return run_rule(*args, **kwargs)

        return run

    return decorated


def _noting(record: Callable[..., None]) -> Callable[..., None]:
    def noted(movement: Any, **how: Any) -> None:
        record(movement, **how)
        kind = ":".join(part for part in movement.business_key.split(":") if not part.isdigit())
        _current.movements = (*_current.movements, kind)

    return noted


def _stopping(in_transaction: Callable[..., Any]) -> Callable[..., Any]:
    from models.base import database

    def run(write: Callable[[], Any], **how: Any) -> Any:
        if database.in_transaction():
            return in_transaction(write, **how)

        def written() -> Any:
            _current.movements = ()
            made = write()
            _stop_at("before commit", made)
            return made

        try:
            made = in_transaction(written, **how)
            _stop_at("after commit", made)
        finally:
            _current.rule = ""
        return made

    return run


def _stop_at(moment: str, made: Any) -> None:
    moved = ", ".join(sorted(set(_current.movements)))
    if moved or (_current.rule in _WORTH and made != []):
        stop(f"services: {_current.rule} ({moved}) {moment}")


def _stop_in_workers() -> None:
    from workers.clients.portone import PortOne

    for name in ("payments_of", "prepare", "cancel"):
        setattr(PortOne, name, _around(name, getattr(PortOne, name)))


def _around(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        stop(f"payments: {name} not asked yet")
        answer = call(*args, **kwargs)
        stop(f"payments: {name} answered")
        return answer

    return run


def _stop_in_sandbox() -> None:
    from sandbox.troubles import Troubled

    answer = Troubled.process_response

    def answered(self: Any, req: Any, resp: Any, resource: object, succeeded: bool) -> None:
        answer(self, req, resp, resource, succeeded)
        if req.method == "POST" and req.path.startswith("/payments/"):
            stop(f"sandbox: {req.path} done")

    Troubled.process_response = answered  # type: ignore[method-assign,assignment]


_STOPS = {
    "grpc_services": _stop_in_services,
    "workers": _stop_in_workers,
    "sandbox": _stop_in_sandbox,
}


def main() -> None:
    global _director
    _, port, module, *arguments = sys.argv
    _director = int(port)
    _STOPS.get(module, lambda: None)()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    # Under its own name, so that what stops is not a second copy of it.
    from bench.servers import stopping

    stopping.main()
