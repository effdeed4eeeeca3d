"""What is put on each host? The files of deploy/, with what they mark as `yours` filled in."""

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.cluster.hosts import APP, DATA, FRONT, OUTSIDE, Host
from bench.servers.cluster import TOKEN_LIFE, key_pair
from bench.servers.processes import ROOT
from grpc_services.members.tokens import Signer

_DEPLOY = ROOT / "deploy"
_PSEUDONYM_SECRET = "of the bench"  # noqa: S105 - of members who exist for a minute
_FRONT_URL = f"http://{FRONT}"
_PAGES = ROOT / "web" / "made" / "dist"
Replacements = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Secrets:
    """What an operator makes once, for all hosts."""

    values: dict[str, str]
    signer: Signer


def made_secrets() -> Secrets:
    private, public = key_pair()
    values = {
        "TOKEN_PRIVATE_KEY": private,
        "TOKEN_PUBLIC_KEYS": public,
        "PSEUDONYM_SECRET": _PSEUDONYM_SECRET,
        **{name: secrets.token_hex(32) for name in ("EDGE_SECRET", "WORKER_SECRET")},
    }
    return Secrets(values, Signer.from_pem(private, TOKEN_LIFE, _PSEUDONYM_SECRET))


def place(host: Host, folder: Path, made: Secrets, media: Path) -> None:
    """This function will put all files of deploy/ below a folder, as the host needs them."""
    shutil.copytree(_DEPLOY, folder / "deploy")
    for name in ("mariadb", "redis", "sentinel", "nginx", "metrics", "run"):
        (folder / name).mkdir()
    paths = (
        ("/opt/pikcur", str(ROOT)),
        ("/etc/pikcur/", f"{folder}/deploy/environment/"),
        ("/run/mysqld/", f"{folder}/run/"),
        ("/var/lib/nginx/", f"{folder}/nginx/"),
        ("/run/pikcur-web", f"{folder}/metrics"),
        ("/srv/pikcur/pages", str(_PAGES)),
    )
    for file in (path for path in (folder / "deploy").rglob("*") if path.is_file()):
        text = file.read_text()
        for theirs, ours in paths:
            text = text.replace(theirs, ours)
        file.write_text(text)
    mine = _of_data(host, folder) if host.name in DATA else _of_app(host)
    for name, replacements in mine.items():
        _fill_in(folder / "deploy" / name, replacements)
    for file in (folder / "deploy" / "environment").glob("*.env"):
        file.write_text(_filled_in(file.read_text(), made.values | _OUTSIDE, _added(media)))


def _fill_in(file: Path, replacements: Replacements) -> None:
    text = file.read_text()
    for theirs, ours in replacements:
        if theirs not in text:
            raise ValueError(f"{file.name} says nothing of {theirs!r}")
        text = text.replace(theirs, ours)
    file.write_text(text)


def _of_data(host: Host, folder: Path) -> Mapping[str, Replacements]:
    copies = host.name != next(iter(DATA))
    return {
        "mariadb/galera.cnf": [
            ("innodb_buffer_pool_size = 4G # yours", "innodb_buffer_pool_size = 128M"),
            ("wsrep_node_name = data-1 # yours", f"wsrep_node_name = {host.name}"),
            ("wsrep_node_address = 10.0.0.11 # yours", f"wsrep_node_address = {host.address}"),
        ],
        "redis/redis.conf": [
            ("dir /var/lib/redis", f"dir {folder}/redis"),
            *([("# replicaof", "replicaof")] if copies else []),
        ],
        "redis/sentinel.conf": [("dir /var/lib/redis", f"dir {folder}/sentinel")],
    }


def _of_app(host: Host) -> Mapping[str, Replacements]:
    firewall = {"nftables/app.nft": [("{ 443, 465, 587 } # yours", "{ 8061-8063 }")]}
    ours, other = APP["app-1"], APP["app-2"]
    if host.address == ours:
        return firewall
    return firewall | {
        "keepalived/keepalived.conf": [
            ("priority 101", "priority 100"),
            (f"unicast_src_ip {ours}", f"unicast_src_ip {other}"),
            (f"        {other} # yours", f"        {ours}"),
        ]
    }


#: Where the providers are played, and what they know us by.
_OUTSIDE = {
    "WEB_URL": _FRONT_URL,
    "RELAY_URL": _FRONT_URL,
    "SMTP_URL": f"smtp://{OUTSIDE}:8063",
    "PORTONE_IMP_KEY": "sandbox-key",
    "PORTONE_IMP_SECRET": "sandbox-secret",
    "PORTONE_STORE_KEY": "imp00000000",
    "SWEETTRACKER_KEY": "sandbox-key",
}
_MARK = "=yours"


def _added(media: Path) -> dict[str, str]:
    """What is other than in production: no S3, played providers, and members who bid for many."""
    return {
        "MEDIA_FOLDER": str(media),
        "UPLOAD_SECRET": "of-the-bench-and-of-nobody-else",
        "PORTONE_URL": f"http://{OUTSIDE}:8061",
        "SWEETTRACKER_URL": f"http://{OUTSIDE}:8062",
        "WEB_PROCESSES": "1",
        "BIDS_PER_MINUTE": "0",
        "WEBHOOKS_PER_MINUTE": "0",
        "EMAIL_CODES_PER_CLIENT": "10000",
        "SIGN_INS": "1000",
        "AUCTION_SECONDS_MIN": "2",
        "PARCEL_POLL_SECONDS": "5",
        "PARCEL_LOOKS_A_DAY": "100000",
        "PAYMENT_POLL_SECONDS": "5",
        "RELAY_CONNECTIONS_PER_ADDRESS": "20000",
        # Dramatiq's own, in milliseconds, as bin/up sets it.
        "dramatiq_worker_timeout": "100",
    }


def _filled_in(text: str, values: Mapping[str, str], added: Mapping[str, str]) -> str:
    lines = []
    for line in text.splitlines():
        name = line.removesuffix(_MARK)
        if name == line:
            lines.append(line)
        elif not name.startswith(("S3_", "MEDIA_", "UPLOAD_")):
            lines.append(f'{name}="{values[name]}"')
    return "\n".join([*lines, *(f'{name}="{value}"' for name, value in added.items())]) + "\n"
