"""Do two people in two browsers see the same auction, whatever their lines do?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from demo.client import Client
from tests.support.browsers import Person
from tests.support.by_pages import bid
from tests.support.lots import put_up
from tests.support.markets import RunningMarket

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]


@pytest.fixture
def both(window: Window, member: Member, request: pytest.FixtureRequest) -> tuple[Person, Person]:
    """Ann and bob, each in a browser of their own; who has won once may not bid any more."""
    people = window(), window(at="phone")
    for person, role in zip(people, ("ann", "bob"), strict=True):
        person.sign_in(member(f"{role}_{request.cls.__name__[4:8].lower()}"))
    return people


def shows(page: Page, price: int) -> None:
    expect(page.locator("[data-price]")).to_have_attribute("data-price", str(price))


class TestTwoPeople:
    def test_bid_against_each_other_until_the_end(
        self, both: tuple[Person, Person], member: Member
    ) -> None:
        ann, bob = both
        goods_id = put_up(member("seller"), seconds=10)
        for person in both:
            person.go(f"/goods/{goods_id}")
        bid(ann, "10,000")
        ann.sees("당신이 최고 입찰자예요.")
        shows(bob.page, 10_000)
        bid(bob, "５만원", maximum=True)
        shows(ann.page, 11_000)
        bid(ann, "20000")
        for person in both:
            shows(person.page, 21_000)
        bob.sees("당신이 최고 입찰자예요.")
        expect(ann.page.get_by_text(re.compile("마감이 .*늘어났어요")).first).to_be_visible()
        bob.sees("낙찰받았어요.")
        expect(ann.page.get_by_text(re.compile("님이 낙찰받았어요")).first).to_be_visible()
        expect(ann.page.locator(".history").get_by_text("자동", exact=True)).to_be_visible()

    def test_are_told_at_the_field_what_is_too_low(
        self, both: tuple[Person, Person], member: Member
    ) -> None:
        ann, _ = both
        ann.go(f"/goods/{put_up(member('seller'))}")
        for typed in ("9000", "만 원쯤"):
            bid(ann, typed)
            field = ann.page.get_by_label("입찰 금액", exact=True)
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(field).to_be_focused()
            assert field.input_value() == typed

    def test_are_asked_once_more_about_a_digit_too_many(
        self, both: tuple[Person, Person], member: Member
    ) -> None:
        ann, _ = both
        seller = member("seller")
        goods_id = put_up(seller)
        ann.go(f"/goods/{goods_id}")
        bid(ann, "100000")
        ann.page.get_by_role("dialog").wait_for()
        ann.page.keyboard.press("Escape")
        assert seller.get(f"/v1/goods/{goods_id}/auction")["bidCount"] == 0
        bid(ann, "100000")
        ann.page.get_by_role("dialog").get_by_role("button", name="100,000원으로 입찰").click()
        shows(ann.page, 100_000)

    def test_take_back_what_was_typed_wrong(
        self, both: tuple[Person, Person], member: Member
    ) -> None:
        ann, bob = both
        goods_id = put_up(member("seller"))
        for person in both:
            person.go(f"/goods/{goods_id}")
        member("carl").bid(goods_id, amount=10_000)
        shows(ann.page, 10_000)
        bid(ann, "15000")
        shows(bob.page, 15_000)
        ann.page.get_by_role("button", name="입찰 취소").click()
        ann.page.get_by_role("dialog").get_by_role("button", name="입찰 취소").click()
        ann.sees("입찰을 취소했어요.")
        for person in both:
            shows(person.page, 10_000)
        expect(ann.page.get_by_role("button", name="입찰 취소")).to_have_count(0)
        expect(ann.page.locator(".history").get_by_text("입찰 취소")).to_be_visible()


class TestALostLine:
    def test_places_a_bid_once_when_it_is_back(
        self, both: tuple[Person, Person], member: Member, shop: RunningMarket
    ) -> None:
        ann, bob = both
        seller = member("seller")
        goods_id = put_up(seller)
        path = f"/goods/{goods_id}"
        ann.go(path)
        bob.go(path)
        # The bid arrives; its answer does not.
        ann.page.route(f"**/v1{path}/bids", lambda route: (route.fetch(), route.abort()), times=1)
        bid(ann, "10000")
        ann.sees("보내는 중이에요")
        shows(bob.page, 10_000)
        ann.sees("당신이 최고 입찰자예요.")
        assert seller.get(f"/v1{path}/auction")["bidCount"] == 1

    def test_is_told_and_caught_up_with(self, both: tuple[Person, Person], member: Member) -> None:
        ann, bob = both
        goods_id = put_up(member("seller"))
        ann.go(f"/goods/{goods_id}")
        bob.go(f"/goods/{goods_id}")
        bid(ann, "10000")
        shows(bob.page, 10_000)
        ann.context.set_offline(True)
        ann.page.evaluate("window.dispatchEvent(new Event('online'))")
        ann.sees("연결이 끊겼어요")
        bid(bob, "15000")
        shows(bob.page, 15_000)
        ann.context.set_offline(False)
        shows(ann.page, 15_000)
        expect(ann.page.get_by_text("연결이 끊겼어요")).to_have_count(0)
        ann.sees("님이 최고 입찰자예요")
