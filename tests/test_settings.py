"""Are settings read as they were meant, and is what is wrong with them said?"""

import re
import subprocess
import sys
import time
from datetime import timedelta

import msgspec
import pytest

import settings
from settings import BadSetting, Settings

NAMES = [field.name.upper() for field in msgspec.structs.fields(Settings)]
TEXTS = [
    "DATABASE_URL", "REDIS_URL", "TOKEN_PRIVATE_KEY", "PORTONE_STORE_KEY", "PORTONE_IMP_KEY",
    "PORTONE_IMP_SECRET", "SWEETTRACKER_KEY", "SMTP_URL", "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY", "UPLOAD_SECRET", "PSEUDONYM_SECRET", "PORTONE_V2_SECRET",
    "PORTONE_V2_CHANNEL_KEY", "PORTONE_V2_WEBHOOK_SECRET", "PORTONE_V2_OLD_WEBHOOK_SECRET",
    "SERVICES_KEY",
]  # fmt: skip
CREDENTIALS = ["EDGE_SECRET", "WORKER_SECRET", "EDGE_OLD_SECRET", "WORKER_OLD_SECRET"]


def load(*needed: str, **environ: str) -> Settings:
    return settings.load(*needed, environ=environ)


class TestTheTestClock:
    def test_is_refused_where_something_is_real(self):
        with pytest.raises(BadSetting, match="TEST_CLOCK is set, but PORTONE_URL is no sandbox"):
            load(TEST_CLOCK="clock", SWEETTRACKER_URL="http://127.0.0.1:8062")
        with pytest.raises(BadSetting, match="SWEETTRACKER_URL is no sandbox"):
            load(TEST_CLOCK="clock", PORTONE_URL="http://127.0.0.1:8061")

    def test_is_not_there_unless_it_is_set(self):
        assert settings.test_clock(load()) is None

    def test_is_seen_to_be_moved_by_all_at_once(self, tmp_path):
        config = load(
            TEST_CLOCK=str(tmp_path / "clock"),
            PORTONE_URL="http://127.0.0.1:8061",
            SWEETTRACKER_URL="http://127.0.0.1:8062",
        )
        one, other = settings.test_clock(config), settings.test_clock(config)

        one.advance(timedelta(days=3))
        other.advance(timedelta(seconds=1))

        assert one() == other() == settings.test_clock(config)() == timedelta(days=3, seconds=1)
        assert abs(one.unix_time() - time.time() - 3 * 86400) < 10


class TestSetting:
    def test_has_its_default_when_it_is_not_set_or_empty(self):
        assert load().web_address == "127.0.0.1:8000"
        assert load(WEB_ADDRESS="").web_address == "127.0.0.1:8000"
        assert load().smtp_url is None

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("BID_LANES", "7", 7),
            ("CLOCK_SECONDS", "0.25", 0.25),
            ("RELAY_SHARES_PORT", "true", True),
            ("SWEETTRACKER_METHOD", "GET", "GET"),
            ("WEB_ADDRESS", "0.0.0.0:80", "0.0.0.0:80"),
            ("BID_INCREMENTS", "[[10000, 500], [null, 1000]]", ((10_000, 500), (None, 1_000))),
            ("RELAY_ORIGINS", '["https://a.example"]', ("https://a.example",)),
            ("MAIL_FROM", "피커 <a@example.com>", "피커 <a@example.com>"),
        ],
    )
    def test_is_parsed(self, name, text, value):
        assert getattr(load(**{name: text}), name.lower()) == value

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("BID_LANES", "many"),
            ("BID_LANES", "1.5"),
            ("CLOCK_SECONDS", "0"),
            ("SWEETTRACKER_METHOD", "PUT"),
            ("WEB_ADDRESS", "localhost"),
            ("BID_INCREMENTS", "[[10000]]"),
            ("BID_INCREMENTS", "500"),
            ("BID_INCREMENTS", "[["),
            ("RELAY_ORIGINS", "https://a.example"),
        ],
    )
    def test_that_is_wrong_is_named_with_its_sentence(self, name, text):
        with pytest.raises(BadSetting) as bad:
            load(**{name: text})
        assert str(bad.value).startswith(f"{name} is {text!r}")
        assert settings.sentence(name.lower()) in str(bad.value)

    def test_that_is_needed_and_missing_is_named_with_its_sentence(self):
        with pytest.raises(BadSetting) as bad:
            load("redis_url", "smtp_url", REDIS_URL="redis://localhost")
        assert str(bad.value).startswith("SMTP_URL is not set: smtp://")

    @pytest.mark.parametrize("name", TEXTS)
    def test_that_may_be_a_secret_is_any_text_so_that_no_complaint_prints_it(self, name):
        for text in ("hunter2", "[hunter2", '["hunter2"]', "hunter\n2", "{hunter2}", "null"):
            assert getattr(load(**{name: text}), name.lower()) == text

    def test_that_may_be_a_secret_is_in_the_list_of_those(self):
        secretive = r"_KEY(?!S)|_SECRET|DATABASE_URL|REDIS_URL|SMTP_URL"
        found = {name for name in NAMES if re.search(secretive, name)}
        assert found == {*TEXTS, *CREDENTIALS}

    @pytest.mark.parametrize("name", CREDENTIALS)
    @pytest.mark.parametrize(
        "text", ["hunter2", "hunter2" + " " * 20, "hunter2" * 3 + "\n", "비밀" * 9]
    )
    def test_that_is_a_credential_can_be_sent_in_a_header_or_is_refused_unsaid(self, name, text):
        with pytest.raises(BadSetting) as bad:
            load(**{name: text})
        assert str(bad.value).startswith(f"{name} is ")
        assert text.strip() not in str(bad.value)


class TestListing:
    def test_tells_of_every_setting_in_its_order(self):
        told = subprocess.run(
            [sys.executable, "-m", "settings"], capture_output=True, text=True, check=True
        ).stdout
        assert re.findall(r"^([A-Z][A-Z0-9_]+) ", told, re.MULTILINE) == NAMES
        assert told.count("default: ") == len(NAMES)

    def test_has_a_sentence_for_every_setting(self):
        assert [name for name in NAMES if not settings.sentence(name.lower())] == []
