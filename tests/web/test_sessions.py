"""Does somebody stay signed in as one would bet they do: over reloads, tabs, and ended tokens?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from demo.client import Client
from tests.support import by_pages
from tests.support.browsers import Person
from tests.support.lots import put_up

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]

#: The access token of a page, as if it had ended: the next answer to it says so.
_ENDED = '{"type":"/","title":"","status":401,"detail":"","code":"TOKEN_EXPIRED"}'


def end_token(page: Page, path: str) -> None:
    """The market takes the token for an old one once."""
    page.route(
        f"**{path}",
        lambda route: route.fulfill(
            status=401, content_type="application/problem+json", body=_ENDED
        ),
        times=1,
    )


class TestSigningUp:
    def test_makes_a_member_of_a_visitor(self, window: Window) -> None:
        person = window(at="phone")
        page = person.page
        person.go("/sign-up")
        by_pages.prove_address(person, "newcomer_sessions@example.com")
        by_pages.describe_oneself(person, "newcomer_sessions")
        person.press("가입하기")
        # Whoever has not agreed is told where, and loses nothing.
        expect(page.locator("[aria-invalid=true]").first).to_be_focused()
        by_pages.agree(person)
        person.press("가입하기")
        expect(page.get_by_role("button", name="내 페이지")).to_be_visible()
        page.reload()
        expect(page.get_by_role("button", name="내 페이지")).to_be_visible()


class TestASession:
    def test_goes_on_when_a_token_ends_while_one_types(
        self, window: Window, member: Member
    ) -> None:
        person = window()
        goods_id = put_up(member("seller"))
        person.sign_in(member("ann"))
        person.go(f"/goods/{goods_id}")
        person.page.get_by_label("문의 내용").fill("밑창이 닳았나요?")
        end_token(person.page, f"/v1/goods/{goods_id}/questions")
        person.press("문의하기")
        person.sees("밑창이 닳았나요?")
        expect(person.page.get_by_label("문의 내용")).to_have_value("")

    def test_is_one_for_two_tabs_that_renew_it_at_once(
        self, window: Window, member: Member
    ) -> None:
        person = window()
        person.sign_in(member("ann"))
        other = person.context.new_page()
        other.goto(person.market.api + "/my/purchases")
        for page in (person.page, other):
            end_token(page, "/v1/me/purchases?*")
            end_token(page, "/v1/me/purchases")
        for page in (person.page, other):
            page.goto(person.market.api + "/my/purchases", wait_until="commit")
        for page in (person.page, other):
            expect(page.get_by_role("heading", level=1, name="구매")).to_be_visible()
            expect(page.locator(".failed")).to_have_count(0)
            expect(page.get_by_role("button", name="내 페이지")).to_be_visible()

    def test_ends_in_every_tab_and_keeps_what_was_typed(
        self, window: Window, member: Member
    ) -> None:
        person = window()
        bob = member("bob")
        goods_id = put_up(member("seller"))
        person.sign_in(bob)
        person.go(f"/goods/{goods_id}")
        person.page.get_by_label("문의 내용").fill("아직 있나요?")
        for session in bob.get("/v1/me/sessions")["items"]:
            if not session["current"]:
                bob.ask("DELETE", f"/v1/me/sessions/{session['sessionId']}", expect=204)
        person.press("문의하기")
        person.sees("로그인이 만료됐어요")
        person.sign_in(bob)
        person.go(f"/goods/{goods_id}")
        expect(person.page.get_by_label("문의 내용")).to_have_value("아직 있나요?")
