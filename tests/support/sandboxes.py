"""Who plays the outside world? The sandbox's real process, and the hand that plays buyers."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from tests.support.servers import HOST, ROOT, free_port, listens
from tests.support.waiting import wait_until


class Sandbox:
    """The real process and how to speak to it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.portone_port, self.sweettracker_port, self.smtp_port, self.mail_port = (
            free_port() for _ in range(4)
        )
        self.portone_url = f"http://{HOST}:{self.portone_port}"
        self.sweettracker_url = f"http://{HOST}:{self.sweettracker_port}"
        self.smtp_url = f"smtp://{HOST}:{self.smtp_port}"
        self.mail_url = f"http://{HOST}:{self.mail_port}"
        self._command = [
            *(sys.executable, "-m", "sandbox"),
            *("--portone-port", str(self.portone_port)),
            *("--sweettracker-port", str(self.sweettracker_port)),
            *("--smtp-port", str(self.smtp_port)),
            *("--mail-port", str(self.mail_port)),
            *("--data", str(folder)),
            *options,
        ]
        self.http = requests.Session()
        self.http.trust_env = False
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self._command, cwd=ROOT, stdout=log, stderr=log)
        wait_until("the sandbox", self._is_listening)

    def second_attempt(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )

    def _is_listening(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text()
        ports = (self.portone_port, self.sweettracker_port, self.smtp_port, self.mail_port)
        return all(map(listens, ports))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=60)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=60)

    def portone(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.http.request(method, self.portone_url + path, timeout=60, **options)

    def token(self) -> dict[str, Any]:
        keys = {"imp_key": "sandbox-key", "imp_secret": "sandbox-secret"}
        return self.portone("POST", "/users/getToken", json=keys).json()["response"]

    def v1(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": self.token()["access_token"]}
        return self.portone(method, path, headers=headers, **options)

    def v2(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": "PortOne sandbox-v2-secret"} | options.pop("headers", {})
        return self.portone(method, f"/v2{path}", headers=headers, **options)

    def pay(self, merchant_uid: str, amount: int | None = 10_000, **more: Any) -> str:
        body = {"merchant_uid": merchant_uid, "amount": amount, **more}
        return self._told(self.portone("POST", "/_sandbox/pay", json=body))["imp_uid"]

    def deposit(self, imp_uid: str, **more: Any) -> None:
        self._told(self.portone("POST", "/_sandbox/deposit", json={"imp_uid": imp_uid, **more}))

    def cancel_at_console(self, imp_uid: str, **more: Any) -> None:
        """This function will give all or `amount` back without the shop's doing."""
        self._told(self.portone("POST", "/_sandbox/cancel", json={"imp_uid": imp_uid, **more}))

    def refuse_cancels(self, times: int, because: str = "refused") -> None:
        body = {"times": times, "because": because}
        self._told(self.portone("PUT", "/_sandbox/refusals", json=body))

    def play_trouble(self, **trouble: Any) -> None:
        """This function will have PortOne answer late or badly; without anything, well again."""
        self._told(self.portone("PUT", "/_sandbox/trouble", json=trouble))

    def payment(self, imp_uid: str) -> dict[str, Any]:
        return self.v1("GET", f"/payments/{imp_uid}").json()["response"]

    def cancel(self, **body: Any) -> dict[str, Any]:
        return self._told(self.v1("POST", "/payments/cancel", json=body))

    def sign_with(self, *secrets: str) -> None:
        """This function will have V2's webhooks be signed with each of these."""
        body = {"secrets": list(secrets)}
        self._told(self.portone("PUT", "/_sandbox/secrets", json=body))

    def sweettracker(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.http.request(method, self.sweettracker_url + path, timeout=60, **options)

    def track(self, t_code: str, t_invoice: str, t_key: str = "sandbox-key") -> dict[str, Any]:
        body = {"t_key": t_key, "t_code": t_code, "t_invoice": t_invoice}
        return self._told(self.sweettracker("POST", "/api/v1/trackingInfo", json=body))

    def mails(self, to: str | None = None) -> list[dict[str, str]]:
        url = f"{self.mail_url}/messages"
        return self.http.get(url, params={"to": to}, timeout=60).json()

    def limit_token(self, seconds: int) -> None:
        """This function will let tokens that are asked for from now on live so long."""
        self._told(self.portone("PUT", "/_sandbox/token", json={"expires_in": seconds}))

    def move_parcel(self, invoice: str, level: int, carrier: str = "04") -> None:
        path = f"/_sandbox/parcels/{carrier}/{invoice}"
        self._told(self.sweettracker("PUT", path, json={"level": level}))

    def play_error(self, code: str | None) -> None:
        self._told(self.sweettracker("PUT", "/_sandbox/error", json={"code": code}))

    @staticmethod
    def _told(answer: requests.Response) -> dict[str, Any]:
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextlib.contextmanager
def running_sandbox(folder: Path, *options: str) -> Iterator[Sandbox]:
    """This function will run the sandbox for as long as the block lasts."""
    sandbox = Sandbox(folder, *options)
    try:
        yield sandbox
    finally:
        if sandbox.process.poll() is None:
            sandbox.kill()
        sandbox.http.close()
