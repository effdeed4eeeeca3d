"""Where does nginx stand in front of a market, set up by deploy/nginx.conf?"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

from bin.machine.environment import BUILT
from demo.client import Market
from tests.support.markets import RunningMarket, running_market
from tests.support.servers import HOST, ROOT, free_port, running
from tests.support.waiting import wait_until


@dataclass(frozen=True)
class Through(Market):
    """A market as those see it who are in front of nginx."""

    front: int = 0

    @property
    def api(self) -> str:
        return f"http://{HOST}:{self.front}"

    @property
    def relay(self) -> str:
        return f"ws://{HOST}:{self.front}/ws"


@contextlib.contextmanager
def front_of_a_market(
    folder: Path, *others: tuple[str, str], **settings: str
) -> Iterator[tuple[Through, RunningMarket]]:
    """
    This function will run a market with nginx in front; gives it as seen there, and itself.

    `others` are what stands in deploy/nginx.conf, and what is to stand there.
    """
    port = free_port()
    url = f"http://{HOST}:{port}"
    proxies = f'["{HOST}"]'
    known = {"WEB_URL": url, "RELAY_URL": url, "WEB_PROXIES": proxies, "RELAY_PROXIES": proxies}
    told = {name: value.format(url=url) for name, value in settings.items()}
    with running_market(folder, None, past=False, **known, **told) as behind:
        config = _config(folder, port, behind, others)
        command = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(config), "-g", "daemon off;"]
        with running(command, folder / "nginx.log", cwd=folder):
            wait_until("nginx", lambda: _answers(f"{url}/healthz"))
            yield Through(behind.market.port_base, behind.market.data, port), behind


def _config(
    folder: Path, port: int, behind: RunningMarket, others: tuple[tuple[str, str], ...]
) -> Path:
    """What is ours in place of what is yours."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    base = behind.market.port_base
    for theirs, ours in (
        *others,
        ("listen 80;", f"listen {HOST}:{port};"),
        ("10.0.0.21:8000", f"{HOST}:{base}"),
        ("10.0.0.21:8001", f"{HOST}:{base + 1}"),
        # There is one edge here, and one relay.
        ("        server 10.0.0.22:8000 max_fails=2 fail_timeout=2s; # yours\n", ""),
        ("        server 10.0.0.22:8001 max_fails=2 fail_timeout=2s; # yours\n", ""),
        ("/srv/pikcur/pages", str(BUILT)),
        ("/var/lib/nginx/pictures", f"{folder}/pictures"),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    # As root nginx would hand its workers to somebody who may not read what tests write.
    text = f"user root;\npid {folder}/nginx.pid;\nerror_log stderr;\n{text}"
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False
