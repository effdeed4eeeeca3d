"""How is a table answered that is asked for in parts? As one file, on disk if it becomes large."""

import tempfile
from typing import IO, Any

from api_http.operations import Call

#: Bytes from which on it is on disk.
_IN_MEMORY = 2**20


async def sheet(call: Call, rpc: Any, request: Any, name: str) -> IO[bytes]:
    """This function will ask a service for all parts of a table, and offer it under a name."""
    # Closed once it is sent.
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    while True:
        part = await call.ask(rpc, request)
        file.write(part.content)
        if not part.HasField("next_cursor"):
            break
        request.cursor = part.next_cursor
    file.seek(0)
    call.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return file
