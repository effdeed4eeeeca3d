"""Does a seller get by pages from two pictures to their money?"""

import io
from collections.abc import Callable

import pytest
import requests
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from demo.client import Client, Market
from tests.support.browsers import Person, faults_of
from tests.support.by_pages import TEAL, TOMATO, describe_goods, id_in, picture_file, ship
from tests.support.lots import reach
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]


@pytest.fixture
def seller(window: Window, member: Member) -> Person:
    person = window()
    person.sign_in(member("seller"))
    return person


def choose_pictures(page: Page) -> None:
    """Teal, then tomato, and what is no picture."""
    text: FilePayload = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"no picture"}
    files = [picture_file("teal.png", TEAL), picture_file("tomato.png", TOMATO), text]
    page.get_by_label("사진 추가").set_input_files(files)


def colour_of(url: str) -> tuple[int, ...]:
    content = requests.get(url, timeout=10).content
    with Image.open(io.BytesIO(content)) as seen:
        return seen.convert("RGB").getpixel((10, 10))  # type: ignore[return-value]


def pay(market: Market, buyer: Client) -> int:
    """The buyer pays what they won, over HTTP; gives the order."""
    (order,) = wait_until("the order", lambda: buyer.get("/v1/me/purchases")["items"])
    payment = buyer.post(f"/v1/orders/{order['orderId']}/payments")
    paid = {"impUid": market.pay(payment["merchantUid"])}
    buyer.post(f"/v1/payments/{payment['merchantUid']}/verify", paid, expect=202)
    reach(buyer, order["orderId"], "PAID")
    return int(order["orderId"])


class TestASeller:
    def test_sells_from_the_first_picture_to_the_money(
        self, seller: Person, member: Member, shop: RunningMarket
    ) -> None:
        page, buyer = seller.page, member("buyer")
        seller.go("/sell")
        choose_pictures(page)
        seller.sees("JPEG, PNG, WebP 사진만 올릴 수 있어요.")
        expect(page.get_by_text("올렸어요", exact=True)).to_have_count(2)
        page.get_by_role("button", name="2장 중 2번째 사진 앞으로").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="2장 중 1번째 사진 뒤로")).to_be_focused()
        describe_goods(page)
        seller.sees("10,000원에 팔리면 수수료 500원을 뺀 9,500원을 받아요.")
        page.reload()
        expect(page.get_by_label("상품 설명")).to_have_value("한 번 신었어요.")
        assert faults_of(page) == []
        seller.press("경매에 올리기")
        page.wait_for_url("**/goods/*")

        goods_id = id_in(page)
        images = buyer.get(f"/v1/goods/{goods_id}")["images"]
        first, second = (colour_of(one["full"]) for one in images)
        assert first[0] > 200 > second[0]

        buyer.bid(goods_id, amount=10_000)
        seller.press("상품 관리")
        seller.press("10,000원에 지금 낙찰하기")
        page.get_by_role("dialog").get_by_role("button", name="10,000원에 지금 낙찰하기").click()
        seller.sees("10,000원에 낙찰됐어요.")

        order_id = pay(shop.market, buyer)
        seller.go(f"/orders/{order_id}")
        ship(seller, "123456789012")
        reach(buyer, order_id, "SHIPPED")
        shop.market.move_parcel("04", "123456789012", 6)
        reach(buyer, order_id, "DELIVERED")
        buyer.post(f"/v1/orders/{order_id}/confirm", expect=200)
        reach(buyer, order_id, "SETTLED")

        seller.go("/my/money")
        for text in ("10,000원", "-500원", "12,500원"):
            seller.sees(text)
        assert faults_of(page) == []
        seller.go("/my/store")
        seller.press("판매 완료 1")
        seller.sees("나이키 에어")

    def test_is_told_all_that_is_missing(self, seller: Person) -> None:
        seller.go("/sell")
        seller.press("경매에 올리기")
        expect(seller.page.get_by_label("사진 추가")).to_be_focused()
        seller.sees("사진을 한 장 이상 올려 주세요.")
        expect(seller.page.get_by_label("시작가")).to_have_attribute("aria-invalid", "true")
