"""What can the demo do? It loads its market for `bin/up`, and plays stories for `bin/demo`."""

import argparse
import io
import secrets
import sys
from pathlib import Path

import settings
from demo.catalogue.lots import LOTS
from demo.catalogue.pictures import Put, draw_all, into_bucket, into_folder
from demo.catalogue.shelves import BRANDS, CATEGORIES
from demo.client import ROOT, Market
from demo.loading import WEEKS, is_loaded, load
from demo.past import provider
from demo.past.people import TO_TRY, Hashes, accounts_of
from demo.past.town import Terms
from demo.play import play
from demo.stories import STORIES
from grpc_services.auction.house import House
from grpc_services.composition import lengths, rules, signer, terms
from grpc_services.members.passwords import hashed
from models.base import database
from models.dialect import database_now, use_database
from settings.stores import s3_client


def place_for_pictures(config: settings.Settings) -> Put:
    if config.s3_bucket:
        client = s3_client(config)
        return into_bucket(client, config.s3_bucket)
    if not config.media_folder:
        sys.exit("Neither S3_BUCKET nor MEDIA_FOLDER is set: pictures need a bucket or a folder.")
    return into_folder(Path(config.media_folder))


def fill(put: Put, config: settings.Settings) -> None:
    """This function will load the demo unless it is there; pictures first, so none is missed."""
    if is_loaded():
        _say("The demo is loaded already; nothing to do.")
        return
    _say(f"Drawing {len(LOTS)} pictures and {len(BRANDS)} logos …")
    draw_all(put)
    _say(f"Trading for {WEEKS} weeks …")
    load(
        house=House(rules(config), signer(config)),
        terms=_terms(config),
        hashes=_hashes(config),
        now=database_now(),
        passed=lambda week: _say(f"  {week} of {WEEKS} weeks are over"),
    )
    if not provider.tell_sandbox(config.portone_url):
        _say("No sandbox is there to be told what was paid.")
    _say(f"Loaded {len(CATEGORIES)} categories, {len(BRANDS)} brands, {len(LOTS)} goods for sale.")


def _terms(config: settings.Settings) -> Terms:
    return Terms(lengths(config), terms(config))


def _hashes(config: settings.Settings) -> Hashes:
    """Nobody knows the password of who is not to be tried."""
    told = config.demo_password
    return Hashes(told and hashed(told), hashed(secrets.token_urlsafe()))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def load_demo() -> int:
    config = settings.load("database_url", "token_private_key", "pseudonym_secret")
    if config.demo_password:
        # Somebody could sign in where money is real.
        settings.require_sandboxes(config, because="DEMO_PASSWORD")
    settings.collect_seldom()
    put = place_for_pictures(config)
    _use_database(config)
    with database.connection_context():
        fill(put, config)
    return 0


def tell_accounts() -> int:
    """This function will name the accounts that anybody may try here, if there are any."""
    config = settings.load("database_url", "demo_password")
    _use_database(config)
    with database.connection_context():
        for login_id in accounts_of(config.demo_password or ""):
            _say(f"{login_id:<14} {config.demo_password}   {TO_TRY[login_id]}")
    return 0


def _use_database(config: settings.Settings) -> None:
    try:
        use_database(config.database_url or "", settings.test_clock(config))
    except ValueError as error:
        sys.exit(f"DATABASE_URL: {error}")


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if options.do == "load":
        return load_demo()
    if options.do == "accounts":
        return tell_accounts()
    market = Market(options.port_base, options.data)
    return play(market, STORIES[options.story], picture=options.save_picture)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    commands = parser.add_subparsers(dest="do", required=True)
    text = "Loads a market that people have traded on for weeks, unless it is there."
    commands.add_parser("load", help=text, description=text)
    text = "Names the accounts to try, with their password."
    commands.add_parser("accounts", help=text, description=text)
    text = "Plays a story in a running PIKCUR: one whole sale, or one that goes otherwise."
    playing = commands.add_parser("play", prog="bin/demo", help=text, description=text)
    playing.add_argument(
        "--story", choices=STORIES, default="sale", help="which; sale if not given"
    )
    playing.add_argument("--port-base", type=int, default=8000, metavar="N")
    text = "the folder of bin/up, if it is not var: an operator is made there"
    playing.add_argument("--data", type=Path, default=ROOT / "var", metavar="DIR", help=text)
    playing.add_argument("--save-picture", type=Path, metavar="FILE", help="the end, as SVG")
    return parser


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
