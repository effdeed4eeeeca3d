"""What are workers made of? The one place where settings, broker, clients and actors meet.

Loaded by Dramatiq: `python -m workers`, or its own command, `dramatiq workers.main`.
"""

import sys
from functools import partial
from pathlib import Path

import redis
import structlog
from dramatiq.middleware import Middleware

import settings
from settings import metrics, tracing
from settings.stores import open_redis, s3_client
from settings.supervisor import tell_alive, tell_ready
from workers.broker import Readiness, use_broker
from workers.clients.mail import MailServer
from workers.clients.pictures import Bucket, Folder, PictureStore
from workers.clients.portone import PortOne
from workers.clients.portone_v2 import PortOneV2
from workers.clients.provider import Provider
from workers.clients.sweettracker import SweetTracker
from workers.reach import Reach, use
from workers.services import Services
from workers.tracing import TracedJobs
from workers.watchdog import Watchdog

#: What has to be set for payments to be begun with a provider.
_KEYS = {
    "PORTONE": ("portone_imp_key", "portone_imp_secret"),
    "PORTONE_V2": ("portone_v2_secret", "portone_v2_store_id"),
}


def prepare() -> settings.Settings:
    """This function will connect actors with what they need; exits naming what is missing."""
    if not structlog.is_configured():
        settings.log_as_json("worker")
    config = settings.load(
        "redis_url",
        "worker_secret",
        "smtp_url",
        "sweettracker_key",
    )
    settings.load(*_KEYS[config.payment_provider])
    try:
        client = open_redis(config.redis_url or "", 0)
        client.ping()
    except (redis.RedisError, ValueError) as error:
        sys.exit(f"REDIS_URL: no Redis there ({error})")
    beside = (*_told_of(config), Watchdog(tell_alive))
    use_broker(client, *beside)
    use(_reach(config))
    return config


def _told_of(config: settings.Settings) -> list[Middleware]:
    """What is to be begun in the process that works, behind its forks, and said of its jobs."""
    spans = partial(tracing.begin, "worker", config)
    ready = Readiness(spans, partial(metrics.serve, config), tell_ready)
    return [TracedJobs(), ready] if config.traces_url else [ready]


def _reach(config: settings.Settings) -> Reach:
    try:
        mail = MailServer(config.smtp_url or "", config.mail_from, settings.market_time(config))
    except ValueError as error:
        sys.exit(f"SMTP_URL: {error}")
    return Reach(
        services=Services(
            settings.background_target(config),
            config.worker_secret or "",
            auctions=settings.services_target(config),
            trusted=settings.trusted(config),
            is_traced=bool(config.traces_url),
        ),
        providers=_providers(config),
        sweettracker=SweetTracker(
            url=config.sweettracker_url,
            key=config.sweettracker_key or "",
            method=config.sweettracker_method,
        ),
        mail=mail,
        pictures=_pictures(config),
    )


def _providers(config: settings.Settings) -> dict[str, Provider]:
    """Those of which the keys are set: payments stay with whom they were begun with."""
    found: dict[str, Provider] = {}
    if config.portone_imp_key and config.portone_imp_secret:
        key, secret = config.portone_imp_key, config.portone_imp_secret
        found["PORTONE"] = PortOne(url=config.portone_url, key=key, secret=secret)
    if config.portone_v2_secret and config.portone_v2_store_id:
        secret, store_id = config.portone_v2_secret, config.portone_v2_store_id
        found["PORTONE_V2"] = PortOneV2(url=config.portone_v2_url, secret=secret, store_id=store_id)
    return found


def _pictures(config: settings.Settings) -> PictureStore:
    if config.s3_bucket:
        client = s3_client(config)
        return Bucket(client, config.s3_bucket)
    if not config.media_folder:
        sys.exit("Neither S3_BUCKET nor MEDIA_FOLDER is set: pictures need a bucket or a folder.")
    return Folder(Path(config.media_folder))


CONFIG = prepare()

# Actors belong to the broker that is there when they are declared.
from workers import periodic as periodic  # noqa: E402
from workers import reactions as reactions  # noqa: E402
