"""How does PortOne V2 speak? https://developers.portone.io/api/rest-v2"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import requests

from workers.clients import breakers
from workers.clients.provider import Payment, ProviderBusy, ProviderRefused, RefundAccount, refusal

#: Connect and read, in seconds; PortOne advises a minute for what banks have to do.
_TIMEOUT, _SLOW = (3, 10), (3, 60)
_AT_ONCE = 1_000
#: A list that moved while it was read is read again, so often.
_READ_AGAIN = 3
_VIRTUAL_ACCOUNT = "VirtualAccount"
#: What somebody behind PortOne says, with HTTP 502.
_GATEWAY = "PG_PROVIDER"
#: Another request of the same kind is still under way there.
_UNDER_WAY = "IDEMPOTENCY_OUTSTANDING_REQUEST"
_STATUSES = {
    "READY": "ready",
    "PENDING": "ready",
    "PAY_PENDING": "ready",
    "VIRTUAL_ACCOUNT_ISSUED": "ready",
    "PAID": "paid",
    "PARTIAL_CANCELLED": "paid",
    "CANCELLED": "cancelled",
    "FAILED": "failed",
}
#: The names of banks, by their three digits.
_BANKS = {
    "002": "KDB", "003": "IBK", "004": "KOOKMIN", "007": "SUHYUP", "011": "NONGHYUP",
    "012": "LOCAL_NONGHYUP", "020": "WOORI", "023": "STANDARD_CHARTERED", "027": "CITI",
    "031": "DAEGU", "032": "BUSAN", "034": "KWANGJU", "035": "JEJU", "037": "JEONBUK",
    "039": "KYONGNAM", "045": "KFCC", "048": "SHINHYUP", "071": "POST", "081": "HANA",
    "088": "SHINHAN", "089": "K_BANK", "090": "KAKAO", "092": "TOSS",
}  # fmt: skip


class PortOneV2:
    """One shop's access, by its API secret; used by many threads. Our number is PortOne's too."""

    def __init__(self, *, url: str, secret: str, store_id: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"PortOne {secret}"}
        self._store_id = store_id
        self._breaker = breakers.breaker("PortOne V2")

    def prepare(self, *, merchant_uid: str, amount: int) -> None:
        """:raises ProviderRefused: if it is paid already, or PortOne will not"""
        body = {"storeId": self._store_id, "totalAmount": amount, "currency": "KRW"}
        self._post(f"{_path(merchant_uid)}/pre-register", body, _TIMEOUT)

    def payments_of(self, merchant_uid: str) -> list[Payment]:
        query = urlencode({"storeId": self._store_id})
        told = self._get(f"{_path(merchant_uid)}?{query}")
        return [] if told is None else [_payment(told)]

    def payments_between(self, since: int, until: int) -> list[Payment]:
        found: dict[str, Payment] = {}
        for _ in range(_READ_AGAIN):
            found, totals = self._listed(since, until)
            if totals == {len(found)}:
                break
        return list(found.values())

    def _listed(self, since: int, until: int) -> tuple[dict[str, Payment], set[int]]:
        """With how many there were in all, as each page has it."""
        found: dict[str, Payment] = {}
        number, totals = 0, set[int]()
        while True:
            told = self._page(since, until, number)
            payments = map(_payment, told["items"])
            found |= {payment.provider_uid: payment for payment in payments}
            totals.add(told["page"]["totalCount"])
            number += 1
            if number * _AT_ONCE >= told["page"]["totalCount"]:
                return found, totals

    def _page(self, since: int, until: int, number: int) -> Any:
        asked = {
            "page": {"number": number, "size": _AT_ONCE},
            "filter": {
                "storeId": self._store_id,
                "timestampType": "STATUS_CHANGED_AT",
                "from": _moment(since),
                "until": _moment(until - 1),
                "sortBy": "REQUESTED_AT",
                "sortOrder": "ASC",
            },
        }
        return self._get(f"/payments?{urlencode({'requestBody': json.dumps(asked)})}")

    def payments_named(self, provider_uids: Sequence[str]) -> list[Payment]:
        return [payment for uid in provider_uids for payment in self.payments_of(uid)]

    def cancel(
        self,
        payment: Payment,
        *,
        amount: int,
        reason: str,
        key: str,
        account: RefundAccount | None = None,
    ) -> None:
        """:raises ProviderRefused: if PortOne will not, or holds another balance"""
        body = {
            "storeId": self._store_id,
            "amount": amount,
            "reason": reason,
            "currentCancellableAmount": payment.balance,
            "skipWebhook": True,
            **(_refund_fields(payment, account) if account else {}),
        }
        told = self._post(f"{_path(payment.merchant_uid)}/cancel", body, _SLOW, key)
        if told["cancellation"]["status"] == "FAILED":
            raise ProviderBusy(f"the cancel failed: {told['cancellation'].get('reason', '')}")

    def _get(self, path: str) -> Any:
        """None if there is no such thing."""
        url = self._url + path
        answer = breakers.send(self._breaker, "GET", url, headers=self._headers, timeout=_TIMEOUT)
        return None if answer.status_code == 404 else _opened(answer)

    def _post(
        self, path: str, body: Mapping[str, Any], timeout: tuple[int, int], key: str = ""
    ) -> Any:
        # Between quotes, and never too short.
        once = {"Idempotency-Key": f'"pikcur-{key:0>16}"'} if key else {}
        url = self._url + path
        answer = breakers.send(
            self._breaker,
            "POST",
            url,
            json=body,
            headers=self._headers | once,
            timeout=timeout,
            is_answer=_is_of_the_gateway,
        )
        return _opened(answer)


def _path(payment_id: str) -> str:
    return f"/payments/{quote(payment_id, safe='')}"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _refund_fields(payment: Payment, account: RefundAccount) -> dict[str, Any]:
    if payment.method != _VIRTUAL_ACCOUNT:
        return {}
    return {
        "refundAccount": {
            "bank": _BANKS[account.bank_code],
            "number": account.account_number,
            "holderName": account.holder,
        }
    }


def _opened(answer: requests.Response) -> Any:
    try:
        told = answer.json()
    except requests.JSONDecodeError as error:
        raise ProviderRefused(f"HTTP {answer.status_code} without JSON") from error
    if answer.status_code >= 400:
        raise _refusal(told)
    return told


def _is_of_the_gateway(answer: requests.Response) -> bool:
    try:
        return bool(answer.json().get("type") == _GATEWAY)
    except (requests.JSONDecodeError, AttributeError):
        return False


def _refusal(told: Mapping[str, Any]) -> ProviderRefused:
    kind = told.get("type")
    text = f"{kind}: {told.get('pgMessage') or told.get('message')}"
    return ProviderBusy(text) if kind == _UNDER_WAY else refusal(text)


def _payment(told: Mapping[str, Any]) -> Payment:
    paid_at = int(datetime.fromisoformat(told["paidAt"]).timestamp()) if told.get("paidAt") else 0
    return Payment(
        provider="PORTONE_V2",
        provider_uid=told["id"],
        merchant_uid=told["id"],
        status=_STATUSES[told["status"]],
        paid=int(told["amount"]["total"]) if paid_at else 0,
        cancelled=int(told["amount"]["cancelled"]) if paid_at else 0,
        currency=told["currency"],
        method=(told.get("method") or {}).get("type", "").removeprefix("PaymentMethod"),
        gateway=(told.get("channel") or {}).get("pgProvider", ""),
        transaction_id=told.get("transactionId") or "",
        receipt_url=told.get("receiptUrl") or "",
        paid_at=paid_at,
    )
