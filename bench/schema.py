"""Does everything keep to /openapi.json? A running PIKCUR is asked whatever its document allows."""

import contextlib
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import requests

from bench.check import asking
from bench.check.asking import Asker
from bench.report import Report, Row
from bench.servers.processes import HOST, ROOT, listens, running, wait_for

_PASSWORD = "kettle under seven bridges"  # noqa: S105 - of people who exist for one run
#: Of bin/up: the edge, and where mails are found.
_EDGE, _MAILS = 0, 64


@dataclass
class Sizes:
    """What a run takes."""

    #: For each operation, beside what is tried at the edges of each field.
    examples: int = 10


FULL = Sizes(examples=100)


def run(sizes: Sizes, folder: Path) -> Report:
    """This function will ask as a member, and as an admin who may do everything."""
    report = Report("what the document promises", asdict(sizes))
    with _market(folder) as base:
        for asker in (_signed_up(base, "asking_ann"), _signed_up(base, "asking_olga", folder)):
            told = asking.ask(
                _url(base, _EDGE), asker, examples=sizes.examples,
                phases="examples,coverage,fuzzing,stateful", folder=folder, log=sys.stderr,
            )  # fmt: skip
            _tell(report, asker, told)
    return report


def _tell(report: Report, asker: Asker, told: dict[str, Any]) -> None:
    cases, operations = told["test_cases"], told["operations"]
    wrong = cases["unique_failures"] + cases["errored"]
    name = "answers an admin got" if asker.is_admin else "answers a member got"
    note = f"{cases['generated']:,} requests, {operations['tested']} operations"
    report.add(Row(f"{name} that are not as promised", wrong, "", "0", wrong == 0, note=note))
    if told["exit_code"]:
        report.faults.append(f"{asker.login_id}: see above")


@contextlib.contextmanager
def _market(folder: Path) -> Iterator[int]:
    """All of PIKCUR, on SQLite; gives its first port."""
    base = next(
        base
        for base in random.sample(range(30_000, 40_000, 100), 100)
        if not any(map(listens, range(base, base + 70)))
    )
    log = folder / "up.log"
    command = ["bin/up", "--port-base", str(base), "--data", str(folder / "data")]
    with running(command, log, cwd=ROOT):
        wait_for("bin/up", lambda: "PIKCUR is up" in log.read_text(errors="replace"), log)
        yield base


def _url(base: int, offset: int) -> str:
    return f"http://{HOST}:{base + offset}"


def _signed_up(base: int, login_id: str, data_of_admin: Path | None = None) -> Asker:
    """A new member; an admin, if it is said where the data are."""
    proof = {"email": f"{login_id}@example.com", "purpose": "SIGN_UP"}
    _post(base, "email-codes", **proof)
    mails = f"{_url(base, _MAILS)}/messages?to={proof['email']}"
    log = Path("/dev/null")
    wait_for("the code", lambda: requests.get(mails, timeout=60).json(), log)
    (code,) = re.findall(r"\b\d{6}\b", requests.get(mails, timeout=60).json()[0]["subject"])
    token = _post(base, "email-codes/verify", **proof, code=code)["emailToken"]
    _post(
        base, "sign-up", loginId=login_id, password=_PASSWORD, name="김앤", email=proof["email"],
        emailToken=token, phone="010-1234-5678", birth="1992-03-14", gender="OTHER",
        agreedTo=["TERMS", "PRIVACY"],
    )  # fmt: skip
    if data_of_admin:
        command = ["bin/pikcur", "--data", str(data_of_admin / "data"), "admin", "add", login_id]
        subprocess.run(command, cwd=ROOT, check=True)
    return Asker(login_id, _PASSWORD, is_admin=data_of_admin is not None)


def _post(base: int, path: str, **body: Any) -> Any:
    answer = requests.post(f"{_url(base, _EDGE)}/v1/auth/{path}", json=body, timeout=60)
    answer.raise_for_status()
    return answer.json() if answer.content else None
