"""Are the files of settings what the units read, and is all in them a setting?"""

import msgspec
import pytest

from bench.cluster.units import variables
from settings import Settings
from tests.support.servers import ROOT

DEPLOY = ROOT / "deploy"
FILES = sorted((DEPLOY / "environment").glob("*.env"))
_KNOWN = {field.name.upper() for field in msgspec.structs.fields(Settings)}


class TestAFileOfSettings:
    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_names_settings_only(self, file):
        assert variables(file).keys() <= _KNOWN

    def test_is_there_for_each_unit(self):
        read = {
            line.partition("=")[2].rpartition("/")[2]
            for unit in (DEPLOY / "systemd").glob("*.service")
            for line in unit.read_text().splitlines()
            if line.startswith("EnvironmentFile=")
        }
        assert read == {file.name for file in FILES}

    def test_gives_no_secret_to_who_needs_it_not(self):
        told = {file.stem: variables(file).keys() for file in FILES}
        has = {
            name: {role for role, names in told.items() if name in names}
            for name in ("DATABASE_URL", "TOKEN_PRIVATE_KEY", "EDGE_SECRET", "WORKER_SECRET")
        }
        assert has == {
            "DATABASE_URL": {"services"},
            "TOKEN_PRIVATE_KEY": {"services"},
            "EDGE_SECRET": {"services", "edge"},
            "WORKER_SECRET": {"services", "worker", "images"},
        }
