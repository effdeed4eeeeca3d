"""Which mail would have gone out? A mail sink that takes everything and shows it."""

import base64
import email
import email.policy
import html
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import falcon
import structlog
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from sandbox import inputs
from sandbox.store import Store

#: A person looks at the newest; more would only slow the page down.
_NEWEST = 200

_PAGE = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>Mail sink</title>
<style>
body {{ font: 15px/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }}
article {{ border-top: 1px solid #ccc; padding: 1rem 0 }}
h2 {{ font-size: 1.1rem; margin: 0 }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f5f5; padding: .7rem }}
</style></head>
<body><h1>Mail sink</h1><p>{count} messages, newest first.</p>{articles}</body></html>
"""

_ARTICLE = """<article><h2>{subject}</h2>
<p>{received_at} · from {sender} · to {recipient}</p><pre>{text}</pre>{html}</article>
"""

_HTML_PART = "<details><summary>HTML part</summary><pre>{html}</pre></details>"

log = structlog.get_logger()


class Sink:
    """What aiosmtpd hands each mail to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else bytes(content or b"")
        message = email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)
        kept = _kept_fields(message) | {
            "sender": _clean(envelope.mail_from or ""),
            "received_at": _rfc3339(datetime.fromtimestamp(self._store.now(), UTC)),
        }
        recipients = [_clean(recipient) for recipient in envelope.rcpt_tos]
        attached = list(_attached(message))
        with self._store.transaction() as db:
            for recipient in recipients:
                _keep(db, recipient, kept, attached)
        log.info("mail", to=recipients, subject=kept["subject"], bytes=len(raw))
        return "250 OK"


def accept_anyone(*_credentials: object) -> AuthResult:
    return AuthResult(success=True)


def _kept_fields(message: EmailMessage) -> dict[str, str]:
    return {
        "subject": _header(message, "Subject"),
        "text": _part(message, "plain"),
        "html": _part(message, "html"),
        "message_id": _header(message, "Message-ID"),
        "list_unsubscribe": _header(message, "List-Unsubscribe"),
        "list_unsubscribe_post": _header(message, "List-Unsubscribe-Post"),
    }


def _attached(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield _clean(part.get_filename() or ""), payload


def _header(message: EmailMessage, name: str) -> str:
    """A header too broken to be parsed must not cost us the mail."""
    try:
        return _clean(str(message[name] or ""))
    except (ValueError, LookupError, IndexError, AttributeError):
        return ""


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        return _clean(str(part.get_content()))
    except (LookupError, ValueError, AttributeError):
        payload = part.get_payload(decode=True)
        return payload.decode(errors="replace") if isinstance(payload, bytes) else ""


def _clean(text: str) -> str:
    """Bytes that were not UTF-8 arrive as lone surrogates, which neither SQLite nor JSON take."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _rfc3339(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _keep(
    db: sqlite3.Connection,
    recipient: str,
    kept: dict[str, str],
    attached: list[tuple[str, bytes]],
) -> None:
    made = db.execute(
        "INSERT INTO mails (recipient, sender, subject, text, html, message_id, received_at)"
        " VALUES (:recipient, :sender, :subject, :text, :html, :message_id, :received_at)",
        kept | {"recipient": recipient},
    )
    db.execute(
        "INSERT INTO mail_links VALUES (:position, :list_unsubscribe, :list_unsubscribe_post)",
        kept | {"position": made.lastrowid},
    )
    rows = [(made.lastrowid, name, content) for name, content in attached]
    db.executemany("INSERT INTO attachments (mail, name, content) VALUES (?, ?, ?)", rows)


def app(store: Store) -> falcon.App[Any, Any]:
    made: falcon.App[Any, Any] = falcon.App()
    made.set_error_serializer(_answer_error)
    made.add_route("/messages", _Messages(store))
    made.add_route("/", _Page(store))
    return made


def _answer_error(_req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
    resp.media = {"error": error.description or error.title}


class _Messages:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        recipient = inputs.optional_text(req.params, "to")
        with self._store.transaction() as db:
            rows = db.execute(
                "SELECT * FROM mails LEFT JOIN mail_links USING (position)"
                " WHERE ? IS NULL OR recipient = ? ORDER BY position",
                (recipient, recipient),
            ).fetchall()
            resp.media = [_message_body(row, _attachments(db, row["position"])) for row in rows]


def _attachments(db: sqlite3.Connection, mail: int) -> list[dict[str, str]]:
    """Each with its name, and its content in base64."""
    rows = db.execute("SELECT name, content FROM attachments WHERE mail = ?", (mail,))
    return [{"name": name, "content": base64.b64encode(content).decode()} for name, content in rows]


def _message_body(row: sqlite3.Row, attachments: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "to": row["recipient"],
        "from": row["sender"],
        "subject": row["subject"],
        "text": row["text"],
        "html": row["html"],
        "messageId": row["message_id"],
        # Of mails that an earlier version took they are not known.
        "listUnsubscribe": row["list_unsubscribe"] or "",
        "listUnsubscribePost": row["list_unsubscribe_post"] or "",
        "receivedAt": row["received_at"],
        "attachments": attachments,
    }


class _Page:
    def __init__(self, store: Store) -> None:
        self._store = store

    def on_get(self, _req: falcon.Request, resp: falcon.Response) -> None:
        with self._store.transaction() as db:
            count = db.execute("SELECT COUNT(*) FROM mails").fetchone()[0]
            rows = db.execute(
                "SELECT * FROM mails ORDER BY position DESC LIMIT ?", (_NEWEST,)
            ).fetchall()
        resp.content_type = falcon.MEDIA_HTML
        resp.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        resp.text = _PAGE.format(count=count, articles="".join(map(_article, rows)))


def _article(row: sqlite3.Row) -> str:
    shown = {name: html.escape(str(row[name])) for name in row.keys()}  # noqa: SIM118
    shown["html"] = _HTML_PART.format(html=shown["html"]) if row["html"] else ""
    return _ARTICLE.format(**shown)
