"""Is a mail server that does not prove who it is, or speaks in the clear, refused?"""

import smtplib
import ssl
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.support.certificates import Certificate, make_certificate
from tests.support.servers import HOST, free_port
from workers.clients.mail import MailServer

MAIL = {"to": "ann@example.com", "subject": "a", "text": "b"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def _serving(**options: object) -> Controller:
    return Controller(Sink(), hostname=HOST, port=free_port(), **options)


@pytest.fixture
def in_the_clear() -> Iterator[int]:
    server = _serving()
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def with_starttls(certificate: Certificate) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.certificate, certificate.key)
    server = _serving(tls_context=context, require_starttls=True)
    server.start()
    yield server.port
    server.stop()


def _send(url: str) -> None:
    MailServer(url, "no-reply@pikcur.example").send(**MAIL)


class TestAServerThatHasToStartTls:
    def test_is_refused_when_it_speaks_in_the_clear(self, in_the_clear):
        with pytest.raises(smtplib.SMTPNotSupportedError):
            _send(f"smtp+starttls://{HOST}:{in_the_clear}")
        _send(f"smtp://{HOST}:{in_the_clear}")

    @pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls"])
    def test_is_refused_when_nobody_vouches_for_it(self, with_starttls, scheme):
        with pytest.raises(ssl.SSLCertVerificationError):
            _send(f"{scheme}://{HOST}:{with_starttls}")

    def test_takes_mail_when_it_has_proven_itself(self, with_starttls, certificate, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))

        _send(f"smtp+starttls://{HOST}:{with_starttls}")
