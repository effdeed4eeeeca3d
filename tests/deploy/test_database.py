"""Does everybody write to one node, and to another when that one is lost?"""

import contextlib
import re
import runpy
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymysql
import pytest
import requests

from tests.support.galera import Node, galera
from tests.support.servers import HOST, ROOT, free_port, listens, running
from tests.support.waiting import wait_until

_check = runpy.run_path(str(ROOT / "deploy" / "mariadb" / "check.py"))


@dataclass(frozen=True)
class Checked:
    """A node, and the port at which HAProxy asks after it."""

    node: Node
    port: int

    def is_well(self) -> bool:
        return requests.get(f"http://{HOST}:{self.port}/", timeout=5).status_code == 200


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Checked]]:
    """Two, each a cluster by itself."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(_checked(tmp_path_factory.mktemp("node"))) for _ in range(2)]


@contextlib.contextmanager
def _checked(folder: Path) -> Iterator[Checked]:
    port = free_port()
    program = ROOT / "deploy" / "mariadb" / "check.py"
    with galera(folder, ROOT / "deploy" / "mariadb" / "galera.cnf") as node:
        command = [sys.executable, str(program), str(port), str(node.socket)]
        with running(command, folder / "check.log"):
            wait_until("the check", lambda: listens(port))
            yield Checked(node, port)


@pytest.fixture(scope="module")
def balanced(nodes: list[Checked], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of HAProxy in front of them."""
    folder, port, metrics = tmp_path_factory.mktemp("haproxy"), free_port(), free_port()
    text = (ROOT / "deploy" / "haproxy" / "haproxy.cfg").read_text()
    config = folder / "haproxy.cfg"
    first, second = nodes
    for theirs, ours in (
        ("bind 127.0.0.1:3306", f"bind {HOST}:{port}"),
        ("bind 127.0.0.1:8405", f"bind {HOST}:{metrics}"),
        ("check port 9200", "check"),
        ("10.0.0.11:3306", f"{HOST}:{first.node.port} port {first.port}"),
        ("10.0.0.12:3306", f"{HOST}:{second.node.port} port {second.port}"),
        ("    server data-3 10.0.0.13:3306 backup # yours\n", ""),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    config.write_text(text)
    with running(["/usr/sbin/haproxy", "-db", "-f", str(config)], folder / "haproxy.log"):
        wait_until("HAProxy", lambda: listens(port))
        yield port


def _connected(port: int) -> pymysql.Connection:
    return pymysql.connect(host=HOST, port=port, user="root", ssl_disabled=True, read_timeout=5)


def _node_of(line: pymysql.Connection) -> int | None:
    """The port of the node that answers, if one does."""
    try:
        with line.cursor() as cursor:
            cursor.execute("SELECT @@port")
            return int(cursor.fetchone()[0])
    except pymysql.MySQLError:
        return None


def _answers(balanced: int, of: Checked) -> bool:
    try:
        with _connected(balanced) as line:
            return _node_of(line) == of.node.port
    except pymysql.MySQLError:
        return False


class TestANodeIsAskedAfter:
    def test_and_takes_writes_while_it_is_of_its_cluster(self, nodes):
        node = nodes[1].node
        assert nodes[1].is_well()
        node.lose()
        assert not nodes[1].is_well()
        node.find()
        node.run("SET GLOBAL read_only = 1")
        assert not nodes[1].is_well()
        node.run("SET GLOBAL read_only = 0")
        assert nodes[1].is_well()


class TestHAProxy:
    def test_leads_all_to_the_first_and_to_the_next_while_it_is_lost(self, nodes, balanced):
        first, second = nodes
        wait_until("the first", lambda: _answers(balanced, first))
        line = _connected(balanced)
        first.node.lose()
        wait_until("the second", lambda: _answers(balanced, second))
        assert _node_of(line) is None
        standing_in = _connected(balanced)
        first.node.find()
        wait_until("the first again", lambda: _answers(balanced, first))
        assert _node_of(standing_in) is None


def _value(text: str, name: str) -> str:
    found = re.search(rf'^{name} ?= ?"?([^"\n]*)', text, re.MULTILINE)
    assert found is not None, name
    return found[1]


class TestTheArbiter:
    def test_has_a_voice_in_the_same_cluster_by_the_same_times(self):
        node, arbiter = (
            (ROOT / "deploy" / "mariadb" / name).read_text() for name in ("galera.cnf", "garb")
        )
        assert _value(arbiter, "GALERA_GROUP") == _value(node, "wsrep_cluster_name")
        assert _value(arbiter, "GALERA_OPTIONS") == _value(node, "wsrep_provider_options")


class TestAClock:
    @pytest.mark.parametrize(
        ("others_ahead", "was_off", "is_off"),
        [
            ([5.0, 5.1], False, True),
            ([-5.0, -5.2], False, True),
            # The other one is wrong, for two agree.
            ([0.1, 5.0], False, False),
            ([0.1, 0.2], True, False),
            # Who is wrong is not known, or was known before.
            ([5.0], False, False),
            ([5.0], True, True),
            ([5.0, -3.0], False, False),
            ([], True, True),
        ],
    )
    def test_is_wrong_if_others_agree_on_another_time(self, others_ahead, was_off, is_off):
        assert _check["is_off"](others_ahead, was_off=was_off) is is_off
