"""Which jobs does this process work off? `python -m workers [--threads N] QUEUE…`

It is Dramatiq's own command with lines written as ours; `dramatiq workers.main` works as well.
"""

import argparse
import sys

from dramatiq import cli

from settings import log_as_json


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m workers", description=__doc__)
    parser.add_argument("--threads", default="8", metavar="N", help="jobs at once")
    parser.add_argument("queues", nargs="+", metavar="QUEUE")
    options = parser.parse_args()
    log_as_json(options.queues[0])
    arguments = ["workers.main", "--processes", "1", "--threads", options.threads]
    arguments += ["--skip-logging", "--queues", *options.queues]
    return int(cli.main(cli.make_argument_parser().parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
