"""Is nobody taken for somebody else, and is a session over when it is over?"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import falcon.testing
import jwt
import pytest
import redis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api_http.auth import LEEWAY, SESSIONS, Revocations, Tokens
from api_http.problems import Problem
from grpc_services.members.tokens import Signer
from settings.stores import open_async_redis
from tests.api_http.conftest import Edge, pem
from tests.support.waiting import wait_until

CLAIMS = {"sub": "7", "role": "MEMBER", "sid": "9", "iss": "pikcur", "aud": "pikcur"}


def signed(signer: Signer, *, kid: Any = None, **changes: Any) -> str:
    now = int(time.time())
    claims = CLAIMS | {"iat": now, "exp": now + 60} | changes
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, signer.key, "EdDSA", headers={"kid": kid or signer.kid})


def by_hand(header: Any, signature: bytes = b"", *, secret: bytes | None = None) -> str:
    """What no library would make."""
    claims = CLAIMS | {"iat": int(time.time()), "exp": int(time.time()) + 60}
    head = json.dumps(header).encode() if not isinstance(header, bytes) else header
    said = b".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=") for part in (head, json.dumps(claims).encode())
    )
    if secret is not None:
        signature = hmac.new(secret, said, hashlib.sha256).digest()
    return (said + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.fixture
def tokens(public_key: str) -> Tokens:
    return Tokens(public_key)


def refused(tokens: Tokens, token: str) -> str:
    with pytest.raises(Problem) as problem:
        tokens.caller(token)
    return problem.value.code


class TestTokens:
    def test_know_the_caller_by_what_the_services_signed(self, tokens, signer):
        now = datetime.now(UTC)
        token = signer.access_token(member_id=7, role="ADMIN", session_id=9, now=now)
        for _ in range(2):
            caller = tokens.caller(token)
            assert (caller.member_id, caller.session_id, caller.role) == (7, 9, "ADMIN")

    def test_refuse_one_that_has_expired(self, tokens, signer):
        assert refused(tokens, signed(signer, exp=int(time.time()) - LEEWAY - 1)) == "TOKEN_EXPIRED"

    def test_refuse_one_that_expires_after_it_was_accepted(self, tokens, signer):
        token = signed(signer, exp=int(time.time()) + 2 - LEEWAY)
        assert tokens.caller(token).member_id == 7
        ends = tokens.caller(token).expires_at
        wait_until("the token's end", lambda: time.time() > ends + LEEWAY)
        assert refused(tokens, token) == "TOKEN_EXPIRED"

    def test_may_be_of_a_clock_that_is_some_seconds_ahead(self, tokens, signer):
        soon = int(time.time()) + LEEWAY - 2
        assert tokens.caller(signed(signer, iat=soon, nbf=soon)).member_id == 7
        assert refused(tokens, signed(signer, iat=soon + 60)) == "INVALID_TOKEN"

    def test_refuse_another_key_under_the_same_name(self, tokens, signer):
        other = Signer(Ed25519PrivateKey.generate(), timedelta(minutes=15), "secret of names")
        assert refused(tokens, signed(other, kid=signer.kid)) == "INVALID_TOKEN"
        assert refused(tokens, signed(other)) == "INVALID_TOKEN"

    def test_refuse_claims_that_were_changed(self, tokens, signer):
        head, _, signature = signed(signer).split(".")
        claims = signed(signer, sub="8").split(".")[1]
        assert refused(tokens, f"{head}.{claims}.{signature}") == "INVALID_TOKEN"

    def test_refuse_a_token_that_nobody_signed(self, tokens, signer):
        for algorithm in ("none", "None", "NONE", "", None):
            header = {"typ": "JWT", "alg": algorithm, "kid": signer.kid}
            assert refused(tokens, by_hand(header)) == "INVALID_TOKEN"

    def test_refuse_the_public_key_as_a_secret(self, tokens, signer, public_key):
        raw = signer.key.public_key().public_bytes_raw()
        for secret in (public_key.encode(), public_key.strip().encode(), raw):
            header = {"typ": "JWT", "alg": "HS256", "kid": signer.kid}
            assert refused(tokens, by_hand(header, secret=secret)) == "INVALID_TOKEN"

    @pytest.mark.parametrize("claim", ["sub", "role", "sid", "iat", "exp", "iss", "aud"])
    def test_refuse_one_without_a_claim(self, tokens, signer, claim):
        assert refused(tokens, signed(signer, **{claim: None})) == "INVALID_TOKEN"

    @pytest.mark.parametrize(
        "change",
        [
            {"aud": "another"},
            {"iss": "another"},
            {"sub": "ann"},
            {"sid": "x"},
            {"sid": ["9"]},
            {"sid": {}},
            {"exp": "soon"},
            {"iat": 2**33},
            {"nbf": 2**33},
        ],
    )
    def test_refuse_one_with_a_claim_that_is_not_right(self, tokens, signer, change):
        assert refused(tokens, signed(signer, **change)) == "INVALID_TOKEN"

    @pytest.mark.parametrize("kid", [["a"], {"a": 1}, 7, "unknown", "\0", None, "x" * 9_000])
    def test_refuse_the_name_of_a_key_that_is_not_there(self, tokens, kid):
        assert refused(tokens, by_hand({"alg": "EdDSA", "kid": kid})) == "INVALID_TOKEN"

    @pytest.mark.parametrize(
        "token",
        [
            "", ".", "..", "...", "a.b.c", "\0", "가.나.다", "ey" * 4_000, "Bearer x.y.z",
            by_hand(b"\xff\xfe"), by_hand(b"[]"), by_hand(b"null"), by_hand(b""),
            by_hand({"alg": "EdDSA"}), by_hand({}), by_hand(b"[" * 5_000),
        ],
    )  # fmt: skip
    def test_refuse_garbage(self, tokens, token):
        assert refused(tokens, token) == "INVALID_TOKEN"

    def test_take_any_of_several_keys(self, signer, public_key):
        older = Signer(Ed25519PrivateKey.generate(), timedelta(minutes=15), "secret of names")
        both = Tokens(f"\n{pem(older)}\n\n{public_key}")
        assert both.caller(signed(older)).member_id == both.caller(signed(signer)).member_id == 7

    @pytest.mark.parametrize("keys", ["", "a key", "-----END PUBLIC KEY-----"])
    def test_are_not_made_without_a_public_key(self, keys):
        with pytest.raises(ValueError):  # noqa: PT011
            Tokens(keys)


class TestBearer:
    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "x", "Bearer a b"])
    def test_is_the_only_way_to_bring_a_token(self, edge: Edge, header):
        answer = edge.client.simulate_get("/v1/me", headers={"Authorization": header})
        assert (answer.status_code, answer.json["code"]) == (401, "INVALID_TOKEN")

    def test_is_needed_where_the_route_is_not_public(self, edge: Edge):
        answer = edge.client.simulate_get("/v1/me")
        assert (answer.status_code, answer.json["code"]) == (401, "NO_TOKEN")
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_may_be_in_any_case(self, edge: Edge):
        header = {"Authorization": f"bEARER  {edge.token()}"}
        assert edge.client.simulate_get("/v1/me", headers=header).status_code == 503

    @pytest.mark.parametrize("header", ["Bearer x", "Bearer", "Basic YTpi", "x", "\x80", ""])
    def test_that_is_bad_is_nobody_where_none_is_needed(self, edge: Edge, header):
        answer = edge.client.simulate_get("/v1/categories", headers={"Authorization": header})
        assert answer.json["code"] == "SERVICE_UNAVAILABLE"

    def test_that_has_expired_does_not_keep_anybody_from_signing_in(self, edge: Edge):
        old = edge.token(now=datetime.now(UTC) - timedelta(hours=1))
        header = {"Authorization": f"Bearer {old}"}
        body = {"loginId": "ann", "password": "long enough"}
        answer = edge.client.simulate_post("/v1/auth/sign-in", headers=header, json=body)
        assert answer.json["code"] == "SERVICE_UNAVAILABLE"
        answer = edge.client.simulate_get("/v1/me", headers=header)
        assert answer.json["code"] == "TOKEN_EXPIRED"


@pytest.fixture
def sessions(redis_url: str) -> Any:
    with redis.Redis.from_url(f"{redis_url}/1") as streams:
        streams.delete(SESSIONS)
        yield streams


def end_session(streams: redis.Redis, sid: int, seconds: float = 60) -> None:
    streams.xadd(SESSIONS, {"sid": sid, "until": int(time.time() + seconds)})


async def until(revocations: Revocations, *sids: int) -> None:
    async with asyncio.timeout(120):
        while not all(map(revocations.has_ended, sids)):
            await asyncio.sleep(0.01)


async def followed(url: str, story: Any) -> None:
    revocations = Revocations(open_async_redis(url, 1, decode_responses=True))
    following = asyncio.create_task(revocations.follow())
    try:
        await story(revocations)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await revocations._redis.aclose()


async def cancelled_after(url: str, steps: int) -> None:
    revocations = Revocations(open_async_redis(url, 1, decode_responses=True))
    following = asyncio.create_task(revocations.follow())
    for _ in range(steps):
        await asyncio.sleep(0)
    following.cancel()
    async with asyncio.timeout(120):
        await asyncio.wait([following])
    await revocations._redis.aclose()


class TestRevocations:
    def test_end_at_whatever_moment_they_are_cancelled(self, redis_url):
        async def story() -> None:
            await asyncio.gather(*(cancelled_after(redis_url, steps) for steps in range(60)))

        asyncio.run(story())

    def test_learn_of_sessions_that_ended_before_and_after_the_start(self, redis_url, sessions):
        async def story(revocations: Revocations) -> None:
            await until(revocations, 1)
            end_session(sessions, 2)
            await until(revocations, 1, 2)
            assert not revocations.has_ended(3)

        end_session(sessions, 1)
        asyncio.run(followed(redis_url, story))

    def test_forget_a_session_when_all_of_its_tokens_have_expired(self, redis_url, sessions):
        async def story(revocations: Revocations) -> None:
            await until(revocations, 1)
            assert not revocations.has_ended(2)

        end_session(sessions, 2, seconds=-1)
        end_session(sessions, 1)
        asyncio.run(followed(redis_url, story))

    def test_miss_nothing_when_the_connection_breaks(self, redis_url, sessions):
        async def story(revocations: Revocations) -> None:
            await until(revocations, 1)
            sessions.client_kill_filter(_type="normal", skipme=True)
            end_session(sessions, 2)
            await until(revocations, 1, 2)

        end_session(sessions, 1)
        asyncio.run(followed(redis_url, story))

    def test_shut_the_door_to_a_token_that_has_not_expired(self, edge: Edge, sessions):
        async def story() -> Any:
            async with falcon.testing.ASGIConductor(edge.app) as client, asyncio.timeout(120):
                answer = await client.simulate_get("/v1/me", headers=headers)
                while answer.status_code != 401:
                    answer = await client.simulate_get("/v1/me", headers=headers)
                return answer

        headers = {"Authorization": f"Bearer {edge.token(session_id=9)}"}
        end_session(sessions, 9)
        assert asyncio.run(story()).json["code"] == "SESSION_ENDED"
