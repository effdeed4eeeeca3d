"""How does PortOne V1 speak? https://developers.portone.io/api/rest-v1"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from workers.failures import Final

#: Connect and read, in seconds.
_TIMEOUT = (5, 30)
#: A token is renewed so long before it ends.
_MARGIN = 60


class PortOneRefused(Final):
    """PortOne answered, and will not do it."""


@dataclass(frozen=True)
class Payment:
    """What PortOne says of one payment; won, and unix seconds, 0 when it did not happen."""

    imp_uid: str
    merchant_uid: str
    status: str
    amount: int
    cancelled: int
    paid_at: int
    fail_reason: str


class PortOne:
    """One shop's access; used by many threads."""

    def __init__(self, *, url: str, key: str, secret: str) -> None:
        self._url = url
        self._keys = {"imp_key": key, "imp_secret": secret}
        self._lock = threading.Lock()
        self._token = ""
        self._token_ends = 0.0

    def prepare(self, *, merchant_uid: str, amount: int) -> None:
        """
        This function will have PortOne take only `amount` for a payment; a second time is harmless.

        :raises PortOneRefused: if another amount is registered, or PortOne will not
        """
        body = {"merchant_uid": merchant_uid, "amount": amount}
        try:
            self._call("POST", "/payments/prepare", json=body)
        except PortOneRefused:
            # Registered before: a job may run twice.
            known = self._call("GET", f"/payments/prepare/{quote(merchant_uid)}")
            if known is None or known["amount"] != amount:
                raise

    def payment(self, imp_uid: str) -> Payment | None:
        """This function will read a payment; None if PortOne does not know it."""
        found = self._call("GET", f"/payments/{quote(imp_uid, safe='')}")
        return _payment(found) if found else None

    def payments_of(self, merchant_uid: str) -> list[Payment]:
        """This function will list all payments that were made under our own number."""
        found = self._call("GET", f"/payments/findAll/{quote(merchant_uid)}/")
        return [_payment(one) for one in found["list"]] if found else []

    def cancel(self, *, imp_uid: str, amount: int, reason: str) -> None:
        """
        This function will give all of a payment back; a second time is harmless.

        :raises PortOneRefused: if PortOne will not
        """
        payment = self.payment(imp_uid)
        if payment is not None and payment.cancelled >= amount:
            return
        body = {"imp_uid": imp_uid, "amount": amount, "checksum": amount, "reason": reason}
        self._call("POST", "/payments/cancel", json=body)

    def _call(self, method: str, path: str, *, json: Any = None) -> Any:
        response = self._send(method, path, json, self._valid_token())
        if response.status_code == 401:
            response = self._send(method, path, json, self._valid_token(renew=True))
        if response.status_code == 404 and method == "GET":
            return None
        return _opened(response)

    def _send(self, method: str, path: str, json: Any, token: str) -> requests.Response:
        return requests.request(
            method,
            self._url + path,
            json=json,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT,
            allow_redirects=False,
        )

    def _valid_token(self, *, renew: bool = False) -> str:
        with self._lock:
            if renew or time.time() > self._token_ends - _MARGIN:
                response = requests.post(
                    f"{self._url}/users/getToken", json=self._keys, timeout=_TIMEOUT
                )
                token = _opened(response)
                self._token = token["access_token"]
                self._token_ends = float(token["expired_at"])
            return self._token


def _opened(response: requests.Response) -> Any:
    """The envelope is told apart by its code: a refusal may come with HTTP 200."""
    if response.status_code >= 500 or response.status_code == 429:
        # Whoever stands before PortOne answers in HTML; later it may be there again.
        response.raise_for_status()
    try:
        envelope = response.json()
    except requests.JSONDecodeError as error:
        raise PortOneRefused(f"HTTP {response.status_code} without JSON") from error
    if envelope.get("code") != 0:
        raise PortOneRefused(f"{envelope.get('code')}: {envelope.get('message')}")
    return envelope["response"]


def _payment(found: Mapping[str, Any]) -> Payment:
    return Payment(
        imp_uid=found["imp_uid"],
        merchant_uid=found["merchant_uid"],
        status=found["status"],
        amount=int(found["amount"]),
        cancelled=int(found["cancel_amount"] or 0),
        paid_at=int(found["paid_at"] or 0),
        fail_reason=found["fail_reason"] or "",
    )
