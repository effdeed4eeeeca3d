"""What is answered over plain HTTP? Health, and what SockJS asks beside its streams."""

import json
from http import HTTPStatus

from ws_relay import sockjs
from ws_relay.http11 import Request, Response
from ws_relay.relay import Relay
from ws_relay.sockjs_sessions import Owner

NOT_FOUND = Response(HTTPStatus.NOT_FOUND, b"Not found.\n")
_JSON = "application/json"


def answer(relay: Relay, request: Request) -> Response:
    """This function will answer a request that belongs to no SockJS session."""
    if sockjs.is_below(request.path):
        return sockjs.answer(request) or _upgrade_needed(request)
    pages = {"/healthz": _healthz, "/readyz": _readyz}
    page = pages.get(request.path)
    if page is None:
        return _upgrade_needed(request)
    if request.method != "GET":
        return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers=[("Allow", "GET")])
    return page(relay)


def session_answer(
    relay: Relay, request: Request, session_id: str, transport: str, owner: Owner
) -> Response:
    """
    This function will answer what a SockJS session asks at once.

    :raises NotTheirs: if somebody else has opened the session
    """
    if transport == "websocket":
        return _upgrade_needed(request)
    if transport != "xhr_send":
        return NOT_FOUND
    if request.method != "POST":
        return only_post(request)
    session = relay.xhr_session(session_id, owner)
    if session is None or session.is_closed:
        return NOT_FOUND
    if not request.body:
        return Response(HTTPStatus.INTERNAL_SERVER_ERROR, b"Payload expected.")
    try:
        session.receive(sockjs.messages(request.body))
    except sockjs.BadMessages:
        return Response(HTTPStatus.INTERNAL_SERVER_ERROR, b"Broken JSON encoding.")
    return Response(
        HTTPStatus.NO_CONTENT,
        headers=[("Content-Type", "text/plain; charset=UTF-8"), *sockjs.no_store()],
    )


def only_post(request: Request) -> Response:
    if request.method == "OPTIONS":
        return sockjs.preflight("POST")
    return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers=[("Allow", "OPTIONS, POST")])


def _upgrade_needed(request: Request) -> Response:
    session = sockjs.session_of(request.path)
    is_websocket = session is not None and session[1] == "websocket"
    if not is_websocket and request.path not in ("/ws", f"{sockjs.BASE}/websocket"):
        return NOT_FOUND
    if request.method != "GET":
        return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers=[("Allow", "GET")])
    return Response(HTTPStatus.BAD_REQUEST, b'Can "Upgrade" only to "WebSocket".')


def _healthz(relay: Relay) -> Response:
    return Response(HTTPStatus.OK, b'{"status":"ok"}', _JSON)


def _readyz(relay: Relay) -> Response:
    problems = relay.problems()
    status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
    body = {"status": "not ready" if problems else "ready", "problems": problems}
    return Response(status, json.dumps(body).encode(), _JSON)
