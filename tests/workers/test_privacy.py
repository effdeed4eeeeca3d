"""Does a copy of what is kept of a member arrive whole, in mails that mailboxes take?"""

import base64
import io
import json
import random
import uuid
import zipfile
from types import SimpleNamespace

import dramatiq
import pytest

from protos import privacy_pb2 as pb
from tests.support.sandboxes import Sandbox
from workers import reach
from workers.clients.mail import MailServer
from workers.privacy import send_exports


@pytest.fixture
def to() -> str:
    return f"{uuid.uuid4().hex}@example.com"


@pytest.fixture
def services(to):
    """Services that hold an export of some pages, and what they were told of it."""
    held = SimpleNamespace(pages=[b"[]"], recorded=[], open=True)

    def claim(request, **_):
        if not held.open:
            return pb.ClaimExportResponse()
        held.open = False
        export = pb.Export(export_id=7, email=to, subject="your data", text="attached")
        return pb.ClaimExportResponse(export=export)

    def page(request, **_):
        number = int(request.cursor or 0)
        is_last = number + 1 == len(held.pages)
        return pb.ExportPage(
            name=f"bids.{number}.json",
            content=held.pages[number],
            next_cursor=None if is_last else str(number + 1),
        )

    def record(request, **_):
        held.recorded.append(request.export_id)
        return pb.RecordExportResponse()

    held.privacy = SimpleNamespace(ClaimExport=claim, GetExportPage=page, RecordExport=record)
    return held


@pytest.fixture
def send(services, sandbox: Sandbox):
    mail = MailServer(sandbox.smtp_url, "PIKCUR <no-reply@pikcur.example>")
    given = dict.fromkeys(("providers", "sweettracker", "pictures"))
    reach.use(reach.Reach(services=services, mail=mail, **given))
    yield send_exports.fn
    dramatiq.get_broker().queues[send_exports.queue_name].queue.clear()


def _files(sandbox, to):
    """The files in each mail."""
    found = []
    for mail in sandbox.mails(to):
        (attached,) = mail["attachments"]
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(attached["content"]))) as made:
            found.append({name: made.read(name) for name in made.namelist()})
    return found


class TestAnExport:
    def test_comes_as_a_zip_and_is_recorded(self, send, services, sandbox, to):
        services.pages = [json.dumps([{"이름": "앤"}]).encode(), b"[]"]

        send()

        (files,) = _files(sandbox, to)
        assert json.loads(files["bids.0.json"]) == [{"이름": "앤"}]
        assert (sorted(files), services.recorded) == (["bids.0.json", "bids.1.json"], [7])

    def test_that_is_large_comes_in_several_mails(self, send, services, sandbox, to):
        services.pages = [random.randbytes(3 * 2**20) for _ in range(7)]

        send()

        mails = _files(sandbox, to)
        assert [len(files) for files in mails] == [3, 3, 1]
        together = {name: content for files in mails for name, content in files.items()}
        assert [together[f"bids.{number}.json"] for number in range(7)] == services.pages

    def test_goes_on_with_the_next_and_ends_when_there_is_none(self, send, services, to):
        queue = dramatiq.get_broker().queues[send_exports.queue_name]

        send()
        assert queue.qsize() == 1
        send()
        assert queue.qsize() == 1

    def test_is_not_recorded_when_the_mail_does_not_go_out(self, send, services):
        nowhere = MailServer("smtp://127.0.0.1:1", "PIKCUR <no-reply@pikcur.example>")
        given = dict.fromkeys(("providers", "sweettracker", "pictures"))
        reach.use(reach.Reach(services=services, mail=nowhere, **given))

        with pytest.raises(OSError, match="refused"):
            send()
        assert services.recorded == []
