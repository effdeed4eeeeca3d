"""Does what comes after days work by pages? Last of all, as it moves the market's clock by days."""

from collections.abc import Callable

import pytest

from demo.client import Client
from tests.support import by_pages
from tests.support.browsers import Person
from tests.support.lots import put_up, reach_goods
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)


class TestASecondChance:
    def test_is_told_taken_and_paid(
        self,
        window: Callable[..., Person],
        member: Callable[[str], Client],
        shop: RunningMarket,
    ) -> None:
        seller, ann, bob = member("seller"), member("ann"), member("bob")
        goods_id = put_up(seller, seconds=600)
        ann.bid(goods_id, amount=20_000)
        bob.bid(goods_id, amount=25_000)
        seller.post(f"/v1/goods/{goods_id}/sell-now", expect=200)
        wait_until("bob's order", lambda: bob.get("/v1/me/purchases")["items"])
        person = window(at="phone")
        person.sign_in(ann)
        shop.market.advance("73h")
        # The pop-up leads there.
        person.page.locator(".note a", has_text="20,000원").click()
        person.sees("상품 20,000원 · 배송비 3,000원")
        person.press("23,000원에 사기")
        person.page.wait_for_url("**/orders/*")
        by_pages.pay(person)
        person.go(f"/goods/{goods_id}")
        person.sees("입찰 기록이 처음부터 끝까지 그대로예요.")
        reach_goods(seller, goods_id, "SOLD")
