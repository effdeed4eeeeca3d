"""What do all processes have in common? Their settings, each declared once, and how they log.

A setting is read from the environment variable of the same name in capitals. Only the composition
roots (the `__main__` modules, the gunicorn configuration, `bin/`) import this module; everything
else is handed values. `python -m settings` lists them all.
"""

import gc
import logging
import os
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from mmap import mmap
from pathlib import Path
from typing import IO, Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Meta, Struct

Seconds = Annotated[float, Meta(gt=0)]
Port = Annotated[str, Meta(pattern=r"^[^:]+:\d{1,5}$", description="host:port")]
#: Goes into a header of each call; a person does not think it up.
Secret = Annotated[str, Meta(pattern=r"^[!-~]{16,}\Z", description="16 or more ASCII characters")]
Increments = tuple[tuple[int | None, int], ...]


def says(sentence: str) -> Meta:
    return Meta(description=sentence)


class Settings(Struct, frozen=True, kw_only=True):
    # Where things are
    database_url: Annotated[
        str | None,
        says(
            "mysql://user:password@host:port/name, or sqlite:///path for one machine; with "
            "?ssl-mode=verify[&ssl-ca=FILE] MariaDB has to prove itself by TLS."
        ),
    ] = None
    database_seconds: Annotated[
        Annotated[int, Meta(ge=1)],
        says(
            "Seconds in which MariaDB answers the services, or the connection counts as lost; to "
            "MariaDB one does that rests for half as long in a transaction."
        ),
    ] = 5
    redis_url: Annotated[
        str | None,
        says(
            "redis://[user:password@]host:port, or redis+sentinel://…host:port,host:port/service; "
            "rediss for TLS, ?ssl_ca_certs=FILE. Databases 0, 1, 2 are used, or from /number on."
        ),
    ] = None
    redis_copies: Annotated[
        Annotated[int, Meta(ge=0)],
        says("Copies of Redis that must have news before it counts as told; 0 waits for none."),
    ] = 0
    redis_copies_seconds: Annotated[
        Seconds, says("How long copies may take until the same news is told once more.")
    ] = 0.5
    services_address: Annotated[Port, says("Where the gRPC services listen.")] = "127.0.0.1:8051"
    services_target: Annotated[
        str | None,
        says("gRPC target of the services: ipv4:10.0.0.1:8051,10.0.0.2:8051 or dns:///name:8051."),
    ] = None
    services_connection_seconds: Annotated[
        Seconds,
        says("How long edge and workers keep a connection; then they ask dns:/// who is there."),
    ] = 300
    services_certificate: Annotated[
        str | None, says("File of the services' certificates, PEM; with it they speak TLS only.")
    ] = None
    services_key: Annotated[
        str | None, says("File of the key to it, PEM; both are read when the services begin.")
    ] = None
    services_ca: Annotated[
        str | None,
        says("File of whom edge and workers trust to vouch for the services, which then have to."),
    ] = None
    background_address: Annotated[
        Port, says("Where the services listen that jobs ask, apart from those that bids go to.")
    ] = "127.0.0.1:8052"
    background_target: Annotated[str | None, says("gRPC target of the services that jobs ask.")] = (
        None
    )
    web_address: Annotated[Port, says("Where the HTTP edge listens.")] = "127.0.0.1:8000"
    web_processes: Annotated[int, says("Processes of the HTTP edge; one a core.")] = 2
    web_proxies: Annotated[
        tuple[str, ...],
        says("JSON: addresses or networks of proxies whose X-Forwarded-For is believed; * is any."),
    ] = ()
    web_url: Annotated[
        str,
        says(
            "The edge as browsers see it; uploads, pictures and links in mails are below it, and "
            "over https its cookies are Secure."
        ),
    ] = "http://127.0.0.1:8000"
    web_origins: Annotated[
        tuple[str, ...],
        says("JSON: origins of pages elsewhere that may call the edge; * is any, without cookies."),
    ] = ()
    web_pages: Annotated[
        str | None,
        says("Folder of the built shop and console; without it somebody else serves them."),
    ] = None
    web_connections_per_address: Annotated[
        int, says("Connections from one address, to each process of the edge; proxies' are free.")
    ] = 200
    relay_address: Annotated[Port, says("Where the relay listens.")] = "127.0.0.1:8001"
    relay_url: Annotated[str, says("The relay as browsers see it.")] = "http://127.0.0.1:8001"
    metrics_host: Annotated[
        str, says("Address at which metrics are told: of a network that only machines of ours use.")
    ] = "127.0.0.1"
    metrics_port: Annotated[
        Annotated[int, Meta(ge=1, le=65535)] | None,
        says("Port at which this process tells its metrics; nowhere unless it is set."),
    ] = None
    metrics_folder: Annotated[
        str | None, says("An empty folder in which processes of an edge add up their metrics.")
    ] = None
    traces_url: Annotated[
        str | None,
        says("Where spans are sent, as https://collector:4318/v1/traces (OTLP); not unless set."),
    ] = None
    traces_share: Annotated[
        Annotated[float, Meta(ge=0, le=1)], says("Share of the requests that are traced.")
    ] = 1.0

    # Tokens
    token_private_key: Annotated[
        str | None, says("Ed25519 private key, PEM; signs access tokens and bid receipts.")
    ] = None
    token_public_keys: Annotated[
        str | None, says("Ed25519 public keys, PEM, one after another; all are accepted.")
    ] = None
    pseudonym_secret: Annotated[
        str | None,
        says(
            "Names bidders in public logs, and keys what is kept of codes and tokens; never "
            "changes, or old logs seem changed."
        ),
    ] = None
    access_token_seconds: Annotated[Seconds, says("Life of an access token.")] = 900
    refresh_token_seconds: Annotated[Seconds, says("Life of an unused refresh token.")] = 30 * 86400
    refresh_grace_seconds: Annotated[
        Seconds, says("How long a refresh token may be used again by a doubled request.")
    ] = 10

    session_seconds: Annotated[
        Seconds, says("Life of a session, however often it is refreshed.")
    ] = 90 * 86400
    sessions_most: Annotated[
        Annotated[int, Meta(ge=1)],
        says("Sessions of one member; with one more the longest unused ends."),
    ] = 20

    # Who calls
    edge_secret: Annotated[
        Secret | None, says("Proves to the services that the HTTP edge calls; both have it.")
    ] = None
    worker_secret: Annotated[
        Secret | None, says("Proves to the services that a worker calls; both have it.")
    ] = None
    edge_old_secret: Annotated[
        Secret | None, says("The one before, as long as edges may still call by it.")
    ] = None
    worker_old_secret: Annotated[
        Secret | None, says("The one before, as long as workers may still call by it.")
    ] = None

    # Limits
    email_codes_per_minute: Annotated[int, says("E-mail codes to one address a minute.")] = 1
    email_codes_per_hour: Annotated[int, says("E-mail codes to one address an hour.")] = 5
    email_codes_per_client: Annotated[
        int, says("E-mail codes that one client may ask for in an hour, to whatever addresses.")
    ] = 30
    sign_ins: Annotated[
        int, says("Sign-ins, right or wrong, of one login id from one client in 15 minutes.")
    ] = 30
    sign_in_failures: Annotated[
        int, says("Failed sign-ins of one login id from one client in 15 minutes.")
    ] = 10
    sign_in_failures_per_address: Annotated[
        int, says("Failed sign-ins from one client in 15 minutes, of whatever login ids.")
    ] = 100
    sign_in_failures_per_login_id: Annotated[
        int,
        says(
            "Failed sign-ins of one login id in 15 minutes; then only clients from which its "
            "member has signed in may try."
        ),
    ] = 100

    bids_per_minute: Annotated[
        Annotated[int, Meta(ge=0)],
        says("Bids of one member a minute, in each process of the edge; 0 is without limit."),
    ] = 300
    webhooks_per_minute: Annotated[
        Annotated[int, Meta(ge=0)],
        says(
            "Unsigned webhooks of one address a minute, in each process of the edge; 0 is without "
            "limit. PortOne sends all of them from few addresses; what is refused is found by "
            "asking PortOne a little later."
        ),
    ] = 6_000

    # Auctions
    bid_increments: Annotated[
        Increments, says("JSON: pairs of price below which, and the least step; the last has null.")
    ] = (
        (10_000, 500),
        (50_000, 1_000),
        (100_000, 2_000),
        (500_000, 5_000),
        (1_000_000, 10_000),
        (None, 50_000),
    )
    soft_close_seconds: Annotated[Seconds, says("A bid this close to the end moves the end.")] = 180
    soft_close_extensions: Annotated[int, says("How often the end may move.")] = 20
    reservation_seconds: Annotated[
        Seconds, says("How long goods are kept for a buyer who pays at buy-now.")
    ] = 600
    auction_seconds_min: Annotated[Seconds, says("The shortest auction allowed.")] = 3600
    auction_seconds_max: Annotated[Seconds, says("The longest auction allowed.")] = 30 * 86400
    ending_soon_seconds: Annotated[
        Seconds, says("How long before its end who likes or has bid on goods is told of it.")
    ] = 1800
    bid_batch_most: Annotated[
        Annotated[int, Meta(ge=1, le=256)], says("Bids that are placed in one transaction.")
    ] = 256
    bid_lanes: Annotated[int, says("Database connections that place bids, in each process.")] = 2
    services_threads: Annotated[
        int,
        says(
            "Database connections for everything else, in each process; with lanes and four more "
            "that makes 14, which MariaDB's max_connections has to allow."
        ),
    ] = 8
    clock_seconds: Annotated[Seconds, says("How often the clock asks what ends soon.")] = 1

    # Money
    payout_provider: Annotated[
        Literal["manual"], says("By whom sellers are paid: by files that a bank takes.")
    ] = "manual"
    payout_minimum: Annotated[
        int, Meta(ge=1), says("The least, in won, that a seller is paid out.")
    ] = 1_000
    payment_due_seconds: Annotated[Seconds, says("How long a winner has to pay.")] = 72 * 3600
    second_chance_seconds: Annotated[
        Seconds, says("How long who bid next has to take what was not paid for.")
    ] = 24 * 3600
    ship_days: Annotated[int, says("How many business days a seller has to ship.")] = 3
    confirm_days: Annotated[
        int, says("How many days after its arrival a buyer's word is taken for granted.")
    ] = 7
    parcel_lost_days: Annotated[
        int, says("How many days more a parcel may stand still until the operator decides.")
    ] = 14
    case_open_days: Annotated[
        int, says("How many days after its arrival a buyer may open a case.")
    ] = 7
    case_wait_days: Annotated[
        int, says("How many days after shipping a buyer may say that nothing has come.")
    ] = 7
    case_answer_days: Annotated[int, says("How many days an offer in a case stands.")] = 3
    case_send_back_days: Annotated[int, says("How many days a buyer has to send goods back.")] = 5
    case_arrive_days: Annotated[
        int, says("How many days a parcel may be on its way back until it counts as arrived.")
    ] = 14
    case_inspect_days: Annotated[
        int, says("How many days a seller has to look at what has come back.")
    ] = 3
    case_decide_days: Annotated[int, says("How many days the operator has to decide.")] = 14
    case_rounds: Annotated[int, says("How many offers and rejections there may be in a case.")] = 6
    payment_poll_seconds: Annotated[
        Seconds,
        says("How often what nobody reported or finished is looked for: payments, refunds, wins."),
    ] = 300
    payment_provider: Annotated[
        Literal["PORTONE", "PORTONE_V2"],
        says("With whom payments are begun: V1 or V2 of PortOne; those begun stay where they are."),
    ] = "PORTONE"
    portone_url: Annotated[str, says("PortOne V1.")] = "https://api.iamport.kr"
    portone_imp_key: Annotated[str | None, says("PortOne V1 REST key.")] = None
    portone_imp_secret: Annotated[str | None, says("PortOne V1 REST secret.")] = None
    payment_window_url: Annotated[
        str | None,
        says("Page where buyers pay; without it fronts start PortOne's own SDK."),
    ] = None
    portone_store_key: Annotated[
        str | None, says("PortOne store code that the browser SDK is started with.")
    ] = None
    portone_v2_url: Annotated[str, says("PortOne V2.")] = "https://api.portone.io"
    portone_v2_secret: Annotated[str | None, says("PortOne V2 API secret.")] = None
    portone_v2_store_id: Annotated[str | None, says("PortOne V2 store.")] = None
    portone_v2_channel_key: Annotated[
        str | None, says("PortOne V2 channel that the browser SDK pays by.")
    ] = None
    portone_v2_webhook_secret: Annotated[
        str | None, says("By what PortOne V2 signs its webhooks: whsec_ and the base64 of a key.")
    ] = None
    portone_v2_old_webhook_secret: Annotated[
        str | None, says("The one before, as long as PortOne V2 may still sign by it.")
    ] = None

    # Parcels
    sweettracker_url: Annotated[str, says("SweetTracker.")] = "https://info.sweettracker.co.kr"
    sweettracker_key: Annotated[str | None, says("SweetTracker API key.")] = None
    sweettracker_method: Annotated[
        Literal["POST", "GET"], says("How SweetTracker wants to be asked.")
    ] = "POST"
    parcel_poll_seconds: Annotated[
        Seconds, says("Pause between two looks at a parcel; a quarter of it when it is near.")
    ] = 3 * 3600
    parcel_looks_a_day: Annotated[
        Annotated[int, Meta(ge=1)], says("Looks at one parcel a day; more are not answered.")
    ] = 10
    sweettracker_numbers_a_month: Annotated[
        Annotated[int, Meta(ge=0)], says("Numbers of parcels that were paid for, a month.")
    ] = 30_000

    parcel_stall_seconds: Annotated[
        Seconds, says("How long a parcel may go without a scan before both sides are told.")
    ] = 3 * 86400

    # Mail
    smtp_url: Annotated[
        str | None,
        says(
            "smtp://[user:password@]host:port; smtp+starttls:// to insist on TLS, smtps:// for TLS "
            "from the start."
        ),
    ] = None
    mail_from: Annotated[str, says("Sender of all mail.")] = "PIKCUR <no-reply@pikcur.example>"

    # Pictures
    s3_bucket: Annotated[str | None, says("Bucket for pictures; without it a folder is used.")] = (
        None
    )
    s3_endpoint_url: Annotated[str | None, says("S3 endpoint, if it is not Amazon's.")] = None
    s3_region: Annotated[str, says("S3 region.")] = "ap-northeast-2"
    s3_access_key_id: Annotated[str | None, says("S3 access key id.")] = None
    s3_secret_access_key: Annotated[str | None, says("S3 secret access key.")] = None
    media_folder: Annotated[str | None, says("Folder for pictures when there is no bucket.")] = None
    media_url: Annotated[
        str | None, says("Where browsers find pictures; the edge's /media without a bucket.")
    ] = None
    upload_secret: Annotated[
        str | None,
        says(
            "Signs addresses of pictures that not everybody may see, and uploads without a bucket; "
            "services and edge have it."
        ),
    ] = None
    upload_url: Annotated[
        str | None,
        says("Where browsers post pictures in place of S3: a proxy that passes them on to it."),
    ] = None

    # Relay
    relay_origins: Annotated[
        tuple[str, ...], says("JSON: origins of pages that may connect; * is any.")
    ] = ("*",)
    relay_proxies: Annotated[
        tuple[str, ...],
        says("JSON: addresses or networks of proxies whose X-Forwarded-For is believed; * is any."),
    ] = ()
    relay_shares_port: Annotated[
        bool, says("Whether several relays listen on the same port (SO_REUSEPORT).")
    ] = False
    relay_connections: Annotated[int, says("Connections to one relay.")] = 20_000
    relay_connections_per_address: Annotated[int, says("Connections from one address.")] = 200
    relay_connections_per_member: Annotated[int, says("Connections of one member.")] = 20
    relay_subscriptions: Annotated[int, says("Subscriptions of one connection.")] = 100
    relay_frames_per_second: Annotated[
        int, says("WebSocket and STOMP frames that one client may send a second.")
    ] = 500
    relay_goods_per_second: Annotated[
        Annotated[float, Meta(gt=0)], says("Messages of one goods to one client a second.")
    ] = 10
    relay_handshake_seconds: Annotated[
        Seconds, says("How long a client may take for its request, and then for CONNECT.")
    ] = 10
    relay_heartbeat_seconds: Annotated[
        Seconds, says("Pause between heart-beats, if the client does not want a longer one.")
    ] = 10
    relay_buffer_bytes: Annotated[
        int, says("Unsent bytes of one connection at which messages are held back.")
    ] = 65_536
    relay_stall_seconds: Annotated[
        Seconds, says("How long messages are held back before the connection is closed.")
    ] = 20
    relay_replay_seconds: Annotated[
        Seconds, says("How long messages are kept for clients that come back.")
    ] = 86_400
    relay_drain_seconds: Annotated[
        Seconds, says("How long the relay takes at most to send everybody away when it ends.")
    ] = 5
    relay_drain_per_second: Annotated[
        Annotated[float, Meta(gt=0)], says("Connections closed a second when the relay ends.")
    ] = 500

    # Alarms
    stream_length: Annotated[
        int, says("Entries kept in each stream that the relay replays from.")
    ] = 100_000

    # The demo
    demo_password: Annotated[
        str | None,
        says(
            "Of the accounts that the demo may be tried with, an operator's among them; refused "
            "where PortOne and SweetTracker are not sandboxes. bin/up makes one."
        ),
    ] = None

    # The test clock
    test_clock: Annotated[
        str | None,
        says(
            "A file that says how far the market's time is ahead; without it, it is not. Refused "
            "where PortOne and SweetTracker are not sandboxes. bin/up makes one."
        ),
    ] = None


class BadSetting(SystemExit):
    """A setting is missing or wrong: the process says which, and ends."""


def load(*needed: str, environ: Mapping[str, str] = os.environ) -> Settings:
    """
    This function will read all settings from `environ`; those named in `needed` must be there.

    :raises BadSetting: naming the first setting that is missing or cannot be parsed
    """
    values = {
        field.name: _parsed(field, environ[field.name.upper()])
        for field in msgspec.structs.fields(Settings)
        if environ.get(field.name.upper())
    }
    for name in needed:
        if name not in values:
            raise BadSetting(f"{name.upper()} is not set: {sentence(name)}")
    config = Settings(**values)
    if config.test_clock:
        require_sandboxes(config, because="TEST_CLOCK")
    return config


def require_sandboxes(config: Settings, *, because: str) -> None:
    """
    This function will refuse a setting that is only for where no money and no parcel is real.

    :raises BadSetting: naming the provider that is no sandbox
    """
    names = ["portone_url", "sweettracker_url"]
    if config.portone_v2_secret:
        names.append("portone_v2_url")
    for name in names:
        if urlsplit(getattr(config, name)).hostname != "127.0.0.1":
            raise BadSetting(f"{because} is set, but {name.upper()} is no sandbox on this machine.")


def _parsed(field: msgspec.structs.FieldInfo, text: str) -> Any:
    try:
        if isinstance(field.default, tuple):
            return msgspec.json.decode(text, type=field.type)
        return msgspec.convert(text, field.type, strict=False)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        shown = "..." if field.name.endswith("_secret") else repr(text)
        raise BadSetting(
            f"{field.name.upper()} is {shown}, which it cannot be ({error}): {sentence(field.name)}"
        ) from error


def sentence(name: str) -> str:
    annotation = Settings.__annotations__[name]
    return str(annotation.__metadata__[-1].description)


def services_target(config: Settings) -> str:
    return config.services_target or f"ipv4:{config.services_address}"


def background_target(config: Settings) -> str:
    return config.background_target or f"ipv4:{config.background_address}"


def trusted(config: Settings) -> bytes | None:
    """
    This function will tell who vouches for the services, in PEM; None if they speak no TLS.

    :raises BadSetting: if there is no such file
    """
    return read_file(config, "services_ca") if config.services_ca else None


def read_file(config: Settings, name: str) -> bytes:
    """:raises BadSetting: if the file that a setting names cannot be read"""
    try:
        return Path(getattr(config, name)).read_bytes()
    except OSError as error:
        because = error.strerror
        raise BadSetting(f"{name.upper()} cannot be read ({because}): {sentence(name)}") from error


class Ahead:
    """
    How far the market's time is ahead of the machine's: never less than it has been.

    It stands in a file that the processes of one machine share, as they share memory: all see at
    once that it was moved, and to look costs what it costs to look at a variable.
    """

    _number = struct.Struct("<q")

    def __init__(self, file: Path) -> None:
        with file.open("a+b") as shared:
            shared.truncate(self._number.size)
            self._microseconds = mmap(shared.fileno(), self._number.size)

    def __call__(self) -> timedelta:
        return timedelta(microseconds=self._number.unpack_from(self._microseconds)[0])

    def advance(self, by: timedelta) -> None:
        after = (self() + by) // timedelta(microseconds=1)
        self._number.pack_into(self._microseconds, 0, after)

    def unix_time(self) -> float:
        """This function will tell the market's time in seconds, as `time.time` tells ours."""
        return time.time() + self().total_seconds()


def test_clock(config: Settings) -> Ahead | None:
    """This function will find the test clock, where there is one."""
    return Ahead(Path(config.test_clock)) if config.test_clock else None


def market_time(config: Settings) -> Callable[[], float]:
    """This function will find what tells the market's time, in unix seconds."""
    ahead = test_clock(config)
    return ahead.unix_time if ahead else time.time


def log_as_json(process: str) -> None:
    """
    This function will have every line that this process logs written as JSON to its output.

    That holds for our own lines, for those of libraries, for warnings, and for what nobody caught.
    """
    written = partial(_json_line, process)
    # The descriptor, not the stream: Dramatiq puts something in its place that takes no bytes.
    out = open(1, "ab", closefd=False)  # noqa: SIM115 - kept open as long as the process
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            lambda _logger, level, line: written({**line, "level": level}),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(out),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_LibraryLines(out, written)], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda *uncaught: _log_uncaught(uncaught)
    threading.excepthook = lambda of: _log_uncaught((of.exc_type, of.exc_value, of.exc_traceback))
    # The core of gRPC writes lines of its own; what they tell, its calls raise as well.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")


class _LibraryLines(logging.Handler):
    """Writes what libraries log in the shape of our own lines."""

    def __init__(self, out: IO[bytes], written: Callable[[dict[str, Any]], bytes]) -> None:
        super().__init__()
        self._out = out
        self._written = written

    def emit(self, record: logging.LogRecord) -> None:
        line = {
            **structlog.contextvars.get_contextvars(),
            "event": record.getMessage(),
            "logger": record.name,
            "level": record.levelname.lower(),
        }
        if record.exc_info:
            line["exception"] = logging.Formatter().formatException(record.exc_info)
        self._out.write(self._written(line) + b"\n")
        self._out.flush()


def _log_uncaught(uncaught: Any) -> None:
    if not issubclass(uncaught[0], KeyboardInterrupt):
        structlog.get_logger().critical("not caught", exc_info=uncaught)


def collect_seldom() -> None:
    """
    This function will have a server that is made look for garbage in circles only now and then.

    Nearly all that a request leaves behind goes by itself; Python would look through everything
    that lives after every few hundred allocations.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _json_line(process: str, line: dict[str, Any]) -> bytes:
    # Every request writes one: not through the standard library's encoder.
    made = {"process": process, "request_id": "", **line, "timestamp": datetime.now(UTC)}
    return msgspec.json.encode(made, enc_hook=repr)
