"""By what are goods found? Has the services put all of them in anew."""

import argparse
from typing import Any

import settings
from bin.commands.reaching import services
from bin.commands.telling import tell_line
from protos.search_pb2 import RebuildSearchRequest
from workers.services import ask

_DESCRIPTION = """\
Has the services put all goods in anew that are searched. Nothing is missing from any list
meanwhile; it may be stopped and begun again. SERVICES_TARGET (or SERVICES_ADDRESS) and
WORKER_SECRET are those of the settings in force.
"""


def declare(commands: Any) -> None:
    parser = commands.add_parser("search", help="what goods are found by", description=_DESCRIPTION)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("rebuild", help="put all goods in anew", description=_DESCRIPTION)


def run(options: argparse.Namespace) -> int:
    search = services(settings.load("worker_secret")).search
    done, last = 0, 0
    while True:
        answer = ask(search.RebuildSearch, RebuildSearchRequest(after_goods_id=last))
        if not answer.HasField("last_goods_id"):
            return 0
        last = answer.last_goods_id
        done += answer.goods_done
        all_goods = done + answer.goods_left
        tell_line(options, {"done": done, "goods": all_goods}, f"{done:,} of {all_goods:,} goods")
