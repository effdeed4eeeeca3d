"""Does an account live its whole life: signed up, changed, forgotten, found again?"""

import base64
import io
import json
import re
import zipfile
from typing import Any

import pytest
import requests

from demo.client import PASSWORD, Client
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until
from tests.ws_relay.relay_clients import Client as Screen

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

NEW, NEWEST = "a battery of horses", "horses and batteries"


def _token(client: Client, purpose: str, email: str | None = None) -> str:
    """Proves an address by the newest code that was mailed there for it."""
    address = {"email": email or client.email, "purpose": purpose}
    before = len(_codes(client, address["email"]))
    client.post("/v1/auth/email-codes", address, expect=202)
    wait_until("the code", lambda: len(_codes(client, address["email"])) > before)
    code = _codes(client, address["email"])[-1]
    proven = client.post("/v1/auth/email-codes/verify", address | {"code": code}, expect=200)
    return str(proven["emailToken"])


def _codes(client: Client, email: str) -> list[str]:
    subjects = [mail["subject"] for mail in client.market.mails_to(email)]
    return [found[0] for subject in subjects if (found := re.search(r"\b\d{6}\b", subject))]


def _hears(client: Client, email: str, words: str) -> None:
    mails = client.market.mails_to
    wait_until(words, lambda: any(words in mail["subject"] for mail in mails(email)))


def _sign_in(client: Client, password: str, expect: int = 200) -> requests.Response:
    body = {"loginId": client.name, "password": password}
    answer = client.send("POST", "/v1/auth/sign-in", json=body)
    assert answer.status_code == expect, answer.text
    return answer


def _someone(market: RunningMarket, name: str) -> Client:
    client = Client(market.market, name)
    client.sign_up()
    return client


class TestAnAccount:
    def test_changes(self, market: RunningMarket) -> None:
        ann = _someone(market, "ann_changes")

        told = ann.ask("PATCH", "/v1/me", json={"name": "앤", "gender": "FEMALE"})
        assert (told["name"], told["gender"], told["phone"]) == ("앤", "FEMALE", "010-0000-0000")
        moved = "ann_moved@example.com"
        told = ann.put("/v1/me/email", {"emailToken": _token(ann, "CHANGE_EMAIL", moved)})

        assert told["email"] == ann.get("/v1/me")["email"] == moved
        _hears(ann, ann.email, "이메일이 변경되었습니다")
        ann.put("/v1/me/password", {"currentPassword": PASSWORD, "newPassword": NEW}, expect=204)
        _hears(ann, moved, "비밀번호가 변경되었습니다")
        assert ann.get("/v1/me")["name"] == "앤"
        _sign_in(ann, PASSWORD, expect=401)
        _sign_in(ann, NEW)

    def test_is_signed_in_on_several_devices_and_out_one_by_one(
        self, market: RunningMarket
    ) -> None:
        ann = _someone(market, "ann_devices")
        phone = Client(market.market, "ann_devices")
        phone.sign_in()

        (other,) = [one for one in ann.get("/v1/me/sessions")["items"] if not one["current"]]
        ann.ask("DELETE", f"/v1/me/sessions/{other['sessionId']}", expect=204)

        wait_until("the end", lambda: phone.send("GET", "/v1/me").status_code == 401)
        assert phone.send("GET", "/v1/me").json()["code"] == "SESSION_ENDED"
        refresh = {"refreshToken": phone.refresh_token}
        assert phone.post("/v1/auth/refresh", refresh, expect=401)
        assert len(ann.get("/v1/me/sessions")["items"]) == 1

    def test_is_found_again_by_its_address(self, market: RunningMarket) -> None:
        ann = _someone(market, "ann_forgets")
        stranger = Client(market.market, "ann_forgets")

        found = stranger.post(
            "/v1/auth/find-id", {"emailToken": _token(stranger, "FIND_ID")}, expect=200
        )
        body = {
            "loginId": found["loginId"],
            "emailToken": _token(stranger, "RESET_PASSWORD"),
            "newPassword": NEWEST,
        }
        with Screen(market.market.relay) as screen:
            screen.connect(ann.token)
            stranger.post("/v1/auth/reset-password", body, expect=204)
            ended = screen.receive("ERROR", within=60)

        assert ended.headers["code"] == "SESSION_REVOKED"
        wait_until("the end", lambda: ann.send("GET", "/v1/me").status_code == 401)
        assert stranger.post("/v1/auth/reset-password", body, expect=409)
        _sign_in(ann, PASSWORD, expect=401)
        _sign_in(ann, NEWEST)

    def test_says_what_was_agreed_to(self, market: RunningMarket) -> None:
        ann = _someone(market, "ann_agrees")
        marketing = Client(market.market, "anybody").get("/v1/terms/MARKETING?version=1")

        agreed_to = [{"kind": "MARKETING", "version": marketing["version"]}, "MARKETING"]
        told = ann.post("/v1/me/agreements", {"agreedTo": agreed_to})

        assert told == ann.get("/v1/me/agreements")
        assert {one["kind"] for one in told["items"]} == {"TERMS", "PRIVACY", "MARKETING"}
        assert ann.get("/v1/me")["outstandingTerms"] == []

    def test_that_is_not_there_is_asked_for_alike(self, market: RunningMarket) -> None:
        nobody = Client(market.market, "nobody_there")
        address = {"email": nobody.email, "purpose": "FIND_ID"}

        nobody.post("/v1/auth/email-codes", address, expect=202)
        wrong = nobody.post("/v1/auth/email-codes/verify", address | {"code": "000000"}, expect=409)

        assert wrong["code"] == "EMAIL_CODE_WRONG"


class TestLeaving:
    def test_takes_a_copy_along_and_frees_the_address(self, market: RunningMarket) -> None:
        ann = _someone(market, "ann_leaves")

        ann.get("/v1/me/export", expect=202)
        again = ann.send("GET", "/v1/me/export")
        assert (again.status_code, again.json()["code"]) == (429, "EXPORT_TOO_SOON")
        assert int(again.headers["Retry-After"]) > 86_000
        _hears(ann, ann.email, "내 정보 파일")
        told = _attached(ann)
        assert told["member.member_id.1.json"][0]["login_id"] == ann.name
        assert len(told["consent.member.1.json"]) == 2

        wrong = ann.ask("DELETE", "/v1/me", json={"password": "wrong"}, expect=403)
        assert wrong["code"] == "WRONG_PASSWORD"
        ann.ask("DELETE", "/v1/me", json={"password": PASSWORD}, expect=204)

        wait_until("the end", lambda: ann.send("GET", "/v1/me").status_code == 401)
        assert ann.post("/v1/auth/refresh", {"refreshToken": ann.refresh_token}, expect=401)
        _sign_in(ann, PASSWORD, expect=401)
        _hears(ann, ann.email, "탈퇴가 완료되었습니다")
        assert ann.get(f"/v1/auth/login-ids/{ann.name}") == {"available": False}
        assert _token(Client(market.market, ann.name), "SIGN_UP")


def _attached(client: Client) -> dict[str, Any]:
    """The files of all zips that were mailed to somebody."""
    found: dict[str, Any] = {}
    for mail in client.market.mails_to(client.email):
        for attached in mail["attachments"]:
            with zipfile.ZipFile(io.BytesIO(base64.b64decode(attached["content"]))) as made:
                found |= {name: json.loads(made.read(name)) for name in made.namelist()}
    return found


class TestABrowser:
    def test_keeps_its_session_in_a_cookie(self, market: RunningMarket) -> None:
        ann = _someone(market, "ann_browses")
        browser, api = requests.Session(), market.market.api
        browser.headers["Origin"] = api

        body = {"loginId": ann.name, "password": PASSWORD, "keep": "COOKIE"}
        signed_in = browser.post(f"{api}/v1/auth/sign-in", json=body, timeout=20)
        first = browser.cookies["refreshToken"]
        again = browser.post(f"{api}/v1/auth/refresh", json={"keep": "COOKIE"}, timeout=20)

        assert signed_in.json()["refreshToken"] is again.json()["refreshToken"] is None
        assert browser.cookies["refreshToken"] not in ("", first)
        bearer = {"Authorization": f"Bearer {again.json()['accessToken']}"}
        out = browser.post(
            f"{api}/v1/auth/sign-out", json={"keep": "COOKIE"}, headers=bearer, timeout=20
        )
        assert (out.status_code, browser.cookies.get("refreshToken")) == (204, None)
