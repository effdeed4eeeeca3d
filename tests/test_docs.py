"""Do the documents tell of everything that is there?"""

import re
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[1]


def named() -> list[str]:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    wanted = config["options"]["install_requires"] + config["options.extras_require"]["test"]
    return [re.sub(r"\[.*", "", line) for line in wanted.split()]


def pinned() -> set[str]:
    locks = [ROOT / "requirements.lock", ROOT / "requirements-test.lock"]
    found = re.findall(r"^([\w.-]+)==", "\n".join(map(Path.read_text, locks)), re.MULTILINE)
    return {_normal(name) for name in found}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


class TestDependencies:
    def test_are_all_pinned(self):
        assert [name for name in named() if _normal(name) not in pinned()] == []

    def test_all_have_a_line_saying_what_for(self):
        told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
        lines = [line for line in told.splitlines() if len(line.split()) > 3]
        assert [
            name
            for name in named()
            if not any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line) for line in lines)
        ] == []


class TestChangelog:
    def test_is_there_and_tells_of_something(self):
        told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        assert re.search(r"^[-*] \S", told, re.MULTILINE)


class TestLinks:
    def test_lead_to_something(self):
        pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        links = [
            (page, link)
            for page in pages
            for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        ]
        assert len(links) > 30
        assert [link for page, link in links if not (page.parent / link).exists()] == []
