"""How are the sandbox providers started? One process, four ports, one folder."""

import argparse
import ipaddress
import logging
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import structlog

from sandbox import mail, portone, sweettracker
from sandbox.servers import MailServer, PortTaken, Server, WebServer
from sandbox.store import Store
from sandbox.webhooks import Webhooks
from settings import Ahead

log = structlog.get_logger()
_ENDINGS = {signal.SIGTERM, signal.SIGINT}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    _log_as_json()
    # Blocked in every thread, so that none but the wait below takes them.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    store = Store(options.data, options.clock.unix_time if options.clock else time.time)
    webhooks = Webhooks(store, urls={"v1": options.webhook_url, "v2": options.webhook_v2_url})
    try:
        servers = _servers(options, store, webhooks)
    except PortTaken as taken:
        sys.stderr.write(f"sandbox: {taken}\n")
        return 1

    for server in servers:
        server.start()
    webhooks.start()
    log.info("ready", host=options.host, **_ports(options))

    signal.sigwait(_ENDINGS)
    for server in servers:
        server.stop()
    webhooks.stop()
    store.close()
    log.info("stopped")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="a loopback address")
    for name in ("portone", "sweettracker", "smtp", "mail"):
        parser.add_argument(f"--{name}-port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder that outlives a restart")
    parser.add_argument("--clock", type=_test_clock, help="TEST_CLOCK of the processes played to")
    parser.add_argument("--webhook-url", help="receiver of PortOne V1 webhooks; without it none")
    parser.add_argument("--webhook-v2-url", help="receiver of PortOne V2 webhooks; without it none")
    parser.add_argument("--sweettracker-method", choices=("POST", "GET"), default="POST")
    return parser.parse_args(arguments)


def _test_clock(file: str) -> Ahead:
    return Ahead(Path(file))


def _loopback(host: str) -> str:
    """The sandbox believes everybody, so nobody else may reach it."""
    if not ipaddress.IPv4Address(host).is_loopback:
        raise ValueError(host)
    return host


def _servers(options: argparse.Namespace, store: Store, webhooks: Webhooks) -> list[Server]:
    apps = {
        "portone": portone.app(store, webhooks),
        "sweettracker": sweettracker.app(store, method=options.sweettracker_method),
        "mail": mail.app(store),
    }
    ports = _ports(options)
    return [
        *(
            WebServer(app, provider=name, host=options.host, port=ports[name])
            for name, app in apps.items()
        ),
        MailServer(mail.Sink(store), host=options.host, port=ports["smtp"]),
    ]


def _ports(options: argparse.Namespace) -> dict[str, int]:
    return {
        "portone": options.portone_port,
        "sweettracker": options.sweettracker_port,
        "smtp": options.smtp_port,
        "mail": options.mail_port,
    }


def _log_as_json() -> None:
    # aiosmtpd repeats every command of every client as information.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )


if __name__ == "__main__":
    sys.exit(main())
