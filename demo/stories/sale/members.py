"""How do people come to the market, and leave it?"""

import time
from collections.abc import Callable

from demo.client import Client, wait_for
from demo.plot import check
from demo.stories.sale.sale import Sale


def sign_up(sale: Sale) -> None:
    for name, member in sale.members.items():
        member.sign_up()
        sale.story.say(name, f"{member.name} is member {member.member_id}, signed in")


def read_profiles(sale: Sale) -> None:
    for name, member in sale.members.items():
        profile = member.get("/v1/me")
        came = (profile["loginId"], profile["email"], profile["memberId"])
        check(f"{name}'s profile", came, (member.name, member.email, member.member_id))
        sale.story.say(name, f"{profile['loginId']}, {profile['email']}")


def rotate_tokens(sale: Sale) -> None:
    for name, member in sale.members.items():
        used = member.refresh_token
        tokens = member.post("/v1/auth/refresh", {"refreshToken": used}, expect=200)
        member.token, member.refresh_token = tokens["accessToken"], tokens["refreshToken"]
        check(f"{name}'s refresh token is a new one", member.refresh_token != used, True)
        member.get("/v1/me")
        sale.story.say(name, f"new tokens, for {tokens['expiresIn']} s")


def sign_out(sale: Sale) -> None:
    for name, member in sale.members.items():
        member.post("/v1/auth/sign-out", expect=204)
        began_at = time.monotonic()
        answer = wait_for(f"the end of {name}'s session", _refused(member), 5)
        check("the refusal", answer, (401, "SESSION_ENDED"))
        seconds = time.monotonic() - began_at
        sale.story.say(name, f"token refused {seconds:.1f} s after signing out")


def _refused(member: Client) -> Callable[[], tuple[int, str] | None]:
    def look() -> tuple[int, str] | None:
        answer = member.send("GET", "/v1/me")
        return None if answer.status_code == 200 else (answer.status_code, answer.json()["code"])

    return look
