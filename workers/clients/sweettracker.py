"""How does SweetTracker speak? https://info.sweettracker.co.kr/apidoc"""

from dataclasses import dataclass
from typing import Any

import requests
import structlog

log = structlog.get_logger()

_TIMEOUT = (5, 20)
#: Told with HTTP 200: our own fault, or the quota; asking again at once does not help.
_FINAL = {"101", "102", "103", "104", "105"}


class SweetTrackerFailed(Exception):
    """SweetTracker could not look it up; trying again may help."""


@dataclass(frozen=True)
class Step:
    """One scan; unix milliseconds, and a level from 1 to 6."""

    at_ms: int
    where: str
    kind: str
    level: int


@dataclass(frozen=True)
class Look:
    level: int
    steps: list[Step]


class SweetTracker:
    def __init__(self, *, url: str, key: str, method: str) -> None:
        self._url = url
        self._key = key
        self._method = method

    def look(self, *, carrier: str, invoice: str) -> Look | None:
        """
        This function will ask where a parcel is; None if SweetTracker refuses to say.

        :raises SweetTrackerFailed: if it could not find out
        """
        asked = {"t_key": self._key, "t_code": carrier, "t_invoice": invoice}
        told = self._ask("/api/v1/trackingInfo", asked)
        if told.get("status") is False:
            _note_refusal(told, carrier, invoice)
            return None
        steps = [_step(detail) for detail in told.get("trackingDetails") or []]
        is_done = told.get("complete") is True or told.get("completeYN") == "Y"
        return Look(6 if is_done else int(told.get("level") or 0), steps)

    def _ask(self, path: str, asked: dict[str, str]) -> dict[str, Any]:
        how = {"params": asked} if self._method == "GET" else {"json": asked}
        try:
            response = requests.request(
                self._method,
                self._url + path,
                timeout=_TIMEOUT,
                allow_redirects=False,
                **how,  # type: ignore[arg-type]
            )
            if response.status_code != 200:
                # The answer may repeat the key: only the status is told.
                raise SweetTrackerFailed(f"HTTP {response.status_code}")
            told: dict[str, Any] = response.json()
        except requests.RequestException as error:
            # Its text may hold the whole URL, and so the key.
            raise SweetTrackerFailed(type(error).__name__) from None
        return told


def _note_refusal(told: dict[str, Any], carrier: str, invoice: str) -> None:
    code = str(told.get("code"))
    if code not in _FINAL:
        raise SweetTrackerFailed(f"{code}: {told.get('msg')}")
    log.warning("no tracking", code=code, carrier=carrier, invoice=invoice, said=told.get("msg"))


def _step(detail: dict[str, Any]) -> Step:
    # Names and phone numbers of people are left where they are.
    return Step(
        at_ms=int(detail["time"]),
        where=str(detail.get("where") or ""),
        kind=str(detail.get("kind") or ""),
        level=int(detail.get("level") or 0),
    )
