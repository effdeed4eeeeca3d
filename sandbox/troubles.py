"""What goes wrong at PortOne next? It may refuse, be slow, break down, or seem to."""

import json
import time
from dataclasses import asdict, dataclass

import falcon

from sandbox import payments, store
from sandbox.store import Store

_FOR_TESTERS = "/_sandbox/"


@dataclass(frozen=True)
class Trouble:
    """What the API does instead of answering, to requests whose path begins with `path`."""

    path: str
    #: Before the answer goes out.
    seconds: int
    #: In place of the real one, if there is any.
    status: int | None
    #: Whether it does what it was asked, and only the answer is lost.
    is_done: bool


def keep_trouble(kept: Store, trouble: Trouble | None, times: int | None) -> None:
    """This function will have it happen so often, or without `times` until told otherwise."""
    with kept.transaction() as db:
        store.keep_setting(db, "trouble", json.dumps(asdict(trouble)) if trouble else None)
        store.keep_setting(db, "troubles", times)


REFUSALS: dict[str, type[payments.Refusal]] = {
    "refused": payments.WillNotCancel,
    "bank": payments.BankIsLookedAfter,
}


def keep_refusals(kept: Store, times: int, because: str) -> None:
    with kept.transaction() as db:
        store.keep_setting(db, "refusals", times)
        store.keep_setting(db, "refused_because", because)


def refuse_as_told(kept: Store) -> None:
    """:raises WillNotCancel, BankIsLookedAfter: if this cancel is one that is to be refused"""
    with kept.transaction() as db:
        is_refused = store.count_down(db, "refusals")
        because = store.setting(db, "refused_because") or "refused"
    if is_refused:
        raise REFUSALS[because]("As the tester wants it.")


class Troubled:
    """Falcon calls it before and after each request."""

    def __init__(self, kept: Store) -> None:
        self._store = kept

    def process_resource(
        self, req: falcon.Request, _resp: falcon.Response, _resource: object, _params: object
    ) -> None:
        req.context.trouble = trouble = self._next(req.path)
        if trouble and trouble.status and not trouble.is_done:
            req.context.trouble = None
            time.sleep(trouble.seconds)
            raise falcon.HTTPError(trouble.status, title="As the tester wants it.")

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, _resource: object, _succeeded: bool
    ) -> None:
        trouble = req.context.get("trouble")
        if trouble:
            time.sleep(trouble.seconds)
            resp.status = trouble.status or resp.status
            resp.media = {} if trouble.status else resp.media

    def _next(self, path: str) -> Trouble | None:
        if path.startswith(_FOR_TESTERS):
            return None
        with self._store.transaction() as db:
            kept = store.setting(db, "trouble")
            trouble = Trouble(**json.loads(kept)) if kept else None
            if trouble is None or not path.startswith(trouble.path):
                return None
            is_endless = store.setting(db, "troubles") is None
            return trouble if is_endless or store.count_down(db, "troubles") else None
