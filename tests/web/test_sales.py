"""Does a newcomer get by pages alone from the mailed code to a sale that is settled, or not?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from demo.client import Client
from tests.support import by_pages
from tests.support.browsers import Person, faults_of
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

_GIVEN_BACK = (
    "SELECT 1 FROM refund JOIN payment USING (payment_id) JOIN orders USING (order_id) "
    "WHERE order_id = {} AND done_at IS NOT NULL AND orders.state = 'REFUNDED'"
)

Window = Callable[..., Person]
Member = Callable[[str], Client]


class TestANewcomer:
    def test_buys_what_is_settled_and_gets_money_back_for_what_came_broken(
        self, window: Window, member: Member, shop: RunningMarket
    ) -> None:
        seller, buyer = window(), window(at="phone")
        seller.sign_in(member("seller"))
        join(buyer)

        goods_id = by_pages.put_up(seller, endsAt=by_pages.korean_minute(shop.market, minutes=10))
        win(buyer, goods_id, shop)
        by_pages.keep_address(buyer)
        follow_only_order(buyer)
        by_pages.pay(buyer)
        order_id = by_pages.id_in(buyer.page)
        seller.go("/my/sales")
        seller.page.get_by_role("link", name=re.compile("결제 완료")).click()
        arrive(seller, shop)
        by_pages.is_at(buyer, "배송 완료")
        confirm(buyer)
        by_pages.is_at(seller, "정산 완료")
        seller.go("/my/money")
        for text in (f"주문 {order_id}", "10,000원", "-500원", "12,500원"):
            seller.sees(text)

        second_id = by_pages.put_up(seller, buyNowPrice="8만원")
        buy_at_once(buyer, second_id)
        by_pages.pay(buyer)
        order_id = by_pages.id_in(buyer.page)
        seller.go(f"/orders/{order_id}")
        arrive(seller, shop)
        by_pages.is_at(buyer, "배송 완료")
        open_case(buyer)
        settle_case(seller, buyer)
        # What news moves on a page that is open is no fault of how it comes.
        wait_until("the refund", lambda: shop.rows(_GIVEN_BACK.format(order_id)))
        buyer.go(f"/orders/{order_id}")
        by_pages.is_at(buyer, "환불")
        expect(buyer.page.locator("dl.pairs", has_text="합계")).to_contain_text("환불83,000원")
        assert faults_of(buyer.page) == []
        buyer.go("/alarms")
        buyer.sees("83,000원")


def join(person: Person) -> None:
    newcomer = Client(person.market, "newcomer_sales")
    person.go("/sign-up")
    by_pages.prove_address(person, newcomer.email)
    by_pages.describe_oneself(person, newcomer.name)
    by_pages.agree(person)
    person.press("가입하기")
    expect(person.page.get_by_role("button", name="내 페이지")).to_be_visible()


def win(buyer: Person, goods_id: int, shop: RunningMarket) -> None:
    buyer.go(f"/goods/{goods_id}")
    by_pages.bid(buyer, "10,000")
    buyer.sees("당신이 최고 입찰자예요.")
    shop.market.advance("11m")
    buyer.sees("낙찰받았어요.")
    buyer.press("결제하러 가기")
    buyer.page.get_by_role("link", name=re.compile("결제 대기")).click()


def follow_only_order(buyer: Person) -> None:
    buyer.go("/my/purchases")
    buyer.page.get_by_role("link", name=re.compile("결제 대기")).click()


def arrive(seller: Person, shop: RunningMarket) -> None:
    invoice = f"{500_100_000_000 + by_pages.id_in(seller.page)}"
    by_pages.ship(seller, invoice)
    by_pages.is_at(seller, "배송 중")
    shop.market.move_parcel("04", invoice, 6)
    by_pages.is_at(seller, "배송 완료")


def confirm(buyer: Person) -> None:
    buyer.press("구매 확정")
    buyer.page.get_by_role("dialog").get_by_role("button", name="구매 확정").click()
    buyer.sees("구매를 확정했어요.")


def buy_at_once(buyer: Person, goods_id: int) -> None:
    buyer.go(f"/goods/{goods_id}")
    buyer.press("80,000원에 바로 구매")
    buyer.page.get_by_role("dialog").get_by_role("button", name="83,000원에 바로 구매").click()
    buyer.page.wait_for_url("**/orders/*")


def open_case(buyer: Person) -> None:
    buyer.press("문제 알리기")
    buyer.page.get_by_label("무엇이 문제인가요?").select_option(label="파손")
    buyer.page.get_by_label("자세한 내용").fill("상자가 찌그러졌어요.")
    buyer.press("문제 알리기")
    buyer.page.wait_for_url("**/cases/*")


def settle_case(seller: Person, buyer: Person) -> None:
    by_pages.is_at(seller, "분쟁 중")
    seller.press("분쟁 보기")
    seller.page.get_by_label("메시지").fill("포장이 약했네요. 미안해요.")
    seller.press("보내기")
    buyer.sees("포장이 약했네요.")
    seller.press("제안 받아들이기")
    for person in (seller, buyer):
        person.sees("구매자 83,000원, 판매자 0원으로 끝났어요.")
