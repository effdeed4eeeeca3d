"""Which packages of npm do the tests run? Those of a lock file, installed once for all runs."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

unless_without_node = pytest.mark.skipif(
    os.environ.get("PIKCUR_WITHOUT_NODE") == "1", reason="PIKCUR_WITHOUT_NODE=1"
)


def installed(folder: Path, name: str) -> Path:
    """This function will install the packages of a lock file into a folder of the user's."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.fail("Install Node.js 18 or newer with npm, or set PIKCUR_WITHOUT_NODE=1.")
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "pikcur" / f"{name}-{lock}"
    if not (place / "complete").exists():
        place.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(folder / file, place)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=place, check=True)
        (place / "complete").touch()
    return place / "node_modules"
