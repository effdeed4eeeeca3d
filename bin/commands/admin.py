"""Who runs the market? Makes an admin of a member, or a member of an admin."""

import argparse
import sys
from typing import Any

import settings
from bin.commands.reaching import services
from protos import access_pb2
from protos.admin_pb2 import GrantScopesRequest
from workers.services import ask

_SCOPES = ("SUPPORT", "FINANCE", "CATALOGUE", "OWNER")


def declare(commands: Any) -> None:
    parser = commands.add_parser("admin", help="who runs the market", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    add = acts.add_parser("add", help="let a member do what is in the scopes, and nothing else")
    add.add_argument("login_id", metavar="LOGIN_ID")
    add.add_argument(
        "--scope",
        action="append",
        choices=_SCOPES,
        help="may be given several times; OWNER, who may do everything, if none is",
    )
    remove = acts.add_parser("remove", help="make a member of an admin")
    remove.add_argument("login_id", metavar="LOGIN_ID")


def run(options: argparse.Namespace) -> int:
    config = settings.load("worker_secret")
    scopes = [] if options.act == "remove" else options.scope or ["OWNER"]
    numbers: list[Any] = [access_pb2.Scope.Value(f"SCOPE_{scope}") for scope in scopes]
    request = GrantScopesRequest(login_id=options.login_id, scopes=numbers)
    granted = ask(services(config).admin.GrantScopes, request)
    told = ", ".join(scopes) or "nothing any more"
    sys.stdout.write(f"{options.login_id} (member {granted.admin_id}) may do: {told}.\n")
    return 0
