"""Is money asked for, found and given back once, whatever PortOne says and however often we ask?"""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.support import servers
from tests.support.sandboxes import Sandbox
from tests.support.waiting import wait_until
from workers.clients.portone import PortOne
from workers.clients.provider import Payment, ProviderRefused, RefundAccount


@pytest.fixture
def portone(sandbox: Sandbox) -> PortOne:
    return PortOne(url=sandbox.portone_url, key="sandbox-key", secret="sandbox-secret")


class TestPrepare:
    def test_lets_a_buyer_pay_that_amount(self, portone, sandbox, uid):
        portone.prepare(merchant_uid=uid, amount=13_000)
        sandbox.pay(uid, amount=None)
        (payment,) = portone.payments_of(uid)
        assert (payment.merchant_uid, payment.paid, payment.status) == (uid, 13_000, "paid")
        assert (payment.currency, payment.balance) == ("KRW", 13_000)
        assert payment.paid_at > 1_700_000_000

    def test_is_harmless_a_second_time(self, portone, sandbox, uid):
        for _ in range(2):
            portone.prepare(merchant_uid=uid, amount=13_000)
        sandbox.pay(uid, amount=None)
        assert [payment.paid for payment in portone.payments_of(uid)] == [13_000]

    def test_is_refused_for_another_amount(self, portone, sandbox, uid):
        portone.prepare(merchant_uid=uid, amount=13_000)
        with pytest.raises(ProviderRefused, match="merchant_uid"):
            portone.prepare(merchant_uid=uid, amount=14_000)
        sandbox.pay(uid, amount=None)
        assert [payment.paid for payment in portone.payments_of(uid)] == [13_000]


class TestPaymentsOf:
    def test_lists_every_try_under_our_number(self, portone, sandbox, uid):
        tried = [
            sandbox.pay(uid, amount=5_000, outcome="failed"),
            sandbox.pay(uid, amount=5_000),
        ]
        found = portone.payments_of(uid)
        assert {payment.provider_uid for payment in found} == set(tried)
        assert {payment.merchant_uid for payment in found} == {uid}

    def test_lists_many_tries_page_by_page(self, portone, sandbox, uid):
        for _ in range(25):
            sandbox.pay(uid, amount=5_000, outcome="failed")

        assert len({payment.provider_uid for payment in portone.payments_of(uid)}) == 25

    def test_that_failed_or_wait_for_money_hold_none(self, portone, sandbox, uid):
        for outcome in ("failed", "ready"):
            sandbox.pay(uid, amount=5_000, outcome=outcome)

        told = {payment.status: payment for payment in portone.payments_of(uid)}
        assert [(told[name].paid, told[name].paid_at) for name in ("failed", "ready")] == [
            (0, 0),
            (0, 0),
        ]

    def test_is_empty_for_numbers_that_are_none(self, portone):
        for number in ("?x=1", "a b", "가"):
            assert portone.payments_of(number) == []

    def test_is_empty_when_nobody_paid(self, portone, uid):
        portone.prepare(merchant_uid=uid, amount=5_000)
        assert portone.payments_of(uid) == []


class TestCancel:
    @pytest.fixture
    def paid(self, portone, sandbox, uid):
        sandbox.pay(uid, amount=5_000)
        (payment,) = portone.payments_of(uid)
        return payment

    @pytest.mark.parametrize(("amount", "status"), [(5_000, "cancelled"), (2_000, "paid")])
    def test_gives_all_or_a_part_back(self, portone, paid, amount, status):
        portone.cancel(paid, amount=amount, reason="AMOUNT_MISMATCH")

        (payment,) = portone.payments_of(paid.merchant_uid)
        assert (payment.status, payment.cancelled) == (status, amount)

    def test_is_refused_when_the_balance_is_not_what_we_believe(self, portone, paid):
        portone.cancel(paid, amount=1_000, reason="AMOUNT_MISMATCH")

        with pytest.raises(ProviderRefused, match="checksum"):
            portone.cancel(paid, amount=4_000, reason="AMOUNT_MISMATCH")

        assert [one.cancelled for one in portone.payments_of(paid.merchant_uid)] == [1_000]

    def test_is_refused_when_nothing_was_paid(self, portone, sandbox, uid):
        sandbox.pay(uid, amount=5_000, outcome="failed")
        (failed,) = portone.payments_of(uid)
        for payment in (failed, replace(failed, provider_uid="imp_000000000000")):
            with pytest.raises(ProviderRefused):
                portone.cancel(payment, amount=5_000, reason="AMOUNT_MISMATCH")


class TestCancelOfAVirtualAccount:
    @pytest.fixture
    def paid(self, portone, sandbox, uid):
        sandbox.deposit(sandbox.pay(uid, amount=5_000, outcome="ready"))
        (payment,) = portone.payments_of(uid)
        return payment

    def test_names_where_it_goes(self, portone, paid):
        account = RefundAccount("088", "110123456789", "밥")
        portone.cancel(paid, amount=5_000, reason="WRONG_AMOUNT", account=account)
        assert [one.balance for one in portone.payments_of(paid.merchant_uid)] == [0]

    def test_is_refused_without(self, portone, paid):
        with pytest.raises(ProviderRefused, match="환불계좌"):
            portone.cancel(paid, amount=5_000, reason="WRONG_AMOUNT")


class TestToken:
    def test_is_renewed_before_it_ends(self, portone, sandbox, uid):
        sandbox.limit_token(60)

        def has_a_long_token() -> bool:
            assert portone.payments_of(uid) == []
            return portone._token[1] - time.time() > 60

        wait_until("a longer token", has_a_long_token)

    def test_that_ended_early_is_replaced_unnoticed(self, portone, sandbox, uid):
        portone.prepare(merchant_uid=uid, amount=5_000)
        sandbox.limit_token(0)
        assert portone.payments_of(uid) == []
        portone.prepare(merchant_uid=uid, amount=5_000)

    def test_that_ended_early_is_replaced_for_many_threads_at_once(self, portone, sandbox, uid):
        sandbox.pay(uid, amount=5_000)
        found: list[int] = []
        sandbox.limit_token(0)
        threads = [
            threading.Thread(target=lambda: found.append(portone.payments_of(uid)[0].paid))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [5_000] * 8

    def test_is_not_given_for_wrong_keys(self, sandbox, uid):
        stranger = PortOne(url=sandbox.portone_url, key="sandbox-key", secret="hunter2")
        with pytest.raises(ProviderRefused) as refused:
            stranger.prepare(merchant_uid=uid, amount=5_000)
        assert "hunter2" not in str(refused.value)


class Moody(BaseHTTPRequestHandler):
    """A PortOne that gives tokens, and to everything else one answer."""

    status, body = 404, json.dumps({"code": -1, "message": "not here"}).encode()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        token = {"access_token": "token", "expired_at": 2**33}
        if self.path == "/users/getToken":
            self._answer(200, json.dumps({"code": 0, "response": token}).encode())
        else:
            self._answer(self.status, self.body)

    def do_GET(self) -> None:
        self._answer(self.status, self.body)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def moody() -> Iterator[tuple[PortOne, type[Moody]]]:
    handler = type("Handler", (Moody,), {})
    with ThreadingHTTPServer((servers.HOST, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://{servers.HOST}:{server.server_port}"
        yield PortOne(url=url, key="key", secret="hunter2"), handler
        server.shutdown()
        thread.join()


PAID = Payment("PORTONE", "imp_1", "a", "paid", 5_000, 0, "KRW", "card", "", "", "", 1)


class TestTrouble:
    def test_is_not_taken_for_a_refund_or_a_registration(self, moody):
        portone, _ = moody
        with pytest.raises(ProviderRefused, match="not here"):
            portone.cancel(PAID, amount=5_000, reason="AMOUNT_MISMATCH")
        with pytest.raises(ProviderRefused, match="not here"):
            portone.prepare(merchant_uid="a", amount=5_000)

    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (502, b"<html>Bad gateway</html>"),
            (500, b"{}"),
            (429, b"slow down"),
            (200, b"<html>"),
            (200, b"{}"),
        ],
    )
    def test_is_told_apart_from_an_answer(self, moody, status, body):
        portone, handler = moody
        handler.status, handler.body = status, body
        kind = ProviderRefused if status == 200 else requests.RequestException
        with pytest.raises(kind) as trouble:
            portone.payments_of("a")
        assert "hunter2" not in str(trouble.value)

    def test_of_the_line_tells_no_secret(self):
        nowhere = PortOne(url=f"http://{servers.HOST}:1", key="key", secret="hunter2")
        with pytest.raises(requests.ConnectionError) as trouble:
            nowhere.payments_of("a")
        assert "hunter2" not in str(trouble.value)
