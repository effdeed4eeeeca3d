"""How does a new installation come to goods worth looking at? `python -m grpc_services.demo`."""

import secrets
import sys
from pathlib import Path

import boto3
import peewee

import settings
from grpc_services.demo.catalogue import BRANDS, CATEGORIES
from grpc_services.demo.loading import is_loaded, load
from grpc_services.demo.lots import LOTS
from grpc_services.demo.pictures import Put, draw_all, into_bucket, into_folder
from grpc_services.members.passwords import hashed
from models.base import database
from models.dialect import database_now, open_database, without_password


def connect(config: settings.Settings) -> None:
    """This function will open the database and prove that it was migrated."""
    url = config.database_url or ""
    try:
        database.initialize(open_database(url))
        with database.connection_context():
            database.execute_sql("SELECT 1 FROM outbox LIMIT 1")
    except ValueError as error:
        sys.exit(f"DATABASE_URL: {error}")
    except peewee.PeeweeException as error:
        sys.exit(f"DATABASE_URL: {without_password(url)} cannot be used ({error})")


def place_for_pictures(config: settings.Settings) -> Put:
    if config.s3_bucket:
        client = boto3.client(
            "s3",
            endpoint_url=config.s3_endpoint_url,
            region_name=config.s3_region,
            aws_access_key_id=config.s3_access_key_id,
            aws_secret_access_key=config.s3_secret_access_key,
        )
        return into_bucket(client, config.s3_bucket)
    if not config.media_folder:
        sys.exit("Neither S3_BUCKET nor MEDIA_FOLDER is set: pictures need a bucket or a folder.")
    return into_folder(Path(config.media_folder))


def fill(put: Put) -> None:
    """This function will load the demo unless it is there; pictures first, so none is missed."""
    if is_loaded():
        _say("The demo is loaded already; nothing to do.")
        return
    _say(f"Drawing {len(LOTS)} pictures and {len(BRANDS)} logos …")
    draw_all(put)
    # Nobody knows the password: demo sellers cannot sign in.
    load(password_hash=hashed(secrets.token_urlsafe()), now=database_now())
    _say(f"Loaded {len(CATEGORIES)} categories, {len(BRANDS)} brands, {len(LOTS)} goods.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    config = settings.load("database_url")
    put = place_for_pictures(config)
    connect(config)
    with database.connection_context():
        fill(put)


if __name__ == "__main__":
    main()
