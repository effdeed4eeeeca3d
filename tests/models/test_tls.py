"""Is a database that does not prove who it is, or speaks in the clear, refused?"""

import ssl
from collections.abc import Iterator

import peewee
import pytest

from bench.servers.processes import free_port, running, wait_for
from bench.servers.stores import answers_sql, mariadb_command
from models.dialect import open_database
from tests.support.certificates import Certificate, make_certificate
from tests.support.servers import HOST


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Iterator[int]:
    """Where a MariaDB listens that offers TLS."""
    folder, number = tmp_path_factory.mktemp("mariadb-tls"), free_port()
    files = [f"--ssl-cert={certificate.certificate}", f"--ssl-key={certificate.key}"]
    log = folder / "mariadb.log"
    with running([*mariadb_command(folder, number), *files], log):
        wait_for("MariaDB", lambda: answers_sql(number), log)
        yield number


def _cipher(url: str) -> str:
    database = open_database(url)
    with database.connection_context():
        return str(database.execute_sql("SHOW STATUS LIKE 'Ssl_cipher'").fetchone()[1])


class TestADatabaseThatHasToProveItself:
    def test_is_spoken_to_by_tls(self, port, certificate):
        url = f"mysql://root@{HOST}:{port}/mysql"

        assert _cipher(f"{url}?ssl-mode=verify&ssl-ca={certificate.certificate}").startswith("TLS")
        assert _cipher(url) == ""

    def test_is_refused_when_it_speaks_in_the_clear(self, mariadb_url, certificate):
        url = f"{mariadb_url}/mysql?ssl-mode=verify&ssl-ca={certificate.certificate}"

        with pytest.raises(peewee.OperationalError, match="SSL"):
            _cipher(url)

    def test_is_refused_when_nobody_vouches_for_it(self, port):
        with pytest.raises((peewee.OperationalError, ssl.SSLError), match="certificate"):
            _cipher(f"mysql://root@{HOST}:{port}/mysql?ssl-mode=verify")

    def test_is_refused_when_it_is_another(self, port, certificate):
        url = f"mysql://root@localhost:{port}/mysql?ssl-mode=verify"

        with pytest.raises((peewee.OperationalError, ssl.SSLError), match="certificate"):
            _cipher(f"{url}&ssl-ca={certificate.certificate}")

    @pytest.mark.parametrize(
        "options",
        ["ssl-mode=perhaps", "ssl-mode", "ssl_mode=verify", "ssl-mode=verify&ssl-ca=/nowhere",
         "ssl-ca=/nowhere", "ssl-mode=verify&more=1"],
    )  # fmt: skip
    def test_is_not_asked_for_in_words_that_mean_nothing(self, options):
        with pytest.raises(ValueError, match="it must be mysql://"):
            open_database(f"mysql://root@{HOST}:3306/mysql?{options}")
