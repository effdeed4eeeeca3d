"""Is Redis reached by whatever URL it has, and only if it is the one that is meant?"""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisIsAway

from bench.servers.stores import redis_command
from settings.stores import open_async_redis, open_redis, without_password
from tests.support.certificates import Certificate, make_certificate
from tests.support.servers import HOST, free_port, listens, running
from tests.support.waiting import wait_until


def named(url: str, number: int = 1) -> dict[str, object]:
    """What redis-py is told."""
    return open_redis(url, number).connection_pool.connection_kwargs


class TestAUrl:
    def test_names_who_is_asked_and_how(self):
        told = named("redis://ann:p%40ss@db.example:7000?socket_timeout=2.5")

        assert told["username"] == "ann"
        assert told["password"] == "p@ss"
        assert (told["host"], told["port"], told["db"]) == ("db.example", 7000, 1)
        assert told["socket_timeout"] == 2.5

    @pytest.mark.parametrize(
        ("url", "number"), [("redis://h", 2), ("redis://h/", 2), ("redis://h/3", 5)]
    )
    def test_names_the_first_of_three_databases(self, url, number):
        assert named(url, 2)["db"] == number

    def test_names_those_who_watch(self):
        url = "redis+sentinel://:secret@a.example:7000,b.example/market/3?sentinel_password=other"
        pool: Any = open_redis(url, 1).connection_pool

        asked = [one.connection_pool.connection_kwargs for one in pool.sentinel_manager.sentinels]
        assert [(one["host"], one["port"]) for one in asked] == [
            ("a.example", 7000),
            ("b.example", 26379),
        ]
        assert {one["password"] for one in asked} == {"other"}
        assert pool.service_name == "market"
        assert (pool.connection_kwargs["db"], pool.connection_kwargs["password"]) == (4, "secret")

    @pytest.mark.parametrize(
        "url",
        [
            "", "redis", "http://:secret@h", "redis://:secret@h:port", "redis://:secret@h,i", "redis://:secret@h/a",
            "redis://:secret@h/1/2", "redis://:secret@h?bogus=1", "redis+sentinel://:secret@h",
            "redis+sentinel://:secret@h/market?bogus=1", "redis+cluster://:secret@h/market",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("opened", [open_redis, open_async_redis])
    def test_that_is_none_is_refused_without_its_password(self, url, opened):
        with pytest.raises(ValueError, match="it must be redis://") as refused:
            opened(url, 0)
        assert "secret" not in str(refused.value)

    def test_is_told_without_its_password(self):
        url = "redis+sentinel://:secret@a:1,b:2/market?sentinel_password=other"

        assert without_password(url) == "redis+sentinel://a:1,b:2/market"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Iterator[int]:
    """Where a Redis listens that speaks by TLS only."""
    folder, number = tmp_path_factory.mktemp("redis-tls"), free_port()
    options = {
        "tls-port": str(number), "tls-auth-clients": "no",
        "tls-cert-file": str(certificate.certificate), "tls-key-file": str(certificate.key),
        "tls-ca-cert-file": str(certificate.certificate),
    }  # fmt: skip
    with running(redis_command(folder, 0, **options), folder / "log"):
        wait_until("Redis", lambda: listens(number))
        yield number


async def _pings(url: str) -> bool:
    async with open_async_redis(url, 1) as client:
        return bool(await client.ping())


class TestARedisThatHasToProveItself:
    def test_is_spoken_to_by_tls(self, port: int, certificate: Certificate) -> None:
        url = f"rediss://{HOST}:{port}?ssl_ca_certs={certificate.certificate}"

        with open_redis(url, 1) as client:
            assert client.ping()
        assert asyncio.run(_pings(url))

    @pytest.mark.parametrize(
        "url",
        ["rediss://127.0.0.1:{}", "rediss://localhost:{}?ssl_ca_certs={}", "redis://127.0.0.1:{}"],
    )
    def test_is_refused_otherwise(self, url: str, port: int, certificate: Certificate) -> None:
        url = url.format(port, certificate.certificate)

        with open_redis(url, 1) as client, pytest.raises(RedisIsAway):
            client.ping()
        with pytest.raises(RedisIsAway):
            asyncio.run(_pings(url))
