"""Are the pages about the API small to fetch again, and shut to all that is not theirs?"""

import base64
import gzip
import hashlib
import re

import pytest

from tests.api_http.conftest import Edge

PAGES = ["/docs", "/openapi.json", "/docs/errors"]


@pytest.mark.parametrize("path", PAGES)
class TestADocument:
    def test_is_not_sent_again_when_it_is_known(self, edge: Edge, path: str):
        tag = edge.client.simulate_get(path).headers["ETag"]
        for known in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
            again = edge.client.simulate_get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == tag
        other = edge.client.simulate_get(path, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200

    @pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "*", "gzip;q=0.001"])
    def test_is_compressed_for_whoever_reads_it(self, edge: Edge, path: str, accepted: str):
        plain = edge.client.simulate_get(path)
        packed = edge.client.simulate_get(path, headers={"Accept-Encoding": accepted})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert "Accept-Encoding" in packed.headers["Vary"]

    @pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "xgzip", "gzip;q=0.0"])
    def test_is_left_as_it_is_for_others(self, edge: Edge, path: str, accepted: str):
        answer = edge.client.simulate_get(path, headers={"Accept-Encoding": accepted})
        assert "Content-Encoding" not in answer.headers

    def test_runs_no_script_but_its_own(self, edge: Edge, path: str):
        answer = edge.client.simulate_get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src '")
        assert "'unsafe-eval'" not in policy
        for script in re.findall(rb"<script[^>]*>(.*?)</script>", answer.content, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
            assert f"'sha256-{digest}'" in policy
