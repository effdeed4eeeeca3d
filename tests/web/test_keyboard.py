"""Is the keyboard enough for everything: to find, bid, buy, sell, and run the market?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from demo.client import PASSWORD, Client
from tests.support import by_keyboard, by_pages
from tests.support.browsers import Person
from tests.support.lots import put_up
from tests.support.markets import RunningMarket

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]


class TestTheKeyboard:
    def test_is_enough_to_find_bid_and_buy(self, window: Window, member: Member) -> None:
        name = "만년필 무광"
        goods_id = put_up(member("seller"), name=name, buyNowPrice=80_000)
        person = window()
        person.sign_in(member("ann"))
        page = person.page
        person.go("/")
        page.keyboard.press("Tab")
        assert by_keyboard.focused(page)["name"] == "본문으로 건너뛰기"
        by_keyboard.type_into(page, "상품 검색", name)
        page.keyboard.press("Enter")
        person.sees(f"‘{name}’ 검색 결과")
        by_keyboard.press(page, f"나이키 {name}")
        page.wait_for_url(f"**/goods/{goods_id}")
        person.settled()

        by_keyboard.type_into(page, "입찰 금액", "1만원")
        page.keyboard.press("Enter")
        person.sees("당신이 최고 입찰자예요.")
        page.go_back()
        person.sees(f"‘{name}’ 검색 결과")
        page.go_forward()
        person.sees("당신이 최고 입찰자예요.")
        by_keyboard.press(page, "80,000원에 바로 구매", "Space")
        page.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
        # Whoever does not want to is back where they were.
        assert by_keyboard.focused(page)["name"] == "80,000원에 바로 구매"
        page.keyboard.press("Enter")
        page.get_by_role("dialog").get_by_label("배송지").wait_for()
        by_keyboard.press(page, "83,000원에 바로 구매")
        page.wait_for_url("**/orders/*")

    def test_is_enough_to_sell(self, window: Window, member: Member) -> None:
        person = window()
        person.sign_in(member("seller"))
        page = person.page
        by_keyboard.press(page, "판매하기")
        page.wait_for_url("**/sell")
        person.settled()
        by_keyboard.choose_file(page, "사진 추가", by_pages.picture_file("a.png", by_pages.TEAL))
        by_keyboard.type_into(page, "상품 이름", "나이키 에어")
        by_keyboard.choose(page, "카테고리")
        by_keyboard.choose(page, "세부 카테고리")
        by_keyboard.type_into(page, "브랜드", "나이키")
        by_keyboard.choose(page, "상태")
        by_keyboard.type_into(page, "배송비", "3천")
        by_keyboard.type_into(page, "상품 설명", "한 번 신었어요.")
        by_keyboard.type_into(page, "시작가", "1만원")
        by_keyboard.press(page, "3일")
        by_keyboard.press(page, "경매에 올리기")
        page.wait_for_url("**/goods/*")
        person.sees("나이키 에어")

    def test_is_enough_to_run_the_market(
        self, window: Window, member: Member, shop: RunningMarket
    ) -> None:
        operator, ann = member("operator"), member("ann")
        shop.market.make_admin(operator.name, "OWNER")
        for title in ("첫 문의", "둘째 문의"):
            asked = {"category": "OTHER", "title": title, "text": "알려 주세요."}
            inquiry = ann.post("/v1/me/inquiries", asked)
        person = window()
        page = person.page
        person.go("/console/inquiries")
        by_keyboard.type_into(page, "아이디", operator.name)
        by_keyboard.type_into(page, "비밀번호", PASSWORD)
        page.keyboard.press("Enter")
        chosen = page.locator("[data-queue] [aria-current=true]")
        page.locator("[data-queue] a").first.wait_for()
        while "둘째 문의" not in "".join(chosen.all_inner_texts()):
            page.keyboard.press("j")
            expect(chosen).to_have_count(1)
        page.keyboard.press("k")
        expect(chosen).to_contain_text("첫 문의")
        page.keyboard.press("j")
        page.get_by_role("heading", level=2, name="둘째 문의").wait_for()
        by_keyboard.press(page, "답변 보내기")
        by_keyboard.type_into(page, "답변", "곧 알려 드릴게요.")
        by_keyboard.press(page, "답변 보내기")
        person.sees("처리했어요: 답변 보내기")
        path = f"/v1/me/inquiries/{inquiry['inquiryId']}"
        assert ann.get(path)["messages"][-1]["text"] == "곧 알려 드릴게요."
        page.keyboard.press("?")
        page.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
