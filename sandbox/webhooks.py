"""Who is told that a payment changed, and how often do we try? Webhooks, kept until they arrive."""

import base64
import hmac
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import requests
import structlog

from sandbox.payments import Payment
from sandbox.store import Store, setting

V2_STORE_ID = "store-sandbox"

#: Standard-webhooks secret; what follows `whsec_` is the base64 of the key.
V2_WEBHOOK_SECRET = "whsec_c2FuZGJveC13ZWJob29rLXNlY3JldC1vZi0zMi1ieXRl"

_RETRIES = 5
#: The real pause is a minute; nobody watching a sandbox waits that long.
_RETRY_SECONDS = 2.0
#: Connecting and reading, as PortOne documents them.
_TIMEOUTS = (10.0, 30.0)

_V2_TYPES = {
    "paid": "Transaction.Paid",
    "failed": "Transaction.Failed",
    "ready": "Transaction.VirtualAccountIssued",
    "cancelled": "Transaction.Cancelled",
    "partial_cancelled": "Transaction.PartialCancelled",
}

log = structlog.get_logger()


class Webhooks:
    """
    Keeps what has to be told and brings it in the background.

    `urls` has one receiver for each API, `v1` and `v2`; without one, that API tells nobody.
    """

    def __init__(self, store: Store, *, urls: Mapping[str, str | None]) -> None:
        self._store = store
        self._urls = {api: url for api, url in urls.items() if url}
        self._wake = threading.Event()
        self._stopped = False
        self._under_way: set[int] = set()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def queue_payment(
        self, db: sqlite3.Connection, payment: Payment, *, due: Iterable[float]
    ) -> None:
        """This function will keep one webhook for each time in `due`; V1 never tells a failure."""
        v2_id = _new_id()
        for due_at in due:
            if payment.status != "failed":
                self._queue(db, "v1", _new_id(), _v1_body(payment, payment.status), due_at)
            self._queue(db, "v2", v2_id, _v2_body(payment, payment.status, due_at), due_at)

    def queue_cancellation(
        self, db: sqlite3.Connection, payment: Payment, *, due: Iterable[float]
    ) -> None:
        """This function will tell both APIs' receivers of the last cancellation."""
        for due_at in due:
            self.queue_v1_cancellation(db, payment, due_at=due_at)
            self.queue_v2_cancellation(db, payment, due_at=due_at)

    def queue_v1_cancellation(
        self, db: sqlite3.Connection, payment: Payment, *, due_at: float
    ) -> None:
        body = _v1_body(payment, "cancelled")
        body["cancellation_id"] = payment.cancellations[-1].cancellation_id
        self._queue(db, "v1", _new_id(), body, due_at)

    def queue_v2_cancellation(
        self, db: sqlite3.Connection, payment: Payment, *, due_at: float
    ) -> None:
        status = "partial_cancelled" if payment.balance else "cancelled"
        body = _v2_body(payment, status, due_at)
        body["data"]["cancellationId"] = payment.cancellations[-1].cancellation_id
        self._queue(db, "v2", _new_id(), body, due_at)

    def queue_again(self, db: sqlite3.Connection, payment_id: str, *, due_at: float) -> str | None:
        """This function will bring the newest webhook of V2 about a payment again, if any."""
        row = db.execute(
            "SELECT webhook_id, body FROM deliveries WHERE api = 'v2'"
            " AND json_extract(body, '$.data.paymentId') = ? ORDER BY delivery_id DESC",
            (payment_id,),
        ).fetchone()
        if row is None:
            return None
        self._queue(db, "v2", row["webhook_id"], json.loads(row["body"]), due_at)
        return str(row["webhook_id"])

    def _queue(
        self, db: sqlite3.Connection, api: str, webhook_id: str, body: object, due_at: float
    ) -> None:
        if api in self._urls:
            db.execute(
                "INSERT INTO deliveries (api, webhook_id, body, due_at) VALUES (?, ?, ?, ?)",
                (api, webhook_id, json.dumps(body, ensure_ascii=False), due_at),
            )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self.wake()
        self._thread.join(timeout=1)

    def wake(self) -> None:
        """This function will look for what is due at once; call it after the transaction."""
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.clear()
            if self._stopped:
                return
            waiting, now = self._waiting(), self._store.now()
            due = [row for row in waiting if row["due_at"] <= now]
            with self._lock:
                self._under_way.update(row["delivery_id"] for row in due)
            for row in due:
                # A receiver that hangs must hold up nothing but itself.
                threading.Thread(target=self._bring, args=(row,), daemon=True).start()
            later = waiting[len(due) :]
            self._wake.wait(max(0.0, later[0]["due_at"] - self._store.now()) if later else None)

    def _waiting(self) -> list[sqlite3.Row]:
        """The first to be brought first."""
        with self._lock:
            under_way = list(self._under_way)
        with self._store.transaction() as db:
            return db.execute(
                "SELECT * FROM deliveries WHERE state = 'pending'"
                " AND delivery_id NOT IN (SELECT value FROM json_each(?))"
                " AND api IN (SELECT value FROM json_each(?)) ORDER BY due_at",
                (json.dumps(under_way), json.dumps(list(self._urls))),
            ).fetchall()

    def _bring(self, row: sqlite3.Row) -> None:
        attempt = row["attempts"] + 1
        with self._store.transaction() as db:
            secrets = v2_secrets(db)
        # A signature lives minutes of whoever reads it, whatever a test clock says.
        with self._kept_session() as session:
            status = _answer(session, self._urls[row["api"]], row, int(time.time()), secrets)
        arrived = status is not None and 200 <= status < 300
        log.info(
            "webhook",
            api=row["api"],
            attempt=attempt,
            status=status,
            arrived=arrived,
            body=row["body"],
        )
        self._note(row["delivery_id"], attempt=attempt, arrived=arrived)

    @contextmanager
    def _kept_session(self) -> Iterator[requests.Session]:
        """A new one for each webhook would cost more than bringing it."""
        try:
            session = self._sessions.pop()
        except IndexError:
            session = _new_session()
        yield session
        self._sessions.append(session)

    def _note(self, delivery_id: int, *, attempt: int, arrived: bool) -> None:
        unarrived = "given up" if attempt > _RETRIES else "pending"
        with self._store.transaction() as db:
            db.execute(
                "UPDATE deliveries SET attempts = ?, state = ?, due_at = ? WHERE delivery_id = ?",
                (
                    attempt,
                    "delivered" if arrived else unarrived,
                    self._store.now() + _RETRY_SECONDS,
                    delivery_id,
                ),
            )
        with self._lock:
            self._under_way.discard(delivery_id)
        self.wake()


def signature_of(*, webhook_id: str, timestamp: int, body: bytes, secret: str) -> str:
    """
    This function will sign as https://github.com/standard-webhooks/standard-webhooks says:
    HMAC-SHA256 over `id.timestamp.body`, in base64, after `v1,`.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _new_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


def _v1_body(payment: Payment, status: str) -> dict[str, str]:
    return {"imp_uid": payment.imp_uid, "merchant_uid": payment.merchant_uid, "status": status}


def _v2_body(payment: Payment, status: str, at: float) -> dict[str, Any]:
    moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return {
        "type": _V2_TYPES[status],
        "timestamp": moment.replace("+00:00", "Z"),
        "data": {
            "storeId": V2_STORE_ID,
            "paymentId": payment.merchant_uid,
            "transactionId": payment.imp_uid,
        },
    }


def _new_session() -> requests.Session:
    session = requests.Session()
    # A proxy from the environment would not find a receiver on this machine.
    session.trust_env = False
    return session


def _answer(
    session: requests.Session, url: str, row: sqlite3.Row, at: int, secrets: Iterable[str]
) -> int | None:
    body = str(row["body"]).encode()
    try:
        return session.post(
            url,
            data=body,
            headers=_headers(row, body, at, secrets),
            timeout=_TIMEOUTS,
            allow_redirects=False,
        ).status_code
    except requests.RequestException:
        return None


def _headers(
    row: sqlite3.Row, body: bytes, timestamp: int, secrets: Iterable[str]
) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    if row["api"] == "v1":
        return headers
    return headers | {
        "webhook-id": row["webhook_id"],
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            signature_of(
                webhook_id=row["webhook_id"], timestamp=timestamp, body=body, secret=secret
            )
            for secret in secrets
        ),
    }


def v2_secrets(db: sqlite3.Connection) -> list[str]:
    """This function will tell by which secrets webhooks are signed: two while one replaces one."""
    kept = setting(db, "v2_secrets")
    return list(json.loads(kept)) if kept else [V2_WEBHOOK_SECRET]
