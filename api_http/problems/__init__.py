"""What can a client be told instead of an answer? Every code, with its status and its words."""

from collections.abc import Mapping
from typing import Any

from api_http.problems import (
    admin,
    alarms,
    auction,
    cases,
    catalogue,
    community,
    delivery,
    edge,
    editorial,
    helpdesk,
    members,
    payouts,
    privacy,
    services,
    trade,
)
from api_http.problems.words import Told, Words

__all__ = ["PROBLEMS", "Problem", "Told", "Words"]


def joined(*tables: Mapping[str, Told]) -> dict[str, Told]:
    """:raises ValueError: if a code stands in two tables"""
    found: dict[str, Told] = {}
    for table in tables:
        if doubled := found.keys() & table.keys():
            raise ValueError(f"told twice: {', '.join(sorted(doubled))}")
        found |= table
    return found


PROBLEMS = joined(
    edge.PROBLEMS,
    services.PROBLEMS,
    members.PROBLEMS,
    catalogue.PROBLEMS,
    cases.PROBLEMS,
    auction.PROBLEMS,
    trade.PROBLEMS,
    payouts.PROBLEMS,
    delivery.PROBLEMS,
    community.PROBLEMS,
    helpdesk.PROBLEMS,
    alarms.PROBLEMS,
    privacy.PROBLEMS,
    admin.PROBLEMS,
    editorial.PROBLEMS,
)


class Problem(Exception):
    """What a client is told instead of an answer; `fields` say what is wrong with each."""

    def __init__(
        self,
        code: str,
        *,
        fields: Mapping[str, Words] | None = None,
        values: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code if code in PROBLEMS else "INTERNAL"
        self.fields = fields or {}
        self.values = dict(values or {})
        self.headers = dict(headers or {})

    @property
    def told(self) -> Told:
        return PROBLEMS[self.code]

    @property
    def status(self) -> int:
        return self.told.status
