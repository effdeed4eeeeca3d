"""Where do the shop and the operator's console come from? Their built files, served as they are."""

import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import falcon
import falcon.asgi

from api_http.resources.documents import Document

#: Their names change with their content.
_FOR_EVER = "public, max-age=31536000, immutable"
_HTML = "text/html; charset=utf-8"
#: Addresses that are no page of theirs, so that nobody who asks wrongly there is sent one.
NOT_PAGES = r"/(?:v1|media|assets|docs|openapi\.json|healthz|readyz|_sandbox)(?:/|$)"


class Fronts:
    """Both applications: every address that is nobody else's is a page of one of them."""

    def __init__(self, folder: Path, *, media: Iterable[str], relay: str) -> None:
        policy = _policy(list(media), relay)
        self._shop = _page(folder / "index.html", policy)
        self._console = _page(folder / "console" / "index.html", policy)
        self.files = Files(folder / "assets")

    async def __call__(self, req: falcon.asgi.Request, resp: Any, **_: Any) -> None:
        # Programs are told that they are wrong; only people are shown a page that says so.
        if req.method != "GET" or "text/html" not in req.accept:
            raise falcon.HTTPRouteNotFound
        is_console = req.path == "/console" or req.path.startswith("/console/")
        await (self._console if is_console else self._shop).on_get(req, resp)


class Files:
    """What the pages are made of."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            file.name: Document(file.read_bytes(), _kind(file), caching=_FOR_EVER)
            for file in folder.iterdir()
        }

    async def on_get(self, req: falcon.asgi.Request, resp: falcon.asgi.Response, name: str) -> None:
        if name not in self._files:
            raise falcon.HTTPRouteNotFound
        await self._files[name].on_get(req, resp)


def _policy(media: list[str], relay: str) -> str:
    """Pages run nothing but their own scripts, and ask nobody but us."""
    ours = " ".join(["'self'", *media])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {ours} blob: data:",
            f"connect-src {ours} {relay}",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _page(file: Path, policy: str) -> Document:
    return Document(file.read_bytes(), _HTML, policy=policy)


def _kind(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
