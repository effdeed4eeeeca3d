"""How does mail go out? By SMTP, with TLS wherever the server offers it, or nowhere without."""

import contextlib
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import formatdate, make_msgid, parseaddr
from html import escape
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from workers.clients import breakers
from workers.failures import Final

#: TLS if the server offers it; by STARTTLS in any case; from the start.
_OFFERED, _REQUIRED, _FROM_THE_START = "smtp", "smtp+starttls", "smtps"


class _Link(UnstructuredHeader):
    """A link on one line: programs would not put together again what was broken up."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Link)  # type: ignore[arg-type]
_POLICY = default.clone(header_factory=_HEADERS)


class MailRefused(Final):
    """The mail server will not take this mail, now or ever."""


#: It is there, whatever it makes of this mail.
_ANSWERS = (
    MailRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
)


@dataclass(frozen=True)
class MailServer:
    url: str
    sender: str
    #: In unix seconds.
    now: Callable[[], float] = time.time
    #: In seconds, until a server that says nothing is away.
    timeout: float = 10
    breaker: breakers.Breaker = field(
        default_factory=lambda: breakers.breaker("the mail server", answers=_ANSWERS)
    )

    def __post_init__(self) -> None:
        with contextlib.suppress(ValueError):
            # What is said of a bad port may be a part of the password.
            parts = urlsplit(self.url)
            is_known = parts.scheme in (_OFFERED, _REQUIRED, _FROM_THE_START)
            if is_known and parts.hostname and parts.port != 0:
                return
        raise ValueError(
            "it must be smtp://[user:password@]host:port, smtp+starttls:// or smtps://"
        )

    def send(self, **mail: Any) -> None:
        """
        This function will hand one mail to the server, as `Line.send` does, and hang up.

        :raises MailRefused: if the server, or the mailbox, will never take it
        :raises SMTPException, OSError: if it was not taken now; trying again later may help
        """
        with self.line() as line:
            line.send(**mail)

    @contextlib.contextmanager
    def line(self) -> Iterator["Line"]:
        """This function will keep a line to the server for as long as the block lasts."""
        line = Line(self)
        try:
            yield line
        finally:
            line.hang_up()

    def message(
        self,
        *,
        to: str,
        subject: str,
        text: str,
        message_id: str | None = None,
        unsubscribe_url: str = "",
        attached: Mapping[str, bytes] = MappingProxyType({}),
    ) -> EmailMessage:
        """
        This function will write a mail, with zips by their names.

        With `unsubscribe_url` its reader's program ends such mails with one click: RFC 8058.
        """
        message = EmailMessage(_POLICY)
        message["From"] = self.sender
        message["To"] = to
        message["Subject"] = subject
        message["Date"] = formatdate(self.now())
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        message["Message-ID"] = (
            f"<{message_id}@{domain}>" if message_id else make_msgid(domain=domain)
        )
        if unsubscribe_url:
            message["List-Unsubscribe"] = f"<{unsubscribe_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(text)
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)
        message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
        for name, content in attached.items():
            message.add_attachment(content, maintype="application", subtype="zip", filename=name)
        return message

    def connect(self) -> smtplib.SMTP:
        """:raises SMTPException, OSError: if the server is not there"""
        parts = urlsplit(self.url)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == _FROM_THE_START:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=self.timeout, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=self.timeout)
            server.ehlo()
            if parts.scheme == _REQUIRED or server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


class Line:
    """By which mails go to a server one after the other; made anew after one that broke it."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def send(self, **mail: Any) -> None:
        """
        This function will hand one mail, as `MailServer.message` writes it, to the server.

        :raises MailRefused: if the server, or the mailbox, will never take it
        :raises ProviderAway: if the server has taken none of several others just now
        :raises SMTPException, OSError: if it was not taken now; trying again later may help
        """
        self._server.breaker.call(self._hand_over, self._server.message(**mail))

    def _hand_over(self, message: EmailMessage) -> None:
        self._connection = self._connection or self._server.connect()
        try:
            with _refusals():
                self._connection.send_message(message)
        except (smtplib.SMTPException, OSError):
            self.hang_up()
            raise

    def hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()
            self._connection = None


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Tells what is final, by its first digit, from what is not. RFC 5321, 4.2.1."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        if code >= 500:
            raise MailRefused(f"{code} {said!r}") from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise MailRefused(f"{error.smtp_code} {error.smtp_error!r}") from error
        raise
