"""How does PortOne V1 speak? https://developers.portone.io/api/rest-v1"""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import requests

from workers.clients import breakers
from workers.clients.provider import Payment, ProviderRefused, RefundAccount, refusal

#: Connect and read, in seconds.
_TIMEOUT = (3, 10)
#: A token is renewed so long before it ends.
_MARGIN = 60
#: The most that it tells on a page, and of so many it tells at once.
_AT_ONCE = 100
#: How often a list is read whose pages move meanwhile.
_READ_AGAIN = 3
_NOTHING: dict[str, Any] = {"list": [], "next": 0, "total": 0}
#: As PortOne calls it.
_VIRTUAL_ACCOUNT = "vbank"


class PortOne:
    """One shop's access; used by many threads."""

    def __init__(self, *, url: str, key: str, secret: str) -> None:
        self._url = url
        self._keys = {"imp_key": key, "imp_secret": secret}
        self._token = "", 0.0
        self._breaker = breakers.breaker("PortOne V1")

    def prepare(self, *, merchant_uid: str, amount: int) -> None:
        """
        This function will have PortOne take only `amount` for a payment; a second time is harmless.

        :raises ProviderRefused: if another amount is registered, or PortOne will not
        """
        body = {"merchant_uid": merchant_uid, "amount": amount}
        try:
            self._call("POST", "/payments/prepare", json=body)
        except ProviderRefused:
            # Registered before: a job may run twice.
            known = self._call("GET", f"/payments/prepare/{quote(merchant_uid, safe='')}")
            if known is None or known["amount"] != amount:
                raise

    def payments_of(self, merchant_uid: str) -> list[Payment]:
        """This function will list all payments that were made under our own number."""
        found, page = [], 1
        while page:
            path = f"/payments/findAll/{quote(merchant_uid, safe='')}/?page={page}"
            told = self._call("GET", path) or _NOTHING
            found += told["list"]
            page = told["next"]
        return [_payment(one) for one in found]

    def payments_between(self, since: int, until: int) -> list[Payment]:
        """
        This function will list what was begun, paid, given back or failed last, of all payments.

        From the second `since` to the one before `until`. If somebody cancels meanwhile pages move
        on, and are read again; a list that keeps moving may lack what has left it.
        """
        found: dict[str, Any] = {}
        for _ in range(_READ_AGAIN):
            found, totals = self._listed(since, until)
            if totals == {len(found)}:
                break
        return [_payment(one) for one in found.values()]

    def _listed(self, since: int, until: int) -> tuple[dict[str, Any], set[int]]:
        """With how many there were in all, as each page has it."""
        found: dict[str, Any] = {}
        page, totals = 1, set[int]()
        while page:
            asked = f"from={since}&to={until - 1}&page={page}&limit={_AT_ONCE}&sorting=started"
            told = self._call("GET", f"/payments/status/all?{asked}") or _NOTHING
            found |= {one["imp_uid"]: one for one in told["list"]}
            page, totals = told["next"], totals | {told["total"]}
        return found, totals

    def payments_named(self, provider_uids: Sequence[str]) -> list[Payment]:
        """This function will tell of payments by PortOne's numbers, at most a hundred of them."""
        asked = "&".join(f"imp_uid[]={quote(uid, safe='')}" for uid in provider_uids)
        return [_payment(one) for one in self._call("GET", f"/payments?{asked}") or ()]

    def cancel(
        self,
        payment: Payment,
        *,
        amount: int,
        reason: str,
        key: str = "",
        account: RefundAccount | None = None,
    ) -> None:
        """
        This function will give a part of a payment back, or all of it.

        V1 knows no keys: that the balance is the one expected keeps it from being done twice.

        What came by a virtual account goes to `account`; all else goes back whence it came.

        :raises ProviderRefused: if PortOne will not, or holds another balance than `payment` says
        """
        body = {
            "imp_uid": payment.provider_uid,
            "amount": amount,
            "checksum": payment.balance,
            "reason": reason,
            **(_refund_fields(payment, account) if account else {}),
        }
        self._call("POST", "/payments/cancel", json=body)

    def _call(self, method: str, path: str, *, json: Any = None) -> Any:
        token = self._valid_token()
        response = self._send(method, path, json, token)
        if response.status_code == 401:
            response = self._send(method, path, json, self._valid_token(instead_of=token))
        if response.status_code == 404 and method == "GET":
            return None
        return _opened(response)

    def _send(self, method: str, path: str, json: Any, token: str) -> requests.Response:
        return breakers.send(
            self._breaker,
            method,
            self._url + path,
            json=json,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT,
        )

    def _valid_token(self, *, instead_of: str = "") -> str:
        """Without a lock, which a provider that hangs would hold: all get the same token anyway."""
        token, ends = self._token
        if token == instead_of or time.time() > ends - _MARGIN:
            url = f"{self._url}/users/getToken"
            told = _opened(
                breakers.send(self._breaker, "POST", url, json=self._keys, timeout=_TIMEOUT)
            )
            token, ends = self._token = told["access_token"], float(told["expired_at"])
        return token


def _refund_fields(payment: Payment, account: RefundAccount) -> dict[str, str]:
    if payment.method != _VIRTUAL_ACCOUNT:
        return {}
    return {
        "refund_bank": _bank(payment.gateway, account.bank_code),
        "refund_account": account.account_number,
        "refund_holder": account.holder,
    }


def _bank(gateway: str, code: str) -> str:
    """A bank as each gateway writes it: Inicis without a first 0, KCP as BK and its digits."""
    if gateway.endswith("inicis"):
        return code.removeprefix("0")
    return f"BK{code.removeprefix('0')}" if gateway == "kcp" else code


def _opened(response: requests.Response) -> Any:
    """The envelope is told apart by its code: a refusal may come with HTTP 200."""
    try:
        envelope = response.json()
    except requests.JSONDecodeError as error:
        raise ProviderRefused(f"HTTP {response.status_code} without JSON") from error
    if envelope.get("code") != 0:
        raise refusal(f"{envelope.get('code')}: {envelope.get('message')}")
    return envelope["response"]


def _payment(found: Mapping[str, Any]) -> Payment:
    paid_at = int(found["paid_at"] or 0)
    return Payment(
        provider="PORTONE",
        provider_uid=found["imp_uid"],
        merchant_uid=found["merchant_uid"],
        status=found["status"],
        # What was cancelled had been paid, unless it was an account that waited for its money.
        paid=int(found["amount"]) if paid_at else 0,
        cancelled=int(found["cancel_amount"] or 0) if paid_at else 0,
        currency=found["currency"] or "KRW",
        method=found["pay_method"] or "",
        gateway=found.get("pg_provider") or "",
        transaction_id=found["pg_tid"] or "",
        receipt_url=found["receipt_url"] or "",
        paid_at=paid_at,
    )
