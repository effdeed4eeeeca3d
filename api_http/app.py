"""What is the edge made of? Its routes, what happens around them, and how errors are told."""

import re
from typing import Any

import falcon
import falcon.asgi
from falcon.routing.converters import BaseConverter

from api_http import around
from api_http.auth import Revocations, Tokens
from api_http.edge import Edge
from api_http.pictures import Bucket, Folder, PrivatePictures
from api_http.resources import documents, operator
from api_http.resources.fronts import NOT_PAGES, Fronts
from api_http.routes import ROUTES
from api_http.shapes import BIGGEST
from api_http.storage import Storage
from api_http.testclock import TestClock
from api_http.tracing import Traced


def create_app(
    *,
    edge: Edge,
    tokens: Tokens,
    revocations: Revocations,
    pictures: Folder | Bucket,
    fronts: Fronts | None = None,
    has_test_clock: bool = False,
    is_traced: bool = False,
) -> Any:
    """This function will make the edge; nothing is connected before the first request."""
    origins = edge.browsers.origins
    app = falcon.asgi.App()
    if is_traced:
        app.add_middleware(Traced())
    app.add_middleware(around.Around(tokens, revocations, _varies_by(origins)))
    app.add_middleware(_shared(origins))
    app.resp_options.xml_error_serialization = False
    app.req_options.strip_url_path_trailing_slash = True
    app.router_options.converters["id"] = Id
    app.add_error_handler(Exception, around.tell)
    app.add_error_handler(falcon.HTTPError, around.tell)

    for template, resource in ROUTES:
        app.add_route(template, resource(edge))
    for template, page in _pages(edge).items():
        app.add_route(template, page)
    if has_test_clock:
        app.add_route("/_sandbox/clock", TestClock(edge.stubs))
    app.add_route("/media/private/{name}", PrivatePictures(pictures))
    if isinstance(pictures, Folder):
        _add_folder(app, pictures, edge)
    if fronts is not None:
        app.add_route("/assets/{name}", fronts.files)
        app.add_sink(fronts, rf"(?!{NOT_PAGES})/")
    return app


def _add_folder(app: Any, folder: Folder, edge: Edge) -> None:
    (folder.path / "public").mkdir(parents=True, exist_ok=True)
    app.add_route("/media", Storage(folder.path, folder.secret, edge.stubs))
    app.add_static_route("/media/public", str(folder.path.resolve() / "public"))


def _varies_by(origins: tuple[str, ...]) -> str:
    by_origin = "" if "*" in origins or not origins else ", Origin"
    return f"Accept-Language, Authorization{by_origin}"


def _shared(origins: tuple[str, ...]) -> list[Any]:
    if not origins:
        return []
    return [
        falcon.CORSMiddleware(
            allow_origins="*" if "*" in origins else origins,
            allow_credentials=None if "*" in origins else origins,
            expose_headers="Location, Retry-After, X-Request-Id",
        )
    ]


def _pages(edge: Edge) -> dict[str, Any]:
    return {
        "/healthz": operator.Alive(),
        "/readyz": operator.Ready(edge.stubs),
        "/openapi.json": documents.api(ROUTES),
        "/docs": documents.page(),
        "/docs/errors": documents.errors(),
    }


class Id(BaseConverter):
    """An id in a path; anything that cannot be one makes the route unknown."""

    def convert(self, value: str) -> int | None:
        if not re.fullmatch(r"[0-9]{1,16}", value):
            return None
        return int(value) if 1 <= int(value) <= BIGGEST else None
