"""Does systemd understand our units, and is each process of the Procfile one of them?"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.servers import ROOT

UNITS = ROOT / "deploy" / "systemd"
#: Tenths of what systemd counts a unit to be exposed; 100 is a unit that says nothing, 49 is "OK".
_MOST = 20
_MACHINES = ("/lib/systemd/", "/usr/lib/systemd/")


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As they are installed, but for where we are."""
    folder = tmp_path_factory.mktemp("units") / "system"
    shutil.copytree(UNITS, folder)
    for file in (path for path in folder.rglob("*") if path.is_file()):
        file.write_text(file.read_text().replace("/opt/pikcur", str(ROOT)))
    return folder


def analyzed(units: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments],
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _services(units: Path) -> list[str]:
    return sorted(str(path) for path in units.glob("*.service"))


class TestUnits:
    def test_are_understood(self, units):
        done = analyzed(units, "verify", *_services(units), str(units / "pikcur.target"))
        # What is wrong with units that the machine's packages bring is not ours to mend.
        told = [line for line in done.stderr.splitlines() if not line.startswith(_MACHINES)]
        assert (done.returncode, told) == (0, [])

    def test_may_do_little(self, units):
        for service in _services(units):
            done = analyzed(units, "security", "--offline=true", f"--threshold={_MOST}", service)
            assert done.returncode == 0, done.stdout

    def test_run_what_the_procfile_says(self, units):
        for line in (ROOT / "Procfile").read_text().splitlines():
            name, _, command = line.partition(": ")
            text = (UNITS / f"pikcur-{name}.service").read_text()
            assert f"ExecStart=/opt/pikcur/.venv/bin/{command}\n" in text

    def test_have_users_that_are_made(self, tmp_path):
        (tmp_path / "etc").mkdir()
        made = ["systemd-sysusers", f"--root={tmp_path}", str(UNITS / "pikcur.sysusers.conf")]
        subprocess.run(made, check=True, capture_output=True)
        known = {line.partition(":")[0] for line in (tmp_path / "etc/passwd").open()}
        wanted = {
            line.strip().removeprefix("User=")
            for unit in UNITS.glob("*.service")
            for line in unit.open()
            if line.startswith("User=")
        }
        assert wanted <= known
