"""How is a market kept safe? Copies its database and its pictures while it goes on.

FOLDER is made, and must not be there. Of MariaDB the dump is made by mariadb-dump. Pictures in a
bucket, and the secrets in the settings, are not in it: see docs/backups.md.
"""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

import settings
from bin.commands.telling import Progress, tell_line
from bin.keeping import backups


def declare(commands: Any) -> None:
    parser = commands.add_parser(
        "backup",
        help="copy the database and the pictures",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")


def run(options: argparse.Namespace) -> int:
    config = settings.load("database_url")
    media = media_of(config)
    page = backups.save(config.database_url or "", media, options.folder, Progress)
    pictures = f"{page.pictures:,} pictures" if media else "no pictures: they are in the bucket"
    text = f"{options.folder}: {page.database} after {page.migration}, {pictures}"
    tell_line(options, {"folder": str(options.folder), **asdict(page)}, text)
    return 0


def media_of(config: settings.Settings) -> Path | None:
    """Where pictures are, if that is not a bucket."""
    return None if config.s3_bucket or not config.media_folder else Path(config.media_folder)
