"""How fast is it, and is it right? `python -m bench NAME`; see docs/performance.md."""

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import (
    bids,
    chaos,
    closing,
    cluster,
    costs,
    details,
    fanout,
    lists,
    money,
    payments,
    plan,
    reconcile,
    releases,
    schema,
    screen,
    search,
    stalls,
    web,
)
from bench.report import Report

_BENCHES = {
    "bids": (bids, "bids a second beside others, latency, what long logs and many goods cost"),
    "chaos": (chaos, "200 clients while processes are killed and locks are held"),
    "closing": (closing, "how late thousands of auctions are closed that end in the same second"),
    "cluster": (cluster, "five hosts, and what members notice when one of them goes"),
    "costs": (costs, "what a bid, a delivery, a search and the like cost each process"),
    "details": (details, "goods shown a second, beside FastAPI with SQLAlchemy"),
    "fanout": (fanout, "deliveries beside others, connections, memory, replay"),
    "lists": (lists, "pages of every list of a member, among a million rows and a thousand"),
    "money": (money, "sales at random with all that goes wrong, and the books afterwards"),
    "payments": (payments, "payments confirmed a second, and thousands of deadlines at once"),
    "plan": (plan, "how many machines so many bidders need, and what breaks first"),
    "reconcile": (reconcile, "a day's payments compared with the provider's list, and by how much"),
    "releases": (releases, "every process replaced by another release's and back, under load"),
    "schema": (
        schema,
        "whatever the API's document allows, and whether it is answered as promised",
    ),
    "search": (search, "goods found among a million, beside LIKE, and whether it is those"),
    "screen": (screen, "from the bid's request to the frames at the screens"),
    "stalls": (stalls, "what a few who do not read change for the others"),
    "web": (web, "the shop in a browser: first view, bids until they are seen, what stays open"),
}


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    module = _BENCHES[options.bench][0]
    with tempfile.TemporaryDirectory(prefix="pikcur-bench-") as folder:
        report: Report = module.run(_sizes(module, options), Path(folder))
    report.show()
    if options.json:
        Path(options.json).write_text(report.as_json() + "\n")
    return 1 if report.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    benches = parser.add_subparsers(dest="bench", required=True)
    for name, (module, text) in _BENCHES.items():
        bench = benches.add_parser(name, help=text, description=text)
        bench.add_argument("--json", metavar="FILE", help="write all that was measured")
        bench.add_argument("--full", action="store_true", help="as long as what is written down")
        for size in dataclasses.fields(module.Sizes):
            _add_size(bench, size)
    return parser


def _add_size(bench: argparse.ArgumentParser, size: Any) -> None:
    if size.default is False:
        bench.add_argument(f"--{size.name}", action="store_true", default=None)
        return
    kind = type(size.default)
    bench.add_argument(f"--{size.name}", type=kind, metavar="N", help=f"{size.default}")


def _sizes(module: Any, options: argparse.Namespace) -> Any:
    given = {
        field.name: getattr(options, field.name)
        for field in dataclasses.fields(module.Sizes)
        if getattr(options, field.name) is not None
    }
    return dataclasses.replace(module.FULL if options.full else module.Sizes(), **given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
