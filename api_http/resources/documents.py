"""What is there to read about the API? Pages that stay the same as long as the process."""

import base64
import gzip
import hashlib
import re
from functools import cache

import falcon.asgi
import msgspec

from api_http.openapi import pages
from api_http.openapi.document import document
from api_http.operations import Routes

_HTML = "text/html; charset=utf-8"
_GZIP = re.compile(r"(?:^|[,\s])(?:gzip|\*)(?:\s*;\s*q=(?!0(?:\.0*)?(?:[,\s]|$))|\s*(?:,|$))")
_SCRIPT = re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL)
#: Looked at again each time, which costs nothing while the tag is the same.
_ANEW = "no-cache"


class Document:
    """One file, compressed and tagged beforehand; on a page nothing may come from elsewhere."""

    def __init__(
        self, content: bytes, kind: str, *, policy: str | None = None, caching: str = _ANEW
    ) -> None:
        self._content = content
        self._compressed = gzip.compress(content, mtime=0)
        self._kind = kind
        self._tag = hashlib.sha256(content).hexdigest()[:16]
        self._policy = policy or _policy(content)
        self._caching = caching

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        resp.set_header("Cache-Control", self._caching)
        resp.set_header("ETag", f'W/"{self._tag}"')
        resp.set_header("Content-Security-Policy", self._policy)
        resp.append_header("Vary", "Accept-Encoding")
        if any(tag in ("*", self._tag) for tag in req.if_none_match or ()):
            resp.status = 304
            return
        resp.content_type = self._kind
        resp.data = self._content
        if _GZIP.search(req.get_header("Accept-Encoding") or ""):
            resp.set_header("Content-Encoding", "gzip")
            resp.data = self._compressed


def _policy(content: bytes) -> str:
    scripts = [hashlib.sha256(script).digest() for script in _SCRIPT.findall(content)]
    hashes = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in scripts]
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + (" ".join(hashes) or "'none'"),
            "style-src 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


class InLanguages:
    """A page in both languages."""

    def __init__(self, korean: Document, english: Document) -> None:
        self._documents = {"ko": korean, "en": english}

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response) -> None:
        await self._documents[req.context.language].on_get(req, resp)


@cache
def api(routes: Routes) -> Document:
    """This function will make the page for programs."""
    return Document(msgspec.json.encode(document(routes)), "application/json")


@cache
def page() -> Document:
    """This function will make the interactive page."""
    return Document(pages.page(), _HTML)


@cache
def errors() -> InLanguages:
    """This function will make the page of all codes."""
    korean, english = (Document(pages.errors_page(one), _HTML) for one in ("ko", "en"))
    return InLanguages(korean, english)
