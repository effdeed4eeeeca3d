"""What becomes of a file that was posted, and of one that nobody waits for?"""

import io
from types import SimpleNamespace

import pytest
from PIL import Image

from protos import catalogue_pb2 as pb
from workers import reach
from workers.clients.pictures import Folder
from workers.images import forget_unused_uploads, look_for_arrivals, process_upload

KEY = "incoming/0123456789abcdef"


class Catalogue:
    """Answers as the services would of one upload, and keeps what it was told."""

    def __init__(self):
        self.upload = pb.Upload(upload_id=7, key=KEY, state=pb.UPLOAD_STATE_PENDING)
        self.told = []
        self.unwanted = []
        self.unused = []

    def GetUpload(self, request, **_):
        return self.upload

    def RecordArrivals(self, request, **_):
        self.told.append(list(request.keys))
        return pb.RecordArrivalsResponse(unwanted_keys=self.unwanted)

    def ListUnusedUploads(self, request, **_):
        return pb.ListUnusedUploadsResponse(items=self.unused)

    def __getattr__(self, name):
        return lambda request, **_: self.told.append((name, request))


@pytest.fixture
def catalogue():
    return Catalogue()


@pytest.fixture
def store(catalogue, tmp_path):
    store = Folder(tmp_path)
    before = reach._reach
    services = SimpleNamespace(catalogue=catalogue)
    reach.use(reach.Reach(services, None, None, None, store))
    yield store
    reach.use(before)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "PNG")
    return out.getvalue()


class TestAnUpload:
    def test_that_is_a_picture_is_kept_in_two_sizes(self, catalogue, store):
        store.put(KEY, picture())

        process_upload.fn(7)

        ((name, request),) = catalogue.told
        assert (name, request.upload_id) == ("RecordImages", 7)
        for key in (request.thumb_key, request.full_key):
            assert store.get(key).startswith(b"RIFF")
        assert store.get(KEY) is None

    @pytest.mark.parametrize("folder", ["public", "private"])
    def test_is_kept_where_the_services_say(self, catalogue, store, folder):
        catalogue.upload.folder = folder
        store.put(KEY, picture())

        process_upload.fn(7)

        ((_, request),) = catalogue.told
        assert {request.thumb_key.split("/")[0], request.full_key.split("/")[0]} == {folder}

    def test_that_is_none_is_refused_and_deleted(self, catalogue, store):
        store.put(KEY, b"no picture")

        process_upload.fn(7)

        ((name, request),) = catalogue.told
        assert (name, request.reason[:8]) == ("RejectUpload", "The file")
        assert store.get(KEY) is None

    def test_whose_file_is_gone_is_refused_once(self, catalogue, store):
        process_upload.fn(7)
        assert [name for name, _ in catalogue.told] == ["RejectUpload"]

    def test_that_was_looked_at_is_left(self, catalogue, store):
        catalogue.upload.state = pb.UPLOAD_STATE_READY
        process_upload.fn(7)
        assert catalogue.told == []


class TestArrivals:
    def test_are_told_of(self, catalogue, store):
        store.put(KEY, b"a file")
        look_for_arrivals.fn()
        assert (catalogue.told, store.get(KEY)) == ([[KEY]], b"a file")

    def test_that_nobody_waits_for_are_deleted(self, catalogue, store):
        store.put(KEY, b"a file")
        catalogue.unwanted = [KEY]
        look_for_arrivals.fn()
        assert store.get(KEY) is None

    def test_are_not_told_of_when_there_are_none(self, catalogue, store):
        look_for_arrivals.fn()
        assert catalogue.told == []


class TestWhatIsUnused:
    def test_is_deleted_before_it_is_forgotten(self, catalogue, store):
        store.put("public/a-full.webp", b"RIFF")
        catalogue.unused = [pb.UnusedUpload(upload_id=7, keys=[KEY, "public/a-full.webp"])]

        forget_unused_uploads.fn()

        assert store.get("public/a-full.webp") is None
        ((name, request),) = catalogue.told
        assert (name, list(request.upload_ids)) == ("ForgetUploads", [7])
