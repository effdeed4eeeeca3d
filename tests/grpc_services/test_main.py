"""Do the services refuse to begin where they could not go on?"""

import pytest

import settings
from grpc_services.__main__ import connect
from models.base import database as tables
from models.dialect import open_database
from tests.support import factories


@pytest.fixture
def few(migrated_mariadb: str) -> str:
    """A database whose user may have twelve connections."""
    tables.initialize(open_database(migrated_mariadb))
    with tables.connection_context():
        tables.execute_sql("CREATE USER few@'%%' WITH MAX_USER_CONNECTIONS 12")
        tables.execute_sql("GRANT ALL ON *.* TO few@'%%'")
    return migrated_mariadb.replace("root@", "few@")


class TestServices:
    def test_name_the_connections_that_they_would_not_get(self, few, redis_url):
        environ = factories.environ(few, redis_url)

        connect(settings.load(environ=environ | {"SERVICES_THREADS": "6"}))

        with pytest.raises(SystemExit) as ended:
            connect(settings.load(environ=environ))
        assert str(ended.value) == (
            "DATABASE_URL: it takes 12 connections, and each process makes 14."
        )
