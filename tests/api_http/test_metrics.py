"""Is what was counted told to operators, and to nobody at the public door?"""

from collections.abc import Iterator

import pytest
import requests

from settings import Settings, metrics
from tests.api_http.conftest import Edge
from tests.support import servers


@pytest.fixture
def page() -> Iterator[str]:
    port = servers.free_port()
    server = metrics.serve(Settings(metrics_port=port))
    assert server is not None
    yield f"http://{servers.HOST}:{port}/metrics"
    server.shutdown()
    server.server_close()


class TestMetrics:
    def test_count_requests_by_route_and_status(self, edge: Edge, page: str):
        edge.client.simulate_get("/v1/goods/77")
        told = requests.get(page, timeout=60)
        assert told.headers["Content-Type"].startswith("text/plain")
        route = 'method="GET",route="/v1/goods/{goods_id:id}"'
        assert f'pikcur_http_requests_total{{{route},status="503"}}' in told.text
        assert f"pikcur_http_request_seconds_count{{{route}}}" in told.text
        assert "/v1/goods/77" not in told.text

    def test_make_no_series_of_what_clients_make_up(self, edge: Edge, page: str):
        edge.client.simulate_request("GIVE", "/v1/nowhere")
        told = requests.get(page, timeout=60).text
        assert "GIVE" not in told
        assert 'method="other",route="none"' in told

    def test_are_not_told_at_the_public_door(self, edge: Edge):
        assert edge.client.simulate_get("/metrics").status_code == 404
