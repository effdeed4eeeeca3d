"""How does a copy of what is kept of a member get to them? In zips, as large as mailboxes take."""

import tempfile
import zipfile
from typing import IO

from protos import privacy_pb2 as pb
from workers.broker import job
from workers.reach import reach
from workers.services import ask

#: Bytes of a zip from which on the rest goes into a further mail.
_MOST = 8 * 2**20


@job(queue_name="exports", max_retries=0)
def send_exports() -> None:
    """Mails one export that is due, and goes on with a further job; what fails is due again."""
    claimed = ask(reach().services.privacy.ClaimExport, pb.ClaimExportRequest())
    if not claimed.HasField("export"):
        return
    send_exports.send()
    cursor: str | None = ""
    number = 0
    while cursor is not None:
        number += 1
        # On disk: many of these at once must not need the memory of all.
        with tempfile.TemporaryFile() as file:
            cursor = _fill(file, claimed.export.export_id, cursor)
            _mail(claimed.export, number, file)
    request = pb.RecordExportRequest(export_id=claimed.export.export_id)
    ask(reach().services.privacy.RecordExport, request)


def _fill(file: IO[bytes], export_id: int, cursor: str | None) -> str | None:
    """Writes pages until the file is full; returns where the next begins, if there is one."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        while cursor is not None and file.tell() < _MOST:
            page = ask(
                reach().services.privacy.GetExportPage,
                pb.GetExportPageRequest(export_id=export_id, cursor=cursor),
            )
            made.writestr(page.name, page.content)
            cursor = page.next_cursor if page.HasField("next_cursor") else None
    return cursor


def _mail(export: pb.Export, number: int, file: IO[bytes]) -> None:
    file.seek(0)
    reach().mail.send(
        to=export.email,
        subject=export.subject,
        text=export.text,
        # The same on a second try, so that mail servers can tell it is one mail.
        message_id=f"export-{export.export_id}-{number}",
        attached={f"pikcur-{number}.zip": file.read()},
    )
