"""What are the processes told? What is set, and what is made below the data folder."""

import json
import os
import secrets
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bin.machine.ports import HOST, Ports

BIN = Path(sys.executable).parent
#: Where bin/install puts the pages.
BUILT = Path(__file__).resolve().parents[2] / "web" / "made" / "dist"

#: Waits short enough to watch a sale, in place of the production defaults in settings.
WATCHABLE = {
    "AUCTION_SECONDS_MIN": "2",
    "EMAIL_CODES_PER_MINUTE": "600",
    "EMAIL_CODES_PER_HOUR": "10000",
    "EMAIL_CODES_PER_CLIENT": "10000",
    "SIGN_INS": "1000",
    "SIGN_IN_FAILURES_PER_ADDRESS": "1000",
    "CLOCK_SECONDS": "0.5",
    "PARCEL_POLL_SECONDS": "5",
    "PARCEL_LOOKS_A_DAY": "100000",
    "PAYMENT_POLL_SECONDS": "5",
}


def environment_of(ports: Ports, data: Path) -> dict[str, str]:
    """This function will give what processes are told, and write it down for bin/pikcur."""
    secret = _secrets(data)
    redis_password = secret.pop(_REDIS_PASSWORD)
    if not _SANDBOXES.isdisjoint(os.environ):
        # Nobody is told how to sign in, or moves the time, where money or parcels are real.
        del secret[DEMO_PASSWORD]
    else:
        secret["TEST_CLOCK"] = str(data / "clock")
    made = {
        "DATABASE_URL": f"sqlite:///{data}/pikcur.db",
        "REDIS_URL": f"redis://:{redis_password}@{HOST}:{ports.redis}",
        "SERVICES_ADDRESS": f"{HOST}:{ports.services}",
        "BACKGROUND_ADDRESS": f"{HOST}:{ports.background}",
        "WEB_ADDRESS": f"{HOST}:{ports.edge}",
        "WEB_URL": f"http://{HOST}:{ports.edge}",
        "RELAY_ADDRESS": f"{HOST}:{ports.relay}",
        "RELAY_URL": f"http://{HOST}:{ports.relay}",
        "METRICS_FOLDER": str(data / "metrics"),
        "MEDIA_FOLDER": str(data / "media"),
        "SMTP_URL": f"smtp://{HOST}:{ports.smtp}",
        "PORTONE_URL": f"http://{HOST}:{ports.portone}",
        "PORTONE_IMP_KEY": "sandbox-key",
        "PORTONE_IMP_SECRET": "sandbox-secret",
        "PORTONE_STORE_KEY": "imp00000000",
        "PAYMENT_WINDOW_URL": f"http://{HOST}:{ports.portone}/_sandbox/window",
        "SWEETTRACKER_URL": f"http://{HOST}:{ports.sweettracker}",
        "SWEETTRACKER_KEY": "sandbox-key",
        **secret,
        **WATCHABLE,
        # Dramatiq's own: milliseconds that a worker sleeps at most before it looks for jobs.
        "dramatiq_worker_timeout": "100",
    }
    if BUILT.exists():
        made["WEB_PAGES"] = str(BUILT)
    if os.environ.get("DATABASE_URL", "sqlite:").startswith("sqlite:"):
        # It has one writer at a time: processes of the services would only wait for each other.
        made["BACKGROUND_TARGET"] = f"ipv4:{HOST}:{ports.services}"
    used = {name: os.environ.get(name, value) for name, value in made.items()}
    _write(data / "environment.json", used)
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, **used, "PATH": path, "PYTHONUNBUFFERED": "1"}


def _write(file: Path, values: dict[str, str]) -> None:
    """Readable by us only, and whole or not at all."""
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(values, out)
    new.replace(file)


def _secrets(data: Path) -> dict[str, str]:
    """What must be the same after a restart, and nobody else's: made once, readable by us only."""
    file = data / "secrets.json"
    kept = dict(json.loads(file.read_text())) if file.exists() else _key_pair()
    # A folder of an earlier version lacks what has come since.
    made = {name: secrets.token_hex(size) for name, size in _SECRETS.items() if name not in kept}
    if made:
        _write(file, kept | made)
    return kept | made


_REDIS_PASSWORD = "REDIS_PASSWORD"  # noqa: S105 - the name of one
DEMO_PASSWORD = "DEMO_PASSWORD"  # noqa: S105 - the name of one
_SANDBOXES = {"PORTONE_URL", "SWEETTRACKER_URL"}
#: In bytes; the password of the demo's accounts is typed by people.
_SECRETS = {
    "UPLOAD_SECRET": 32,
    "PSEUDONYM_SECRET": 32,
    "EDGE_SECRET": 32,
    "WORKER_SECRET": 32,
    _REDIS_PASSWORD: 32,
    DEMO_PASSWORD: 5,
}


def _key_pair() -> dict[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"TOKEN_PRIVATE_KEY": private.decode(), "TOKEN_PUBLIC_KEYS": public.decode()}
