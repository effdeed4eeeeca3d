"""Was this asked before? V2's Idempotency-Key: the first answer again, for three hours.

https://developers.portone.io/api/rest-v2: between quotation marks, 16 to 256 characters.
"""

import hashlib
import json
import re
from typing import Any

import falcon

from sandbox import inputs
from sandbox.store import Store

_LIFE_SECONDS = 3 * 3600
_KEY = re.compile(r'"[\x21\x23-\x7e]{16,256}"')


class Once:
    """Falcon calls it before and after each request; only what V2 is sent by POST is kept."""

    def __init__(self, kept: Store) -> None:
        self._store = kept

    def process_resource(
        self, req: falcon.Request, resp: falcon.Response, _resource: object, _params: object
    ) -> None:
        key = req.get_header("Idempotency-Key")
        if req.method != "POST" or not req.path.startswith("/v2/") or key is None:
            return
        if not _KEY.fullmatch(key):
            raise inputs.bad("Idempotency-Key must be 16 to 256 characters between quotes.")
        # The whole body is there already, and has to be there for whoever answers.
        body = req.env["wsgi.input"].getvalue()
        digest = hashlib.sha256(req.path.encode() + b"\n" + body).hexdigest()
        known = self._take(key, digest)
        if known is None:
            req.context.once = key
        else:
            _repeat(resp, known, digest)

    def process_response(
        self, req: falcon.Request, resp: falcon.Response, _resource: object, _succeeded: bool
    ) -> None:
        key = req.context.get("once")
        if key:
            with self._store.transaction() as db:
                db.execute(
                    "UPDATE once SET status = ?, answer = ? WHERE idempotency_key = ?",
                    (str(resp.status), json.dumps(resp.media), key),
                )

    def _take(self, key: str, digest: str) -> dict[str, Any] | None:
        now = int(self._store.now())
        with self._store.transaction() as db:
            db.execute("DELETE FROM once WHERE asked_at <= ?", (now - _LIFE_SECONDS,))
            row = db.execute("SELECT * FROM once WHERE idempotency_key = ?", (key,)).fetchone()
            if row is None:
                db.execute("INSERT INTO once VALUES (?, ?, ?, NULL, NULL)", (key, digest, now))
        return None if row is None else dict(row)


def _repeat(resp: falcon.Response, known: dict[str, Any], digest: str) -> None:
    # Falcon asks nobody else then.
    resp.complete = True
    if known["digest"] != digest:
        resp.status = falcon.HTTP_400
        resp.media = {"type": "INVALID_REQUEST", "message": "The key was used for another request."}
    elif known["status"] is None:
        resp.status = falcon.HTTP_409
        resp.media = {"type": "IDEMPOTENCY_OUTSTANDING_REQUEST", "message": "Still running."}
    else:
        resp.status, resp.media = known["status"], json.loads(known["answer"])
