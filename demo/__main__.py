"""What can the demo do? It loads its catalogue for `bin/up`, and plays stories for `bin/demo`."""

import argparse
import io
import secrets
import sys
from pathlib import Path

import settings
from demo.catalogue.loading import is_loaded, load
from demo.catalogue.lots import LOTS
from demo.catalogue.pictures import Put, draw_all, into_bucket, into_folder
from demo.catalogue.shelves import BRANDS, CATEGORIES
from demo.client import Market
from demo.play import play
from demo.stories import STORIES
from grpc_services.members.passwords import hashed
from models.base import database
from models.dialect import database_now, use_database


def place_for_pictures(config: settings.Settings) -> Put:
    if config.s3_bucket:
        client = settings.s3_client(config)
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


def load_catalogue() -> int:
    config = settings.load("database_url")
    put = place_for_pictures(config)
    try:
        use_database(config.database_url or "")
    except ValueError as error:
        sys.exit(f"DATABASE_URL: {error}")
    with database.connection_context():
        fill(put)
    return 0


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.do == "load":
        return load_catalogue()
    return play(Market(options.port_base), STORIES[options.story], picture=options.save_picture)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    commands = parser.add_subparsers(dest="do", required=True)
    text = "Loads the demo catalogue, unless it is there."
    commands.add_parser("load", help=text, description=text)
    text = "Plays a story in a running PIKCUR: one whole sale."
    playing = commands.add_parser("play", prog="bin/demo", help=text, description=text)
    playing.add_argument(
        "--story", choices=STORIES, default="sale", help="which; sale if not given"
    )
    playing.add_argument("--port-base", type=int, default=8000, metavar="N")
    playing.add_argument("--save-picture", type=Path, metavar="FILE", help="the end, as SVG")
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
