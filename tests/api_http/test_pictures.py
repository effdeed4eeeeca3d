"""Who is shown a picture that is not for everybody? Who has an address that the services signed."""

import hmac
import re
import time

import pytest

from grpc_services.catalogue.pictures import FolderPictures
from tests.api_http.conftest import UPLOAD_SECRET, Edge

KEY = "private/a1b2-thumb.webp"


@pytest.fixture
def address(edge: Edge) -> str:
    """As the services give it, of a picture that is there."""
    (edge.folder / "private").mkdir()
    (edge.folder / KEY).write_bytes(b"RIFF")
    return FolderPictures(UPLOAD_SECRET, "/media").url(KEY)


class TestAnAddress:
    def test_shows_the_picture_to_who_has_it_and_no_longer_than_it_lasts(self, edge, address):
        answer = edge.client.simulate_get(address)
        assert (answer.status_code, answer.content) == (200, b"RIFF")
        kept = re.fullmatch(r"private, max-age=(\d+)", answer.headers["Cache-Control"])
        assert kept
        assert 14 * 60 < int(kept[1]) <= 20 * 60

    def test_stays_the_same_for_minutes(self, address):
        until = int(address.partition("until=")[2].partition("&")[0])
        assert until % 300 == 0

    def test_ends(self, edge, address):
        signed = {
            until: hmac.new(UPLOAD_SECRET.encode(), f"{KEY} {until}".encode(), "sha256").hexdigest()
            for until in (int(time.time()) - 1, int(time.time()) + 60)
        }
        ended, still = (
            edge.client.simulate_get(f"/media/{KEY}?until={until}&signature={signature}")
            for until, signature in signed.items()
        )
        assert (ended.status_code, ended.json["code"]) == (403, "PICTURE_NOT_ALLOWED")
        assert still.status_code == 200

    @pytest.mark.parametrize(
        ("pattern", "other"),
        [
            (r"\?.*", ""),
            (r"signature=\w+", "signature="),
            (r"signature=\w", "signature=g"),
            (r"until=\d+", "until=9999999999"),
            (r"until=\d+", "until=x"),
            (r"a1b2", "c3d4"),
        ],
    )
    def test_that_was_not_given_shows_nothing(self, edge, address, pattern, other):
        (edge.folder / "private/c3d4-thumb.webp").write_bytes(b"of somebody else")
        answer = edge.client.simulate_get(re.sub(pattern, other, address))
        assert (answer.status_code, answer.json["code"]) == (403, "PICTURE_NOT_ALLOWED")

    def test_of_a_picture_that_is_gone_shows_nothing(self, edge, address):
        (edge.folder / KEY).unlink()
        assert edge.client.simulate_get(address).status_code == 404

    def test_of_another_secret_shows_nothing(self, edge, address):
        other = FolderPictures("another secret", "/media").url(KEY)
        assert edge.client.simulate_get(other).status_code == 403
