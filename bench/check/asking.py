"""Does what runs keep to its document? Schemathesis sends what fits it, and what just does not."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_CONFIG = Path(__file__).with_suffix(".toml")
#: Only the operator's people get any further there.
_OF_ADMINS = "^/v1/admin/"
#: Rules of fees are never taken back, and others sell in the same market.
_FOR_GOOD = ("addFeeRule", "changeFeeRule", "endFeeRule")


@dataclass(frozen=True)
class Asker:
    """A member, or somebody of the operator's who may do everything."""

    login_id: str
    password: str
    is_admin: bool = False


def ask(
    api: str, asker: Asker, *, examples: int, phases: str, folder: Path, log: IO[str]
) -> dict[str, Any]:
    """
    This function will ask all that concerns somebody, and give the report of it.

    How far it is, and what to send to see a failure again, is written to `log`.
    """
    report = folder / f"{asker.login_id}.json"
    command = [
        *(sys.executable, "-u", "-m", "schemathesis.cli", "--config-file", str(_CONFIG)),
        *("run", f"{api}/openapi.json", "--checks", "all", "--phases", phases),
        *("--max-examples", str(examples), "--continue-on-failure", "--request-timeout", "60"),
        *("--generation-database", "none", "--report-json-path", str(report), "--no-color"),
        *(part for name in _FOR_GOOD for part in ("--exclude-operation-id", name)),
        *("--include-path-regex" if asker.is_admin else "--exclude-path-regex", _OF_ADMINS),
    ]
    who = {"PIKCUR_LOGIN_ID": asker.login_id, "PIKCUR_PASSWORD": asker.password}
    subprocess.run(
        command, cwd=folder, env=os.environ | who, stdout=log, stderr=subprocess.STDOUT, check=False
    )
    return dict(json.loads(report.read_text()))
