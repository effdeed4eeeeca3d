"""What does one operation of the API promise? Said once, for the guard, the document, the tests."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Any

from google.protobuf.message import Message
from msgspec import Struct

from api_http.kinds import Kind
from api_http.tables import Table

ZIP = "application/zip"
CSV = "text/csv; charset=utf-8"


class Key(enum.IntEnum):
    """Whether an operation takes an Idempotency-Key."""

    NONE, ACCEPTED, REQUIRED = range(3)


class Side(enum.StrEnum):
    """Who of those around a thing; `AUTHOR` wrote it, or bid."""

    BUYER = "its buyer"
    SELLER = "its seller"
    AUTHOR = "its author"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What is taken, what is answered, and what may be refused."""

    #: A verb and what it is done to, unique in the API.
    name: str
    summary: str
    #: Of which kind the texts in the path are; ids are the router's.
    path: Mapping[str, type[Kind]] = field(default_factory=dict)
    body: type[Struct] | None = None
    body_optional: bool = False
    query: type[Struct] | None = None
    answer: type[Message] | None = None
    #: Whether people are answered, with a page of HTML in place of a message.
    is_page: bool = False
    #: Of which kind the file is that is answered, in place of a message.
    file: str = ""
    status: int = 200
    public: bool = False
    #: For whom of the members the thing in the path is there; without any, for all.
    sides: tuple[Side, ...] = ()
    key: Key = Key.NONE
    #: Where a new resource is found; filled with the path's and the answer's fields.
    location: str = ""
    refuses: tuple[str, ...] = ()
    accepts_form: bool = False
    #: As which table the body may come as well; what else the body has is in the query then.
    table: Table | None = None
    #: Whether a GET does something here, so that HEAD, which only looks, cannot be had.
    is_begun_by_get: bool = False
    #: Whether the body is signed by who sends it, under `webhook-id`, which is its key.
    is_signed: bool = False

    def location_of(self, answer: Message, path: dict[str, Any]) -> str:
        """This function will say where what was made is found."""
        names = [name for name in _places(self.location) if name not in path]
        return self.location.format(**path, **{name: getattr(answer, name) for name in names})


@cache
def _places(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)
