"""Does the sandbox start, stop and remember as it should?"""

import json
import smtplib
import socket
import time

import pytest

from tests.support.waiting import wait_until


class TestRestart:
    def test_after_a_kill_forgets_nothing(self, own_sandbox, uid, invoice):
        token = own_sandbox.token()
        own_sandbox.v1("POST", "/payments/prepare", json={"merchant_uid": uid, "amount": 7_000})
        imp_uid = own_sandbox.pay(uid, None)
        own_sandbox.cancel(imp_uid=imp_uid, amount=2_000)
        path = f"/_sandbox/parcels/04/{invoice}"
        own_sandbox.sweettracker("PUT", path, json={"level": 5})
        with smtplib.SMTP("127.0.0.1", own_sandbox.smtp_port, timeout=60) as smtp:
            smtp.sendmail("a@example.com", ["ann@example.com"], "Subject: kept\r\n\r\nhi")

        own_sandbox.kill()
        own_sandbox.start()

        assert own_sandbox.token()["access_token"] == token["access_token"]
        assert own_sandbox.payment(imp_uid)["cancel_history"][0]["amount"] == 2_000
        prepared = own_sandbox.v1("GET", f"/payments/prepare/{uid}").json()
        assert prepared["response"]["amount"] == 7_000
        assert own_sandbox.track("04", invoice)["level"] == 5
        assert own_sandbox.mails("ann@example.com")[0]["subject"] == "kept"


class TestProcess:
    def test_stops_cleanly_and_quickly(self, own_sandbox):
        with socket.create_connection(("127.0.0.1", own_sandbox.smtp_port), timeout=60):
            asked_at = time.monotonic()
            assert own_sandbox.stop() == 0
            assert time.monotonic() - asked_at < 2
        assert "Traceback" not in (own_sandbox.folder / "log").read_text()

    def test_names_the_port_that_is_taken(self, own_sandbox):
        second = own_sandbox.second_attempt()
        assert second.returncode == 1
        assert f"port {own_sandbox.portone_port}" in second.stderr
        assert "Traceback" not in second.stderr

    def test_logs_one_line_a_request(self, own_sandbox):
        own_sandbox.portone("GET", "/payments/x?secret=1")
        log = own_sandbox.folder / "log"

        def lines():
            read = [json.loads(line) for line in log.read_text().splitlines()]
            return [line for line in read if line.get("path") == "/payments/x"]

        (line,) = wait_until("a line", lines)
        assert (line["provider"], line["method"], line["status"]) == ("portone", "GET", 401)

    @pytest.mark.parametrize("path", ["/nowhere", "/_sandbox/nowhere", "/v2/nowhere"])
    def test_answers_unknown_routes_with_json(self, sandbox, path):
        answer = sandbox.portone("GET", path)
        assert answer.status_code == 404
        assert answer.json()

    def test_never_answers_a_hostile_request_with_500(self, sandbox):
        for method, path in (
            ("DELETE", "/_sandbox/pay"),
            ("GET", "/payments/find/%00%ff%2f"),
            ("GET", "/payments/status/all?from=-1&to=99999999999999999999"),
            ("PUT", "/_sandbox/token"),
            ("POST", "/users/getToken"),
        ):
            assert sandbox.v1(method, path).status_code < 500

    def test_refuses_bodies_no_provider_would_get(self, sandbox):
        answer = sandbox.portone("POST", "/_sandbox/pay", data=b" " * 1_000_001)
        assert answer.status_code == 413

    def test_hears_a_slow_caller_out_before_it_refuses(self, sandbox):
        head = b"POST /payments/cancel HTTP/1.1\r\nContent-Length: 2000\r\n\r\n"
        address = ("127.0.0.1", sandbox.portone_port)
        with socket.create_connection(address, timeout=60) as caller:
            caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            caller.sendall(head)
            for _ in range(2000):
                caller.sendall(b"x")
            assert b" 401 " in caller.recv(100)
