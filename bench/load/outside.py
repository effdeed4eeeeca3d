"""How do those outside reach a cluster? Members at its edge, and whoever plays the providers."""

import math
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests

from bench.servers.cluster import Cluster
from bench.servers.processes import HOST

_TIMEOUT = 120.0
#: How long somebody repeats what the market says it cannot do yet, or while nobody is there.
_PATIENCE = 300.0


class Wrong(Exception):
    """The market answered what it never may."""


@dataclass
class Outside:
    """One who asks after the other, on a line that is kept open."""

    cluster: Cluster
    tokens: dict[int, str]
    http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.http.trust_env = False

    def ask(
        self, method: str, path: str, *, by: int = 0, body: Any = None, key: str = ""
    ) -> dict[str, Any]:
        """
        This function will have a member ask the edge, until somebody answers.

        A refusal is an answer like another; it has a `code`.

        :raises Wrong: if it is none that the market promises
        """
        headers = {"Idempotency-Key": key or secrets.token_hex(16)} if method == "POST" else {}
        if by:
            headers["Authorization"] = f"Bearer {self.tokens[by]}"
        answer = self._answered(method, self._edge(path), json=body, headers=headers)
        if answer.status_code >= 500:
            raise Wrong(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return dict(answer.json()) if answer.content else {}

    def download(self, path: str, *, by: int) -> str:
        """
        This function will have a member ask for a file; what is refused is an empty one.

        :raises Wrong: if it is neither given nor refused
        """
        headers = {"Authorization": f"Bearer {self.tokens[by]}"}
        answer = self._answered("GET", self._edge(path), headers=headers)
        if answer.status_code >= 500:
            raise Wrong(f"GET {path}: {answer.status_code} {answer.text[:500]}")
        return answer.content.decode() if answer.ok else ""

    def _answered(self, method: str, url: str, **options: Any) -> requests.Response:
        give_up_at = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = self.http.request(method, url, timeout=_TIMEOUT, **options)
            except requests.ConnectionError:
                if time.monotonic() > give_up_at:
                    raise
            else:
                if answer.status_code != 503 or time.monotonic() > give_up_at:
                    return answer
            time.sleep(0.1)

    def play(self, method: str, control: str, **how: Any) -> dict[str, Any]:
        """This function will have happen at PortOne what sandbox/controls.py can, if it can be."""
        url = f"http://{HOST}:{self.cluster.port('portone')}/_sandbox/{control}"
        return dict(self._answered(method, url, json=how).json())

    def move_parcel(self, carrier: str, invoice: str, level: int) -> None:
        """This function will have a carrier scan a parcel."""
        path = f"/_sandbox/parcels/{carrier}/{invoice}"
        url = f"http://{HOST}:{self.cluster.port('sweettracker')}{path}"
        self._answered("PUT", url, json={"level": level})

    def now(self) -> datetime:
        """This function will tell the market's time."""
        answer = self._answered("GET", self._edge("/_sandbox/clock"))
        return datetime.fromisoformat(answer.json()["now"])

    def wait(self, wait: timedelta) -> None:
        """
        This function will let the market live so long, through all that is due meanwhile.

        :raises Wrong: if it cannot for minutes, whoever is killed
        """
        until, give_up_at = self.now() + wait, time.monotonic() + _PATIENCE
        # Of what is interrupted a part may have passed.
        while (left := until - self.now()) > timedelta():
            answer = self._advance(left)
            is_lost = answer.status_code not in (200, 503) or time.monotonic() > give_up_at
            if answer.status_code != 200 and is_lost:
                raise Wrong(f"the clock: {answer.status_code} {answer.text[:500]}")

    def come_to_rest(self) -> None:
        """
        This function will wait until nothing is under way any more, such as a comparison of nights.

        :raises Wrong: if that takes minutes
        """
        give_up_at = time.monotonic() + _PATIENCE
        while not self._advance(timedelta(seconds=1)).json().get("settled"):
            if time.monotonic() > give_up_at:
                raise Wrong("the market does not come to rest")

    def _advance(self, by: timedelta) -> requests.Response:
        body = {"advance": f"{math.ceil(by.total_seconds())}s"}
        return self._answered("PUT", self._edge("/_sandbox/clock"), json=body)

    def _edge(self, path: str) -> str:
        return f"http://{HOST}:{self.cluster.edge_ports[0]}{path}"
