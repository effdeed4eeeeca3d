"""Is a transaction done, and done once, whatever happens to its connection meanwhile?"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import peewee
import pytest

from grpc_services.facts import atomic, repeatable
from grpc_services.server import is_database_there
from models.base import database as tables
from models.catalogue import Brand
from models.dialect import is_connection_lost, open_database
from models.outbox import OutboxFact
from tests.support.galera import Node, galera


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with galera(tmp_path_factory.mktemp("galera")) as node:
        with (database := open_database(node.url)).bind_ctx([Brand, OutboxFact]):
            database.create_tables([Brand, OutboxFact])
            database.close()
        yield node


@pytest.fixture
def node(cluster: Node) -> Iterator[Node]:
    """A node with empty tables, which are open."""
    tables.initialize(open_database(cluster.url))
    tables.connect()
    yield cluster
    cluster.find()
    # Its connection may be the one that was cut.
    tables.close()
    with tables.connection_context():
        Brand.delete().execute()


def brands() -> int:
    return Brand.select().count()


class TestANodeWithoutItsCluster:
    def test_is_left_for_another_in_the_midst_of_a_transaction(self, node):
        is_lost = threading.Event()

        @atomic
        def rule() -> None:
            Brand.create(name="나이키", name_en="Nike")
            if not is_lost.is_set():
                node.lose()
                is_lost.set()
            Brand.create(name="푸마", name_en="Puma")

        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(rule)
            assert is_lost.wait(60)
            node.find()
            done.result(60)
            pool.submit(tables.close)

        assert brands() == 2

    def test_is_not_there_though_it_answers(self, node):
        assert is_database_there()

        node.lose()

        with pytest.raises(peewee.PeeweeException) as lost:
            is_database_there()
        assert is_connection_lost(lost.value)
        assert tables.execute_sql("SELECT 1").fetchone() == (1,)


class TestACommitOfWhichNobodyKnows:
    @pytest.fixture
    def written(self, node):
        """How often a rule has written, whose connection is cut before its COMMIT, once."""
        times: list[int] = []

        def rule() -> None:
            Brand.create(name=f"나이키 {len(times)}", name_en="Nike")
            if not times:
                node.run(f"KILL {tables.execute_sql('SELECT CONNECTION_ID()').fetchone()[0]}")
            times.append(1)

        self.rule = rule
        return times

    def test_is_told_to_who_asked(self, written):
        with pytest.raises(peewee.PeeweeException) as lost:
            atomic(self.rule)()

        assert is_connection_lost(lost.value)
        assert len(written) == 1

    def test_is_tried_again_by_who_would_find_what_it_did(self, written):
        repeatable(self.rule)()

        assert (len(written), brands()) == (2, 1)
