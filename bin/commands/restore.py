"""How is a market put back? From a folder that `bin/pikcur backup` has made.

The market has to be stopped. Where somebody has signed up already, or pictures are kept, nothing is
done unless --replace says that all of it may go. With --until and --binlogs, what was done after
the backup is done again up to that moment. See docs/backups.md.
"""

import argparse
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

import settings
from bin.commands.backup import media_of
from bin.commands.telling import Progress, tell_line
from bin.keeping import backups, binlogs
from workers.services import open_channel


def declare(commands: Any) -> None:
    parser = commands.add_parser(
        "restore",
        help="put a backup back",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--replace", action="store_true", help="what is there now may go, and is lost"
    )
    parser.add_argument(
        "--until",
        type=_moment,
        metavar="TIME",
        help="go on to this, such as 2026-05-04T09:30+09:00",
    )
    parser.add_argument(
        "--binlogs", type=Path, metavar="DIR", help="logs of the server that was backed up"
    )


def run(options: argparse.Namespace) -> int:
    config = settings.load("database_url")
    url, media = config.database_url or "", media_of(config)
    if (options.until is None) != (options.binlogs is None):
        raise ValueError("--until and --binlogs go together")
    page = backups.read(options.folder, url)
    if options.until and page.database != "mariadb":
        raise ValueError("only MariaDB keeps logs that --until could follow")
    _require_stopped(config)
    if not options.replace and not backups.is_empty(url, media):
        sys.stderr.write("There is a market already; --replace puts the backup in its place.\n")
        return 1
    backups.load(url, media, options.folder, Progress)
    if options.until:
        binlogs.replay(url, options.folder, options.binlogs, options.until)
    as_of = options.until.isoformat() if options.until else page.made_at
    text = f"As it was at {as_of}. Next: python -m models, then start the market."
    tell_line(options, asdict(page) | {"asOf": as_of}, text)
    return 0


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("say the time zone, too: …Z or …+09:00")
    return moment


def _require_stopped(config: settings.Settings) -> None:
    """:raises ValueError: if the services answer, which would write into what is put back"""
    target = settings.services_target(config)
    with open_channel(target, settings.trusted(config)) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        try:
            health.Check(health_pb2.HealthCheckRequest(), timeout=2)
        except grpc.RpcError:
            return
    raise ValueError("the market is running; stop it first")
