"""Does the operator's command tell what was found, and end accordingly?"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support import factories
from tests.support.factories import RULES, SIGNER

_ROOT = Path(__file__).parents[2]
_RULES = b'{"line":"rules","increments":[[null,1000]]}\n'
_AUCTION = (
    b'{"line":"auction","goodsId":7,"state":"OPEN","startPrice":10000,"seq":0,%s'
    b'"startsAt":"2030-01-01T12:00:00Z","endsAt":"2030-01-01T14:00:00Z"}\n'
)


def pikcur(*arguments, **environment):
    increments = str([list(pair) for pair in RULES.increments]).replace("None", "null")
    given = {"PSEUDONYM_SECRET": SIGNER.pseudonym_secret, "BID_INCREMENTS": increments}
    return subprocess.run(
        [_ROOT / "bin" / "pikcur", *arguments],
        env=os.environ | given | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def lot(database):
    seller, ann, bob = (factories.member(name) for name in ("seller", "ann", "bob"))
    lot = factories.goods(seller)
    factories.bid(lot, ann, amount=10_000)
    factories.bid(lot, bob, maximum=50_000)
    return lot


class TestReplay:
    def test_finds_nothing_where_all_is_as_it_was(self, database, lot):
        done = pikcur("replay", str(lot.goods_id), DATABASE_URL=database)

        assert (done.returncode, done.stdout) == (0, "1 auctions, 2 entries: 0 differences\n")

    def test_fails_if_something_differs(self, database, lot):
        done = pikcur("replay", "--database", database, PSEUDONYM_SECRET="of somebody else")

        assert done.returncode == 1
        assert "entry 1: hash is" in done.stdout

    def test_tells_what_other_rules_would_have_made_of_it(self, database, lot):
        done = pikcur("replay", "--what-if", "start_price=20000", DATABASE_URL=database)

        assert done.returncode == 0
        assert "refused would have been 1 × BID_TOO_LOW" in done.stdout

    def test_tells_programs_the_same(self, database, lot):
        given = ("--database", database, "--json")
        done = pikcur("replay", *given, PSEUDONYM_SECRET="of somebody else")
        what_if = pikcur("--json", "replay", *given[:2], "--what-if", "soft_close=0")

        *rows, last = [json.loads(line) for line in done.stdout.splitlines()]
        assert {row["goods_id"] for row in rows} == {lot.goods_id}
        assert last == {"auctions": 1, "entries": 2, "differences": len(rows)}
        assert json.loads(what_if.stdout)["goods_id"] == lot.goods_id

    def test_says_that_there_is_no_database(self):
        done = pikcur("replay", "--database", "mysql://root:hunter2@127.0.0.1:1/pikcur")

        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("bin/pikcur replay: the database cannot be used (")
        assert "Traceback" not in done.stderr
        assert "hunter2" not in done.stderr

    def test_says_what_it_cannot_read(self, database):
        done = pikcur("replay", "--what-if", "weather=1", DATABASE_URL=database)

        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "bin/pikcur replay: 'weather=1': there is no such rule\n"


class TestHistory:
    def test_is_content_with_a_right_run(self, tmp_path):
        file = tmp_path / "run.jsonl"
        file.write_bytes(_RULES + _AUCTION % b"")

        done = pikcur("history", file)

        assert (done.returncode, done.stdout) == (
            0,
            "0 requests, 0 entries, 1 auctions: 0 errors\n",
        )

    def test_names_what_is_wrong(self, tmp_path):
        file = tmp_path / "run.jsonl"
        file.write_bytes(_RULES + _AUCTION % b'"leaderId":3,')

        done = pikcur("history", file)

        assert done.returncode == 1
        assert "winner       goods 7: member 3 leads" in done.stdout

    def test_tells_programs_the_same(self, tmp_path):
        file = tmp_path / "run.jsonl"
        file.write_bytes(_RULES + _AUCTION % b'"leaderId":3,')

        first, last = map(json.loads, pikcur("history", "--json", file).stdout.splitlines())

        assert (first["check"], first["goods_id"]) == ("winner", 7)
        assert last == {"requests": 0, "entries": 0, "auctions": 1, "errors": 1}

    def test_says_what_it_cannot_read(self, tmp_path):
        done = pikcur("history", tmp_path / "none.jsonl")

        assert (done.returncode, done.stdout) == (2, "")
        assert "No such file" in done.stderr


class TestHelp:
    @pytest.mark.parametrize(
        "command",
        [
            "admin", "audit", "backup", "clock", "dead", "doctor", "history", "jobs", "replay",
            "restore", "search",
        ],
    )  # fmt: skip
    def test_says_in_words_what_a_command_does(self, command):
        done = pikcur(command, "--help")

        assert done.returncode == 0
        assert f"usage: bin/pikcur {command}" in done.stdout
