"""Does what members do now and then work by pages, from the order of pictures to leaving?"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from demo.client import PASSWORD, Client
from tests.support import by_pages
from tests.support.browsers import Person
from tests.support.lots import put_up, reach_goods
from tests.support.markets import RunningMarket

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]

#: Of a number that is right by its last digit.
BUSINESS = {
    "name": "앤의 가게", "representative": "김앤", "registrationNumber": "220-81-62517",
    "mailOrderNumber": "2026-서울강남-0001", "address": "서울 강남구", "phone": "02-123-4567",
}  # fmt: skip


def shown(page: Page) -> list[str]:
    """The pictures in their order."""
    return [str(one.get_attribute("src")) for one in page.locator(".picture-list img").all()]


def middle_of(page: Page, place: int) -> tuple[float, float]:
    box = page.locator(".picture-list .frame").nth(place).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, *, by: str) -> None:
    """Draws the first picture to the place of the second."""
    page.locator(".picture-list").scroll_into_view_if_needed()
    start, end = middle_of(page, 0), middle_of(page, 1)
    steps = [(start[0] + (end[0] - start[0]) * part / 8, start[1]) for part in range(9)]
    if by == "mouse":
        page.mouse.move(*start)
        page.mouse.down()
        for at in steps:
            page.mouse.move(*at)
        page.mouse.up()
        return
    touches = page.context.new_cdp_session(page)

    def touch(kind: str, points: list[dict[str, Any]]) -> None:
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": start[0], "y": start[1]}])
    for x, y in steps:
        touch("touchMove", [{"x": x, "y": y}])
    touch("touchEnd", [])


class TestPictures:
    @pytest.mark.parametrize("by", ["mouse", "touch"])
    def test_are_put_in_order_by_hand(self, window: Window, member: Member, by: str) -> None:
        person = window(at="phone", has_touch=by == "touch")
        person.sign_in(member("seller"))
        page = person.page
        person.go("/sell")
        files = [
            by_pages.picture_file("teal.png", by_pages.TEAL),
            by_pages.picture_file("tomato.png", by_pages.TOMATO),
        ]
        page.get_by_label("사진 추가").set_input_files(files)
        expect(page.get_by_text("올렸어요", exact=True)).to_have_count(2)
        first, second = shown(page)
        drag(page, by=by)
        assert shown(page) == [second, first]
        expect(page.locator(".picture-list img").first).to_have_attribute(
            "alt", re.compile("대표 사진")
        )

    def test_that_cannot_be_shown_are_told_apart(self, window: Window, member: Member) -> None:
        person = window()
        person.sign_in(member("seller"))
        page = person.page
        person.go("/sell")
        files = [
            by_pages.picture_file("teal.png", by_pages.TEAL),
            by_pages.picture_file("huge.png", by_pages.TOMATO, size=(5_100, 5_000)),
        ]
        page.get_by_label("사진 추가").set_input_files(files)
        expect(page.get_by_text("올렸어요", exact=True)).to_have_count(2)
        by_pages.describe_goods(page)
        person.press("경매에 올리기")
        refused = page.locator(".picture-list li", has_text="2,500만 화소")
        expect(refused).to_have_count(1)
        refused.get_by_role("button", name=re.compile("사진 빼기$")).click()
        person.press("경매에 올리기")
        page.wait_for_url("**/goods/*")


class TestAStore:
    def test_puts_up_again_what_nobody_wanted(self, window: Window, member: Member) -> None:
        seller = member("seller")
        goods_id = put_up(seller, seconds=3)
        person = window()
        person.sign_in(seller)
        reach_goods(seller, goods_id, "FAILED")
        person.go(f"/sell/{goods_id}")
        person.page.get_by_label("시작가").fill("5천")
        person.press("3일")
        person.press("다시 올리기")
        person.sees("다시 올렸어요.")
        again = seller.get(f"/v1/goods/{goods_id}/auction")
        assert (again["state"], again["startPrice"]) == ("OPEN", 5_000)

    def test_goes_on_vacation_and_becomes_a_business(
        self, window: Window, member: Member, shop: RunningMarket
    ) -> None:
        person = window()
        person.sign_in(member("keeper"))
        page = person.page
        person.go("/my/store")
        page.get_by_label("언제까지").fill(by_pages.korean_minute(person.market, minutes=4000))
        person.press("휴가 시작하기")
        person.sees("휴가 중이에요:")
        store = f"/stores/{member('keeper').member['storeId']}"
        person.go(store)
        person.sees("판매자가 휴가 중이에요.")
        person.go("/my/store")
        person.press("휴가 끝내기")
        expect(page.get_by_role("button", name="휴가 시작하기")).to_be_visible()

        page.locator("summary", has_text="사업자 정보").click()
        fields = page.locator("details form")
        for name, text in (BUSINESS | {"registrationNumber": "1234567890"}).items():
            fields.locator(f"[name={name}]").fill(text)
        fields.locator("[name=email]").fill("ann@example.com")
        person.press("사업자로 등록하기")
        # What cannot be a number of a business is told at its field.
        expect(page.get_by_label("사업자등록번호")).to_be_focused()
        page.get_by_label("사업자등록번호").fill(BUSINESS["registrationNumber"])
        person.press("사업자로 등록하기")
        expect(page.get_by_role("button", name="개인 판매자로 바꾸기")).to_be_visible()
        person.go(store)
        person.sees("2026-서울강남-0001")

    def test_has_a_statement_to_take_home(self, window: Window, member: Member) -> None:
        person = window()
        person.sign_in(member("seller"))
        person.go("/my/money")
        with person.page.expect_download() as file:
            person.press("명세서 받기")
        assert re.fullmatch(r"pikcur-\d{4}\.csv", file.value.suggested_filename)
        head, *_ = file.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert len(head.split(",")) == 9


class TestLeaving:
    def test_is_meant_and_for_good(self, window: Window, member: Member) -> None:
        zoe = member("zoe")
        person = window()
        person.sign_in(zoe)
        page = person.page
        person.go("/my/settings/leave")
        page.get_by_label("비밀번호").fill("not this one")
        person.press("탈퇴하기")
        expect(page.get_by_label("비밀번호")).to_be_focused()
        page.get_by_label("비밀번호").fill(PASSWORD)
        person.press("탈퇴하기")
        person.sees("탈퇴했어요.")
        expect(page.get_by_role("link", name="로그인", exact=True)).to_be_visible()
        again = {"loginId": zoe.name, "password": PASSWORD}
        assert zoe.post("/v1/auth/sign-in", again, expect=401)["code"] == "WRONG_CREDENTIALS"
