"""Do those who watch hear of each process: that it goes on, what it counts, for whom it works?"""

import contextlib
import json
import re
import secrets
import socket
import struct
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from bench.servers.cluster import Cluster, running_cluster
from bench.servers.stock import stock
from tests.support.collectors import Collector, collecting
from tests.support.servers import HOST, ROOT, free_port, listens, running
from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import Client

_CREDENTIALS = struct.Struct("3i")
_RULES = ROOT / "deploy" / "prometheus" / "rules" / "pikcur.yml"
_BOARDS = sorted((ROOT / "deploy" / "grafana").glob("*.json"))
#: A name that is followed by a selector, a range, or the end of what it stands in.
_METRIC = re.compile(r"\b([a-z][a-z0-9]*_[a-z0-9_]+)\b(?!\s*\()")
#: Of exporters that are not ours.
_FOREIGN = ("mysql_", "redis_", "nginx_", "node_")
_OURS = ("pikcur_", "relay_", "process_", "haproxy_")


@dataclass
class Watched:
    """Processes of each kind, and what systemd would hear of them."""

    cluster: Cluster
    said: dict[int, list[str]]
    collector: Collector

    def children(self, name: str) -> list[int]:
        pid = self.cluster.pid(name)
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def page(self, name: str, kind: str = "text/plain") -> str:
        """What is told to who scrapes a process."""
        url = f"http://{HOST}:{self.cluster.metrics_port(name)}/metrics"
        return requests.get(url, headers={"Accept": kind}, timeout=60).text

    @property
    def names(self) -> list[str]:
        """Of ours."""
        return [name for name in self.cluster.names if name not in ("mariadb", "redis", "sandbox")]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    with (
        listening(folder / "notify") as said,
        collecting() as collector,
        running_cluster(
            folder / "all", workers=1, clocks=1, relays=1,
            environment={
                "NOTIFY_SOCKET": str(folder / "notify"),
                "TRACES_URL": collector.url,
                # OpenTelemetry's own, in milliseconds.
                "OTEL_BSP_SCHEDULE_DELAY": "100",
            },
        ) as cluster,
    ):  # fmt: skip
        yield Watched(cluster, said, collector)


@contextlib.contextmanager
def listening(path: Path) -> Iterator[dict[int, list[str]]]:
    """What is said to us, as to systemd, by each process."""
    said: dict[int, list[str]] = defaultdict(list)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        line.bind(str(path))
        threading.Thread(target=_hear, args=(line, said), daemon=True).start()
        yield said
        line.shutdown(socket.SHUT_RDWR)


def _hear(line: socket.socket, said: dict[int, list[str]]) -> None:
    while True:
        text, told, *_ = line.recvmsg(256, socket.CMSG_SPACE(_CREDENTIALS.size))
        if not text:
            return
        speaker, _, _ = _CREDENTIALS.unpack(told[0][2][: _CREDENTIALS.size])
        said[speaker].append(text.decode())


class TestSystemd:
    def test_hears_that_each_is_ready_and_then_that_it_goes_on(self, watched):
        for name in ("services-1", "background", "clock-1", "relay-1"):
            _hears(watched, [watched.cluster.pid(name)])

    def test_hears_it_of_workers_from_the_process_that_works(self, watched):
        for name in ("closer-1", "worker-1", "payments-1", "delivery-1", "mail-1", "images-1"):
            _hears(watched, watched.children(name))


def _hears(watched: Watched, pids: list[int]) -> None:
    (said,) = (watched.said[pid] for pid in pids if pid in watched.said or len(pids) == 1)
    wait_until("three words", lambda: len(said) >= 3)
    assert (said[0], set(said[1:])) == ("READY=1", {"WATCHDOG=1"})


def _names(text: str) -> set[str]:
    found = set(_METRIC.findall(re.sub(r'"[^"]*"|\[[^\]]*\]', "", text)))
    return {name for name in found if name.startswith((*_OURS, *_FOREIGN))}


def _expressions(board: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]


def _exposed(page: str) -> set[str]:
    """Names of series, also of those that nothing was counted in yet."""
    names: set[str] = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE):
        ends = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        names |= {name + end for end in ends}
    return names


@pytest.fixture(scope="module")
def pages(watched: Watched) -> dict[str, str]:
    """What each process tells who scrapes it, once somebody has asked for something."""
    requests.get(f"http://{HOST}:{watched.cluster.edge_ports[0]}/v1/categories", timeout=60)
    return {name: watched.page(name) for name in watched.names}


@pytest.fixture(scope="module")
def balancer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What HAProxy tells by our own file, though it finds nobody to lead to."""
    folder, database, metrics = tmp_path_factory.mktemp("haproxy"), free_port(), free_port()
    text = (ROOT / "deploy" / "haproxy" / "haproxy.cfg").read_text()
    for theirs, ours in (("127.0.0.1:3306", database), ("127.0.0.1:8405", metrics)):
        assert theirs in text
        text = text.replace(theirs, f"{HOST}:{ours}")
    (folder / "haproxy.cfg").write_text(text.replace("10.0.0.1", "127.0.0.1"))
    command = ["/usr/sbin/haproxy", "-db", "-f", str(folder / "haproxy.cfg")]
    with running(command, folder / "haproxy.log"):
        wait_until("HAProxy", lambda: listens(metrics))
        yield requests.get(f"http://{HOST}:{metrics}/metrics", timeout=60).text
        assert requests.get(f"http://{HOST}:{metrics}/", timeout=60).status_code == 403


class TestPrometheus:
    def test_is_told_everything_that_alerts_and_dashboards_ask_for(self, pages, balancer):
        exposed = set().union(*map(_exposed, (*pages.values(), balancer)))
        asked = _names(re.sub(r"(?m)^ +(summary|action|docs):.*$", "", _RULES.read_text()))
        for board in _BOARDS:
            asked |= _names("\n".join(_expressions(json.loads(board.read_text()))))
        ours = {name for name in asked if not name.startswith(_FOREIGN)}
        assert len(ours) > 20
        assert ours - exposed == set()

    def test_is_told_what_waits_by_the_clock(self, pages):
        told = set(re.findall(r'pikcur_waiting\{what="([^"]+)"\}', pages["clock-1"]))
        asked = re.findall(r'what=~?"([^"]+)"', _RULES.read_text())
        assert [what for what in asked if not any(re.fullmatch(what, one) for one in told)] == []
        assert told
        assert 'pikcur_queue_oldest_seconds{queue="closing"}' in pages["clock-1"]

    def test_is_told_by_each_process_of_itself(self, pages):
        counted = {
            "edge-1": "pikcur_http_requests_total{",
            "services-1": 'pikcur_rpc_seconds_count{method="Catalogue/ListCategories"} 1.0',
            "background": 'pikcur_rpcs_total{code="OK",method=',
            "payments-1": 'pikcur_jobs_total{actor="look_at_payments",end="DONE"}',
            "relay-1": "relay_redis_up 1.0",
        }
        assert [name for name, line in counted.items() if line not in pages[name]] == []
        for name in set(pages) - {"edge-1"}:
            assert "process_cpu_seconds_total" in pages[name], name


class TestATrace:
    def test_leads_from_a_click_to_a_screen(self, watched):
        cluster, collector = watched.cluster, watched.collector
        stocked = stock(cluster, members=1, goods=1)
        (goods_id,), (token,) = stocked.goods_ids, stocked.tokens.values()
        trace_id, click = secrets.token_hex(16), secrets.token_hex(8)
        with Client(f"ws://{HOST}:{cluster.relay_ports[0]}/ws") as screen:
            screen.connect()
            screen.subscribe(f"/topic/goods/{goods_id}")
            answer = requests.post(
                f"http://{HOST}:{cluster.edge_ports[0]}/v1/goods/{goods_id}/bids",
                json={"amount": 10_000},
                headers={
                    "Authorization": f"Bearer {token}",
                    "Idempotency-Key": "the click",
                    "traceparent": f"00-{trace_id}-{click}-01",
                },
                timeout=60,
            )
            assert answer.status_code == 201, answer.text
            (message,) = screen.messages(1)
        _, told, shown, _ = message.headers["traceparent"].split("-")
        assert told == trace_id
        assert wait_until("the relay's span", lambda: collector.span(shown)).name == "deliver"
        assert _way(collector, trace_id, "deliver", steps=6) == [
            ("edge", "POST /v1/goods/{goods_id:id}/bids"),
            ("edge", "Auctions/PlaceBids"),
            ("services", "Auctions/PlaceBids"),
            ("services", "place bids"),
            ("services", "tell BidsPlaced"),
            ("relay", "deliver"),
        ]

    def test_is_named_as_the_example_of_a_metric(self, watched):
        told = watched.page("services-1", kind="application/openmetrics-text")
        ids = re.findall(r'method="Auctions/PlaceBids".*# \{trace_id="(\w{32})"\}', told)
        assert ids
        assert wait_until("its spans", lambda: watched.collector.way_to(ids[0], "place bids"))

    def test_leads_through_jobs_and_their_log(self, watched):
        cluster, trace_id = watched.cluster, secrets.token_hex(16)
        requests.post(
            f"http://{HOST}:{cluster.edge_ports[0]}/v1/auth/email-codes",
            json={"email": "ann@example.com", "purpose": "SIGN_UP"},
            headers={"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01"},
            timeout=60,
        )
        name = "Members/IssueEmailCode"
        assert _way(watched.collector, trace_id, name, steps=8) == [
            ("edge", "POST /v1/auth/email-codes"),
            ("edge", "Members/RequestEmailCode"),
            ("services", "Members/RequestEmailCode"),
            ("services", "tell EmailCodeRequested"),
            ("worker", "job react"),
            ("worker", "job mail_email_code"),
            ("worker", name),
            ("services", name),
        ]
        for process in ("edge-1", "worker-1", "mail-1"):
            log = cluster.logs / f"{process}.log"
            wait_until("its line", lambda log=log: f'"trace_id":"{trace_id}"' in log.read_text())


def _way(collector: Collector, trace_id: str, name: str, *, steps: int) -> list[tuple[str, str]]:
    wait_until(name, lambda: len(collector.way_to(trace_id, name)) >= steps)
    return collector.way_to(trace_id, name)


def _promtool(*arguments: str) -> str:
    done = subprocess.run(
        ["promtool", *arguments], capture_output=True, text=True, check=False,
        cwd=ROOT / "deploy" / "prometheus",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class TestAlerts:
    def test_are_understood(self):
        _promtool("check", "config", "prometheus.yml")

    def test_are_raised_when_they_should_be(self):
        _promtool("test", "rules", str(ROOT / "tests" / "deploy" / "alerts.yml"))

    def test_are_for_each_process_of_the_procfile(self):
        jobs = re.findall(
            r"job_name: pikcur-(\w+)", _RULES.parent.with_name("prometheus.yml").read_text()
        )
        names = [line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()]
        assert jobs == ["edge" if name == "web" else name for name in names[1:]]
        for number, name in enumerate(names[1:], start=9301):
            unit = (ROOT / "deploy" / "systemd" / f"pikcur-{name}.service").read_text()
            assert f"METRICS_PORT={number}" in unit
            job = "edge" if name == "web" else name
            config = _RULES.parent.with_name("prometheus.yml").read_text()
            assert f":{number}" in config.split(f"job_name: pikcur-{job}\n")[1].split("job_name")[0]

    def test_lead_to_a_section_that_says_what_to_do(self):
        sections = re.findall(
            r"^### (\w+)$", (ROOT / "docs" / "operating.md").read_text(), re.MULTILINE
        )
        rules = re.findall(r"- alert: (\w+)", _RULES.read_text())
        assert sections == rules
        leading = re.findall(r"docs: docs/operating.md#(\w+)", _RULES.read_text())
        assert leading == [rule.lower() for rule in rules]
        assert _RULES.read_text().count("action: ") == len(rules)
