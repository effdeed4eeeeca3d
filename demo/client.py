"""How does somebody outside use PIKCUR? Members and screens over HTTP, STOMP and the sandboxes."""

import contextlib
import json
import re
import secrets
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parents[1]
_TIMEOUT = 20
#: Days in which much is due.
_LONG_TIMEOUT = 120
PASSWORD = "correct horse battery"  # noqa: S105 - of people who exist for a minute


class Unexpected(AssertionError):
    """An answer was not as it should be."""


def wait_for(what: str, look: Callable[[], Any], seconds: float = 60) -> Any:
    """
    This function will look until something is there.

    :raises Unexpected: naming what did not come in time
    """
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Unexpected(f"waited {seconds:g} s for {what}")
        time.sleep(0.05)


@dataclass(frozen=True)
class Market:
    """Where a running PIKCUR is, by the ports and the folder of bin/up."""

    port_base: int = 8000
    data: Path = ROOT / "var"

    def url(self, offset: int) -> str:
        return f"http://127.0.0.1:{self.port_base + offset}"

    @property
    def api(self) -> str:
        return self.url(0)

    @property
    def relay(self) -> str:
        return f"ws://127.0.0.1:{self.port_base + 1}/ws"

    def now(self) -> datetime:
        """This function will tell its time, which a test clock may have moved."""
        answer = requests.get(self.api + "/_sandbox/clock", timeout=_TIMEOUT)
        # Where there is none, nginx may answer with a page.
        is_moved = (
            answer.headers.get("Content-Type", "").startswith("application/json") and answer.ok
        )
        return datetime.fromisoformat(answer.json()["now"]) if is_moved else datetime.now(UTC)

    def advance(self, wait: str) -> None:
        """This function will let time pass, such as `72h`; all is done then that came due."""
        answer = requests.put(
            self.api + "/_sandbox/clock", json={"advance": wait}, timeout=_LONG_TIMEOUT
        )
        if answer.status_code != 200:
            raise Unexpected(f"the clock gave {answer.status_code}: {answer.text}")

    def make_admin(self, login_id: str, scope: str) -> None:
        """This function will have its operator let a member do what is in a scope."""
        command = (ROOT / "bin" / "pikcur", "--data", self.data)
        done = subprocess.run(  # noqa: S603 - ours
            [*command, "admin", "add", login_id, "--scope", scope],
            capture_output=True,
            text=True,
            timeout=_LONG_TIMEOUT,
            check=False,
        )
        if done.returncode != 0:
            raise Unexpected(
                f"bin/pikcur admin add gave {done.returncode}: {done.stderr.strip()}. "
                "Is bin/up's folder another? Name it: --data DIR"
            )

    def mails_to(self, address: str) -> list[dict[str, Any]]:
        answer = requests.get(self.url(64) + "/messages", params={"to": address}, timeout=_TIMEOUT)
        return list(answer.json())

    def pay(self, merchant_uid: str, **how: Any) -> str:
        """This function will pay in the provider's window; returns the provider's number."""
        return str(self.play("POST", "pay", merchant_uid=merchant_uid, **how)["imp_uid"])

    def play(self, method: str, control: str, **how: Any) -> dict[str, Any]:
        """This function will have happen at the provider what sandbox/controls.py can."""
        url = f"{self.url(61)}/_sandbox/{control}"
        answer = requests.request(method, url, json=how, timeout=_TIMEOUT)
        if answer.status_code != 200:
            raise Unexpected(f"{control} gave {answer.status_code}: {answer.text}")
        return dict(answer.json())

    def move_parcel(self, carrier: str, invoice: str, level: int) -> None:
        requests.put(
            f"{self.url(62)}/_sandbox/parcels/{carrier}/{invoice}",
            json={"level": level},
            timeout=_TIMEOUT,
        ).raise_for_status()


@dataclass
class Client:
    """Somebody with a browser; repeats a request while a service is out of reach."""

    market: Market
    name: str
    #: In seconds, for a service that is away; 0 shows the first answer, whatever it is.
    patience: float = 20
    token: str = ""
    refresh_token: str = ""
    member: dict[str, Any] = field(default_factory=dict)

    @property
    def email(self) -> str:
        return f"{self.name}@example.com"

    @property
    def member_id(self) -> int:
        return int(self.member["memberId"])

    def send(self, method: str, path: str, **options: Any) -> requests.Response:
        """This function will send a request as this member."""
        headers = dict(options.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        deadline = time.monotonic() + self.patience
        while True:
            try:
                answer = requests.request(
                    method, self.market.api + path, headers=headers, timeout=_TIMEOUT, **options
                )
            except requests.ConnectionError:
                if time.monotonic() > deadline:
                    raise
            else:
                if answer.status_code != 503 or time.monotonic() > deadline:
                    return answer
            time.sleep(0.1)

    def ask(self, method: str, path: str, *, expect: int = 200, **options: Any) -> Any:
        """
        This function will send a request and read its JSON; None without any.

        :raises Unexpected: if the status is not `expect`
        """
        answer = self.send(method, path, **options)
        if answer.status_code != expect:
            raise Unexpected(
                f"{self.name}: {method} {path} gave {answer.status_code}, "
                f"not {expect}: {answer.text}"
            )
        return answer.json() if answer.content else None

    def get(self, path: str, **options: Any) -> Any:
        return self.ask("GET", path, **options)

    def post(
        self, path: str, body: Any = None, *, expect: int = 201, key: str | None = None
    ) -> Any:
        headers = {"Idempotency-Key": key or secrets.token_hex(8)}
        return self.ask("POST", path, expect=expect, json=body, headers=headers)

    def put(self, path: str, body: Any = None, *, expect: int = 200) -> Any:
        return self.ask("PUT", path, expect=expect, json=body)

    def sign_up(self) -> None:
        """This function will become a member by a code from the mail, and sign in."""
        address = {"email": self.email, "purpose": "SIGN_UP"}
        self.post("/v1/auth/email-codes", address, expect=202)
        code = wait_for(f"the code for {self.name}", self._code)
        verified = self.post("/v1/auth/email-codes/verify", {**address, "code": code}, expect=200)
        self.post(
            "/v1/auth/sign-up",
            {
                "loginId": self.name,
                "password": PASSWORD,
                "name": self.name,
                "email": self.email,
                "emailToken": verified["emailToken"],
                "phone": "010-0000-0000",
                "birth": "1990-01-31",
                "gender": "OTHER",
                "agreedTo": [
                    {"kind": terms["kind"], "version": terms["version"]}
                    for terms in self.get("/v1/terms")["items"]
                    if terms["required"]
                ],
            },
        )
        self.sign_in()

    def _code(self) -> str | None:
        for mail in reversed(self.market.mails_to(self.email)):
            found = re.search(r"\b\d{6}\b", mail["subject"])
            if found:
                return found.group()
        return None

    def sign_in(self) -> None:
        body = {"loginId": self.name, "password": PASSWORD}
        tokens = self.post("/v1/auth/sign-in", body, expect=200)
        self.token, self.refresh_token = tokens["accessToken"], tokens["refreshToken"]
        self.member = tokens["member"]

    def upload(
        self, content: bytes, content_type: str = "image/png", *, kind: str = "GOODS"
    ) -> int:
        """This function will post a picture straight to the store of pictures."""
        ticket = self.post(
            "/v1/uploads", {"kind": kind, "contentType": content_type, "size": len(content)}
        )
        posted = requests.post(
            ticket["url"],
            data=ticket["fields"],
            files={"file": ("picture", content, content_type)},
            timeout=_TIMEOUT,
        )
        if posted.status_code != 204:
            raise Unexpected(f"the upload gave {posted.status_code}: {posted.text}")
        return int(ticket["uploadId"])

    def bid(self, goods_id: int, *, expect: int = 201, key: str | None = None, **offer: int) -> Any:
        return self.post(f"/v1/goods/{goods_id}/bids", offer, expect=expect, key=key)

    def alarms(self, kind: str | None = None) -> list[dict[str, Any]]:
        items = self.get("/v1/me/alarms?limit=100")["items"]
        return [item for item in items if kind in (None, item["kind"])]


class Screen:
    """An open page: a STOMP connection that keeps what it is told, by destination."""

    def __init__(
        self,
        market: Market,
        *destinations: str,
        token: str = "",
        told: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        self.messages: list[dict[str, Any]] = []
        self._told = told
        self._socket: ClientConnection = connect(
            market.relay, subprotocols=[Subprotocol("v12.stomp")], legacy=True
        )
        headers = f"Authorization:Bearer {token}\n" if token else ""
        self._socket.send(f"CONNECT\naccept-version:1.2\nhost:pikcur\n{headers}\n\0")
        greeting = str(self._socket.recv(10))
        if not greeting.startswith("CONNECTED"):
            raise Unexpected(f"the relay said {greeting!r}")
        for number, destination in enumerate(destinations):
            self._socket.send(
                f"SUBSCRIBE\nid:{number}\ndestination:{destination}\nreceipt:{number}\n\n\0"
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._receipts = 0
        self._reader.start()
        wait_for("the subscriptions", lambda: self._receipts == len(destinations))

    def _read(self) -> None:
        # A page whose connection broke is told nothing more.
        with contextlib.suppress(ConnectionClosed):
            self._read_frames()

    def _read_frames(self) -> None:
        for text in self._socket:
            for frame in str(text).split("\0"):
                head, _, body = frame.lstrip("\n").partition("\n\n")
                command, *lines = head.split("\n")
                if command == "RECEIPT":
                    self._receipts += 1
                if command == "MESSAGE":
                    headers = dict(line.split(":", 1) for line in lines)
                    self._keep({"headers": headers, "body": json.loads(body)})

    def _keep(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        if self._told:
            self._told(message["body"])

    def wait(
        self, what: str, matches: Callable[[dict[str, Any]], bool], seconds: float = 20
    ) -> Any:
        """This function will wait for a message whose body matches, and return the body."""

        def look() -> Any:
            return next((m["body"] for m in list(self.messages) if matches(m["body"])), None)

        return wait_for(what, look, seconds)

    def close(self) -> None:
        self._socket.close()
