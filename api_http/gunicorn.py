"""How does gunicorn run the edge? `gunicorn --config api_http/gunicorn.py`."""

import os
import sys
from pathlib import Path
from typing import Any

import redis

import settings
from settings.stores import open_async_redis, open_redis, s3_client

settings.log_as_json("web")
_config = settings.load("token_public_keys", "redis_url", "edge_secret", "upload_secret")
#: The database of Redis in which the services tell of sessions that end.
_STREAMS = 1
if _config.metrics_folder:
    # Read by prometheus_client when it is first imported, in the workers.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _config.metrics_folder

wsgi_app = "api_http.gunicorn:application()"
bind = _config.web_address
workers = _config.web_processes
worker_class = "api_http.worker.Worker"
logger_class = "api_http.worker.Lines"
#: Whose X-Forwarded-For is believed.
forwarded_allow_ips = ",".join(_config.web_proxies)
#: Above the longest deadline of a call, so that nobody is cut off.
graceful_timeout = 15
timeout = 30
keepalive = 30
#: Its thread would be alive across the fork.
control_socket_disable = True
accesslog = None
loglevel = "warning"


def on_starting(server: Any) -> None:
    """This function will prove, before any worker starts, that what the edge needs is there."""
    try:
        open_redis(_config.redis_url or "", _STREAMS).ping()
    except (redis.RedisError, ValueError) as error:
        sys.exit(f"REDIS_URL: no Redis there ({error})")
    if _config.metrics_folder:
        # Files of processes that are gone would be counted for ever.
        for left in Path(_config.metrics_folder).glob("*.db"):
            left.unlink()


def application() -> Any:
    """This function will make the app of one worker, after the fork."""
    from api_http.app import create_app
    from api_http.auth import Revocations
    from api_http.doors import Doors
    from api_http.worker import Protocol
    from settings import metrics, tracing

    # From outside come no decisions of ours.
    is_traced = tracing.begin("edge", _config, believes=False)
    app = create_app(
        edge=_edge(is_traced=is_traced),
        tokens=_tokens(),
        revocations=Revocations(
            open_async_redis(_config.redis_url or "", _STREAMS, decode_responses=True)
        ),
        pictures=_pictures(),
        fronts=_fronts(),
        has_test_clock=bool(_config.test_clock),
        is_traced=is_traced,
    )
    Protocol.doors = Doors(_config.web_connections_per_address, free=_config.web_proxies)
    metrics.serve(_config)
    settings.collect_seldom()
    return app


def _tokens() -> Any:
    from api_http.auth import Tokens

    try:
        return Tokens(_config.token_public_keys or "")
    except ValueError as error:
        sys.exit(f"TOKEN_PUBLIC_KEYS: {error}")


def _edge(*, is_traced: bool) -> Any:
    from api_http.browsers import Browsers
    from api_http.edge import Edge
    from api_http.pace import Pace
    from api_http.stubs import Stubs

    return Edge(
        Stubs(
            settings.services_target(_config),
            secret=_config.edge_secret or "",
            trusted=settings.trusted(_config),
            bid_batch_most=_config.bid_batch_most,
            is_traced=is_traced,
        ),
        Pace(_config.bids_per_minute),
        Pace(_config.webhooks_per_minute),
        Browsers(_config.web_url, _config.web_origins),
        _signatures(),
    )


def _pictures() -> Any:
    from api_http.pictures import Bucket, Folder

    if _config.s3_bucket:
        return Bucket(s3_client(_config), _config.s3_bucket, _config.upload_secret or "")
    if not _config.media_folder:
        sys.exit("Neither S3_BUCKET nor MEDIA_FOLDER is set: pictures need a bucket or a folder.")
    return Folder(Path(_config.media_folder), _config.upload_secret or "")


def _fronts() -> Any:
    from api_http.resources.fronts import Fronts

    if not _config.web_pages:
        return None
    relay = f"ws{_config.relay_url.removeprefix('http')}"
    posted_to = _config.upload_url or _config.s3_endpoint_url
    media = [url for url in (_config.web_url, _config.media_url, posted_to) if url]
    try:
        return Fronts(Path(_config.web_pages), media=media, relay=relay)
    except OSError as error:
        sys.exit(f"WEB_PAGES: no built pages there ({error})")


def _signatures() -> Any:
    from api_http.signatures import Signatures

    secrets = _config.portone_v2_webhook_secret, _config.portone_v2_old_webhook_secret
    try:
        return Signatures([secret for secret in secrets if secret])
    except ValueError as error:
        sys.exit(f"PORTONE_V2_WEBHOOK_SECRET, or the one before: {error}")


def child_exit(server: Any, worker: Any) -> None:
    if _config.metrics_folder:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
