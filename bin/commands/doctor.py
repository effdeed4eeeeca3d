"""Is everything well? What is configured, reachable, migrated, behind or stuck, and what to do.

Ends with 1 if anything is not as it should be.
"""

import argparse
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import grpc
import peewee
import redis
from grpc_health.v1 import health_pb2, health_pb2_grpc
from playhouse.migrations import Runner

import settings
from bin.commands.reaching import jobs_redis, services
from bin.commands.telling import tell
from models.__main__ import FOLDER
from models.dialect import open_database
from protos.admin_pb2 import GetConditionRequest
from workers.broker import TICKED
from workers.services import ask, open_channel

_NEEDED = ("database_url", "redis_url", "worker_secret")
_PARTS = ("database", "redis", "dispatch")
#: What may wait for how many seconds before somebody should look.
_PATIENCE = 60.0
_TIMEOUT = 5
#: Of the connections that MariaDB allows, the share that leaves room for a process more.
_FULL = 0.8
_MORE = "set more max_connections, or run fewer processes"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do if that is not well."""

    what: str
    is_well: bool
    told: str
    do: str = ""


def declare(commands: Any) -> None:
    commands.add_parser("doctor", help="is everything well?", description=__doc__)


def run(options: argparse.Namespace) -> int:
    config = settings.load(*_NEEDED)
    found = list(_findings(config))
    rows = [
        {
            "": "ok" if one.is_well else "!!",
            "what": one.what,
            "is": one.told,
            "do": "" if one.is_well else one.do,
        }
        for one in found
    ]
    tell(options, rows, nothing="")
    is_well = all(one.is_well for one in found)
    if not options.json:
        sys.stdout.write("All is well.\n" if is_well else "See the lines with !!.\n")
    return 0 if is_well else 1


def _findings(config: settings.Settings) -> Iterator[Finding]:
    yield _tried("database", partial(_migrated, config), "start it, or look at DATABASE_URL")
    yield _tried("connections", partial(_connections, config), _MORE)
    yield _tried("redis", partial(_redis, config), "start it, or look at REDIS_URL")
    yield _tried("clock", partial(_ticking, config), "start it, or look at its log")
    yield from _services(config)
    yield _tried("background", partial(_background, config), "look at its log")
    for name, url in (("edge", f"{config.web_url}/readyz"), ("relay", f"{config.relay_url}/ws")):
        yield _tried(name, partial(_answers, url), "start it, or look at its log")
    yield from _waiting(config)


def _tried(what: str, look: Callable[[], Finding], do: str) -> Finding:
    try:
        return look()
    except (OSError, ValueError, peewee.PeeweeException, redis.RedisError, grpc.RpcError) as error:
        return Finding(what, False, _short(error), do)


def _short(error: Exception) -> str:
    details = error.details() if isinstance(error, grpc.Call) else error
    return str(details).splitlines()[0][:100] if str(details) else type(error).__name__


def _migrated(config: settings.Settings) -> Finding:
    database = open_database(config.database_url or "")
    with database.connection_context():
        status = Runner(database, str(FOLDER)).status()
    pending = [str(one.name) for one in status if one.applied is None]
    if pending:
        return Finding("database", False, f"lacks {', '.join(pending)}", "python -m models")
    return Finding("database", True, "reachable, and has the newest tables")


def _connections(config: settings.Settings) -> Finding:
    database = open_database(config.database_url or "")
    if not isinstance(database, peewee.MySQLDatabase):
        return Finding("connections", True, "as many as there are")
    with database.connection_context():
        most = "SHOW GLOBAL STATUS LIKE 'Max_used_connections'"
        used = int(database.execute_sql(most).fetchone()[1])
        allowed = int(database.execute_sql("SELECT @@max_connections").fetchone()[0])
    is_well = used < _FULL * allowed
    return Finding("connections", is_well, f"{used:,} of {allowed:,} at most so far", _MORE)


def _redis(config: settings.Settings) -> Finding:
    told = jobs_redis(config).info("memory")
    return Finding("redis", True, f"reachable, holds {told['used_memory_human']}")


def _ticking(config: settings.Settings) -> Finding:
    told = jobs_redis(config).get(TICKED)
    if told is None:
        return Finding("clock", False, "has not ticked", "start it, or look at its log")
    ago = max(0.0, settings.market_time(config)() - float(told))
    do = "start it, or look at its log"
    return Finding("clock", ago < _PATIENCE, f"ticked {ago:,.1f} s ago", do)


def _services(config: settings.Settings) -> Iterator[Finding]:
    target = settings.services_target(config)
    with open_channel(target, settings.trusted(config)) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for part in ("", *_PARTS):
            name = f"services: {part}" if part else "services"
            yield _tried(name, partial(_serving, health, part, name), "look at their log")


def _background(config: settings.Settings) -> Finding:
    target = settings.background_target(config)
    with open_channel(target, settings.trusted(config)) as channel:
        return _serving(health_pb2_grpc.HealthStub(channel), "", "background")


def _serving(health: Any, part: str, name: str) -> Finding:
    answer = health.Check(health_pb2.HealthCheckRequest(service=part), timeout=_TIMEOUT)
    is_well = answer.status == health_pb2.HealthCheckResponse.SERVING
    return Finding(name, is_well, "serving" if is_well else "not serving", "look at their log")


def _answers(url: str) -> Finding:
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        # The relay wants to be spoken to otherwise, and says so.
        status = error.code
    return Finding(url, status != 503, f"answers {status}", "see what it says is not ready")


def _waiting(config: settings.Settings) -> Iterator[Finding]:
    try:
        found = ask(services(config).admin.GetCondition, GetConditionRequest())
    except grpc.RpcError as error:
        yield Finding("what waits", False, _short(error), "start the services")
        return
    for one in found.items:
        yield Finding(one.what, is_in_order(one), waiting_told(one), _DO.get(one.what, ""))


def is_in_order(one: Any) -> bool:
    """Whether so much may wait for so long."""
    is_stuck = one.count > 0 and one.what in _NEVER
    return not (is_stuck or one.oldest_seconds > _PATIENCE)


def waiting_told(one: Any) -> str:
    return f"{one.count:,}" + (f", since {one.oldest_seconds:,.0f} s" if one.count else "")


#: Of these there should be none.
_NEVER = ("facts put aside", "operations stuck", "comparisons missed")
_DO = {
    "facts to be told": "are the services up, and is Redis?",
    "facts put aside": "bin/pikcur dead list",
    "auctions to be closed": "are `clock` and `closer` up?",
    "mails to be sent": "is `mail` up, and the mail server?",
    "provider to be asked": "is `payments` up?",
    "operations stuck": "GET /v1/admin/operations tells why; retry, or end them by hand",
    "payments to be looked at": "is `payments` up, and the provider?",
    "deadlines of orders": "are `clock` and `worker` up?",
    "deadlines of offers": "are `clock` and `worker` up?",
    "deadlines of cases": "are `clock` and `worker` up?",
    "comparisons missed": "bin/pikcur reconcile tells why; are `clock` and `payments` up?",
    "pictures to be looked at": "is `images` up?",
}
