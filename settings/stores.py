"""Where do Redis and the store of pictures keep what they keep? Clients of what settings name."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit, urlunsplit

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.backoff import NoBackoff
from redis.connection import parse_url
from redis.retry import Retry
from redis.sentinel import Sentinel

from settings import Settings

_FORM = (
    "it must be redis://[user:password@]host:port, or "
    "redis+sentinel://[user:password@]host:port,host:port/service; rediss for TLS"
)
#: A watcher may be gone, and the next one is asked.
_SENTINEL_SECONDS = 1.0


def open_redis(url: str, number: int, **options: Any) -> redis.Redis:
    """
    This function will name one of the databases of Redis; nothing is connected yet.

    Where Sentinel watches, a new connection leads to what is the primary by then. A command that
    timed out may have run: what is repeated is decided by us, not by the client.

    :raises ValueError: if the URL is none of Redis
    """
    opened: redis.Redis = _opened(redis.Redis, Sentinel, Retry, url, number, options)
    return opened


def open_async_redis(url: str, number: int, **options: Any) -> Any:
    """
    This function will do as `open_redis` does, for who has an event loop.

    :raises ValueError: if the URL is none of Redis
    """
    return _opened(redis.asyncio.Redis, AsyncSentinel, AsyncRetry, url, number, options)


def _opened(
    kind: Any,
    sentinel: Any,
    retry: Callable[..., Any],
    url: str,
    number: int,
    options: dict[str, Any],
) -> Any:
    place = _place(url)
    never = {"retry": retry(NoBackoff(), 0)}
    given = {**never, **place.options, **options, "db": place.first + number}
    try:
        if place.service is None:
            ((host, port),) = place.hosts
            return kind(host=host, port=port, **given)
        asked = {**never, **place.asking, "socket_timeout": _SENTINEL_SECONDS}
        client = sentinel(place.hosts, sentinel_kwargs=asked).master_for(place.service, **given)
        # It would complain only once it is to connect.
        client.connection_pool.connection_class(**client.connection_pool.connection_kwargs)
    except TypeError as error:
        raise ValueError(f"{_FORM} ({error})") from error
    return client


class _Place(NamedTuple):
    """What a URL says: who is asked for what, and how a primary and its watchers are spoken to."""

    hosts: list[tuple[str, int]]
    service: str | None
    #: The number of the first database.
    first: int
    options: dict[str, Any]
    asking: dict[str, Any]


def _place(url: str) -> _Place:
    """:raises ValueError: if it is none"""
    try:
        parts = urlsplit(url)
        kind, _, watched = parts.scheme.partition("+")
        names = [name for name in parts.path.split("/") if name]
        service = names.pop(0) if watched else None
        first = int(names.pop(0)) if names else 0
        hosts = _hosts(parts, port=26379 if watched else 6379)
    except (ValueError, IndexError):
        # What is said of a bad port may be a part of the password.
        raise ValueError(_FORM) from None
    is_one = watched == "sentinel" or (not watched and len(hosts) == 1)
    if names or kind not in ("redis", "rediss") or not is_one:
        raise ValueError(_FORM)
    options = _options(parts) | {"ssl": kind == "rediss"}
    asking = {name: value for name, value in options.items() if name.startswith("ssl")}
    for name in ("username", "password"):
        if (told := options.pop(f"sentinel_{name}", None)) is not None:
            asking[name] = told
    return _Place(hosts, service, first, options, asking)


def _hosts(parts: SplitResult, *, port: int) -> list[tuple[str, int]]:
    """:raises ValueError: if one of them is none"""
    each = [urlsplit(f"//{one}") for one in parts.netloc.rpartition("@")[2].split(",")]
    return [(str(one.hostname or "127.0.0.1"), one.port or port) for one in each]


def _options(parts: SplitResult) -> dict[str, Any]:
    """Who we are, and what stands behind the question mark, as redis-py reads it."""
    who = "".join(parts.netloc.rpartition("@")[:2])
    known: dict[str, Any] = parse_url(f"redis://{who}unnamed?{parts.query}")  # type: ignore[no-untyped-call]
    return {name: value for name, value in known.items() if name not in ("host", "db")}


def without_password(url: str) -> str:
    """This function will make a URL fit to be shown."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def s3_client(config: Settings) -> Any:
    """This function will make a client of the store of pictures; nothing is connected yet."""
    # Costly to import, and needed where there is a bucket only.
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=config.s3_endpoint_url,
        region_name=config.s3_region,
        aws_access_key_id=config.s3_access_key_id,
        aws_secret_access_key=config.s3_secret_access_key,
    )
