"""What is in a form that brings a file? Read as it comes, as tolerantly as S3 reads it.

Names of fields and parameters are in any case, part headers and fields that nobody asked for are
passed over, `Content-Transfer-Encoding` says nothing: HTTP carries bytes as they are.
"""

import contextlib
from io import BytesIO
from typing import Any

import falcon
from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

#: Bytes of a field beside the file; a signed policy takes some hundred.
_FIELD_MOST = 4096
_FIELDS_MOST = 64


#: In which a form without a file is sent.
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data")


def values(content: bytes, content_type: str) -> dict[str, Any]:
    """This function will read a form without a file; what is broken has no fields."""
    if not content_type.lower().startswith(KINDS[1]):
        return dict(falcon.uri.parse_query_string(content.decode("utf-8", "replace")))
    found: dict[str, Any] = {}

    def keep(field: Any) -> None:
        found[field.field_name.decode("utf-8", "replace")] = field.value.decode("utf-8", "replace")

    headers = {"Content-Type": content_type.encode("latin-1", "replace")}
    with contextlib.suppress(FormParserError):
        parse_form(headers, BytesIO(content), keep, lambda _: None)
    return found


class FormInvalid(Exception):
    """It is no form, or not one that holds a file after a few short fields."""


class Form:
    """
    The fields before a file, by their names in small letters, and the file as far as it came.

    :raises FormInvalid: when it is made and with every piece that it is fed
    """

    def __init__(self, content_type: str) -> None:
        self.fields: dict[str, str] = {}
        self.file: bytearray | None = None
        self.is_complete = False
        self._header = [b"", b""]
        self._name = ""
        self._content = bytearray()
        self._parser = MultipartParser(_boundary(content_type), self._callbacks())

    def feed(self, data: bytes) -> None:
        """This function will read a piece of the body; whatever follows the file is not read."""
        if self.is_complete:
            return
        try:
            self._parser.write(data)
        except (FormParserError, UnicodeDecodeError) as error:
            raise FormInvalid from error

    def _callbacks(self) -> Any:
        return {
            "on_part_begin": self._begin_part,
            "on_header_field": self._add_to_header(0),
            "on_header_value": self._add_to_header(1),
            "on_header_end": self._end_header,
            "on_headers_finished": self._begin_content,
            "on_part_data": self._add_content,
            "on_part_end": self._end_part,
        }

    def _begin_part(self) -> None:
        self._name, self._content = "", bytearray()

    def _add_to_header(self, place: int) -> Any:
        def add(data: bytes, start: int, end: int) -> None:
            self._header[place] += data[start:end]

        return add

    def _end_header(self) -> None:
        (name, value), self._header = self._header, [b"", b""]
        if name.lower() == b"content-disposition":
            parameters = parse_options_header(value)[1]
            self._name = parameters.get(b"name", b"").decode().lower()

    def _begin_content(self) -> None:
        if self._name == "file" and self.file is None:
            self.file = self._content

    def _add_content(self, data: bytes, start: int, end: int) -> None:
        if self.is_complete:
            return
        self._content += data[start:end]
        if self._content is not self.file and len(self._content) > _FIELD_MOST:
            raise FormInvalid

    def _end_part(self) -> None:
        if self._content is self.file:
            self.is_complete = True
        elif self.file is None:
            self.fields[self._name] = self._content.decode()
        if len(self.fields) > _FIELDS_MOST:
            raise FormInvalid


def _boundary(content_type: str) -> bytes:
    kind, parameters = parse_options_header(content_type.encode("latin-1", "replace"))
    boundary = parameters.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 70:
        raise FormInvalid
    return boundary
