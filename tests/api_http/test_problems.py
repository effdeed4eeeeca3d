"""Is every error told so that a person can read it and a client can act on it?"""

import asyncio
import importlib
import pkgutil
import re
from collections import defaultdict
from string import Formatter
from typing import Any

import falcon.asgi
import grpc
import msgspec
import pytest

import grpc_services
from api_http.problems import PROBLEMS, Problem, Words, joined, telling
from api_http.problems.telling import HTTP_STATUS
from grpc_services.auction.pure.state import BidTooLow
from grpc_services.catalogue.goods import BuyNowPriceTooLow
from grpc_services.members.bank_accounts import UnknownBank
from grpc_services.members.login_ids import LoginIdTaken
from grpc_services.refusals import Refusal
from grpc_services.server import status_of, to_grpc


def told(problem: Problem, language: str = "ko") -> tuple[falcon.asgi.Response, dict[str, Any]]:
    resp = falcon.asgi.Response()
    telling.write(problem, resp, language)
    return resp, msgspec.json.decode(resp.data)


class TestWrite:
    def test_makes_problem_details(self):
        resp, body = told(Problem("GOODS_NOT_FOUND"))
        assert (resp.status_code, resp.content_type) == (404, "application/problem+json")
        assert body == {
            "type": "/docs/errors#GOODS_NOT_FOUND",
            "title": "없는 상품입니다.",
            "status": 404,
            "detail": "없는 상품입니다.",
            "code": "GOODS_NOT_FOUND",
        }

    def test_speaks_english_when_asked(self):
        resp, body = told(Problem("TOKEN_EXPIRED"), "en")
        assert body["title"] == "The access token has expired."
        assert body["detail"] == "The access token has expired. Refresh it."
        assert resp.get_header("Content-Language") == "en"

    def test_names_the_bad_fields(self):
        _, body = told(Problem("INVALID_FIELDS", fields={"name": Words("필수", "required")}))
        assert body["errors"] == [{"field": "name", "message": "필수"}]

    def test_adds_the_values_that_help_to_ask_better(self):
        _, body = told(Problem("BID_TOO_LOW", values={"minimumBid": "15000"}))
        assert body["minimumBid"] == 15_000
        assert "15,000원부터" in body["detail"]

    def test_takes_for_a_number_only_what_is_one(self):
        _, body = told(Problem("GOODS_NOT_FOUND", values={"name": "007"}))
        assert body["name"] == "007"

    def test_is_not_upset_by_a_value_that_is_missing(self):
        _, body = told(Problem("BID_TOO_LOW"), "en")
        assert body["code"] == "BID_TOO_LOW"

    @pytest.mark.parametrize(
        ("problem", "seconds"),
        [
            (Problem("TOO_MANY_SIGN_INS", values={"retryAfter": "42"}), "42"),
            (Problem("TOO_MANY_UPLOADS"), "60"),
            (Problem("SERVICE_UNAVAILABLE"), "1"),
            (Problem("PROVIDER_PENDING"), "1"),
            (Problem("GOODS_NOT_FOUND"), None),
        ],
    )
    def test_says_when_to_come_back(self, problem, seconds):
        resp, body = told(problem)
        assert resp.get_header("Retry-After") == seconds
        assert "retryAfter" not in body

    def test_asks_for_a_token_with_every_401(self):
        for code, meant in PROBLEMS.items():
            resp, _ = told(Problem(code))
            asked = "Bearer" if meant.status == 401 else None
            assert resp.get_header("WWW-Authenticate") == asked

    def test_tells_of_an_unknown_code_as_an_error_of_ours(self):
        resp, body = told(Problem("NOBODY_KNOWS"))
        assert (resp.status_code, body["code"]) == (500, "INTERNAL")


async def _asked(answer: Any) -> Problem:
    """What becomes of an RPC's failure on its real way to the edge."""
    server = grpc.aio.server()
    handler = grpc.unary_unary_rpc_method_handler(answer)
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("test.Refuser", {"Ask": handler}),)
    )
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await channel.unary_unary("/test.Refuser/Ask")(b"", timeout=0.5)
            return telling.of_rpc(failed.value)
    finally:
        await server.stop(None)


def refused_with(refusal: Refusal) -> Problem:
    async def answer(request: bytes, context: Any) -> None:
        await context.abort_with_status(to_grpc(refusal))

    return asyncio.run(_asked(answer))


def aborted_with(code: grpc.StatusCode) -> Problem:
    async def answer(request: bytes, context: Any) -> None:
        await context.abort(code, "the password is hunter2")

    return asyncio.run(_asked(answer))


class TestOfRpc:
    def test_tells_what_a_service_refused(self):
        problem = refused_with(LoginIdTaken())
        assert (problem.code, problem.status) == ("LOGIN_ID_TAKEN", 409)

    def test_passes_on_what_helps_to_ask_better(self):
        problem = refused_with(BidTooLow(minimumBid=15_000))
        assert (problem.code, problem.values) == ("BID_TOO_LOW", {"minimumBid": "15000"})

    def test_names_the_fields_that_a_service_found_wrong(self):
        problem = refused_with(BuyNowPriceTooLow("buy_now_price"))
        assert problem.fields == {"buyNowPrice": PROBLEMS["BUY_NOW_PRICE_TOO_LOW"].words}

    def test_names_them_as_the_api_does(self):
        problem = refused_with(UnknownBank("bank_code"))
        assert list(problem.fields) == ["bankCode"]

    @pytest.mark.parametrize(
        "code",
        [
            "UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "CANCELLED",
            # The edge has another secret than the services.
            "UNAUTHENTICATED", "PERMISSION_DENIED",
            # The services are of the release before.
            "UNIMPLEMENTED",
        ],
    )  # fmt: skip
    def test_says_that_a_service_is_out_of_reach(self, code):
        assert aborted_with(grpc.StatusCode[code]).code == "SERVICE_UNAVAILABLE"

    @pytest.mark.parametrize("code", ["INTERNAL", "UNKNOWN", "NOT_FOUND"])
    def test_keeps_to_itself_what_broke(self, code):
        problem = aborted_with(grpc.StatusCode[code])
        assert problem.code == "INTERNAL"
        assert b"hunter2" not in told(problem)[0].data

    def test_does_not_wait_for_a_service_that_hangs(self):
        async def answer(request: bytes, context: Any) -> None:
            await asyncio.Event().wait()

        assert asyncio.run(_asked(answer)).code == "SERVICE_UNAVAILABLE"


def _refusals() -> dict[str, set[int]]:
    """The codes of all refusals that a route leads to, with their HTTP statuses."""
    for module in pkgutil.walk_packages(grpc_services.__path__, "grpc_services."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: defaultdict[str, set[int]] = defaultdict(set)
    waiting = list(Refusal.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        is_ours = kind.__module__.startswith("grpc_services.")
        if is_ours and kind.__module__ != "grpc_services.refusals":
            found[kind.code()].add(HTTP_STATUS[status_of(kind)])
    return found


class TestProblems:
    def test_are_not_told_twice(self):
        table = {"OWN_STORE": PROBLEMS["OWN_STORE"]}
        with pytest.raises(ValueError, match="OWN_STORE"):
            joined(table, table)

    def test_hold_every_refusal_of_the_services_under_its_own_status(self):
        refusals = _refusals()
        assert len(refusals) > 30
        assert [
            code
            for code, statuses in refusals.items()
            if code not in PROBLEMS or PROBLEMS[code].status not in statuses
        ] == []

    @pytest.mark.parametrize("code", sorted(PROBLEMS))
    def test_are_told_in_korean_and_english_alike(self, code):
        status, korean, english, _ = PROBLEMS[code]
        assert 400 <= status < 600
        assert re.search(r"[가-힣]", korean)
        assert english.isascii()
        assert korean.endswith(".")
        assert english.endswith(".")
        assert _places(korean) == _places(english)


def _places(template: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(template)} - {None}
