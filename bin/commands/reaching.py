"""How does a command reach the services and Redis? As the workers do, by the same settings."""

from typing import Any

import settings
from settings.stores import open_redis
from workers.services import Services


def services(config: settings.Settings) -> Services:
    target, trusted = settings.services_target(config), settings.trusted(config)
    return Services(target, config.worker_secret or "", trusted=trusted)


def jobs_redis(config: settings.Settings) -> Any:
    """This function will open the database of Redis in which jobs wait."""
    return open_redis(config.redis_url or "", 0, decode_responses=True)
