"""How does SweetTracker speak? https://info.sweettracker.co.kr/apidoc"""

from dataclasses import dataclass
from typing import Any

import requests

_TIMEOUT = (5, 20)


class SweetTrackerFailed(Exception):
    """SweetTracker did not look it up; `code` is what it gave as its reason, with HTTP 200."""

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code


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

    def look(self, *, carrier: str, invoice: str) -> Look:
        """
        This function will ask where a parcel is.

        :raises SweetTrackerFailed: if it could not find out, or SweetTracker refuses to say
        """
        asked = {"t_key": self._key, "t_code": carrier, "t_invoice": invoice}
        told = self._ask("/api/v1/trackingInfo", asked)
        steps = [_step(detail) for detail in told.get("trackingDetails") or []]
        is_done = told.get("complete") is True or told.get("completeYN") == "Y"
        return Look(6 if is_done else int(told.get("level") or 0), steps)

    def recommended(self, *, invoice: str) -> list[str]:
        """
        This function will ask of which carriers a number may be, by their codes.

        :raises SweetTrackerFailed: if it could not find out, or SweetTracker refuses to say
        """
        told = self._ask("/api/v1/recommend", {"t_key": self._key, "t_invoice": invoice})
        return [str(one["Code"]) for one in told.get("Recommend") or []]

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
        if told.get("status") is False:
            code = str(told.get("code"))
            raise SweetTrackerFailed(f"{code}: {told.get('msg')}", code)
        return told


def _step(detail: dict[str, Any]) -> Step:
    # Names and phone numbers of people are left where they are.
    return Step(
        at_ms=int(detail["time"]),
        where=str(detail.get("where") or ""),
        kind=str(detail.get("kind") or ""),
        level=int(detail.get("level") or 0),
    )
