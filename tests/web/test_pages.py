"""Are pages fit for everybody: at any width, by eye, ear and keyboard, in both languages?"""

from collections.abc import Callable

import pytest

from demo.client import Client
from tests.support.browsers import Person, faults_of
from tests.support.lots import buy, put_up
from tests.support.markets import RunningMarket

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]

#: What people type who mean no good, or no harm.
HOSTILE = "<img src=x onerror=alert(1)> שלום 👩‍👩‍👧‍👦 " + "가" * 100
LOOKS = [
    {"at": "phone", "color_scheme": "dark", "locale": "en-US"},
    {"at": "desk", "color_scheme": "light", "locale": "ko-KR"},
]
OPEN = [
    *("/", "/search?query=나이키", "/sign-in", "/sign-up", "/find-id", "/reset-password"),
    *("/help", "/notices", "/terms", "/stores/1", "/no-such-page"),
]
OWN = [
    *("/alarms", "/my/bids", "/my/offers", "/my/likes", "/my/purchases", "/my/sales"),
    *("/my/inquiries", "/my/inquiries/new", "/my/settings", "/my/settings/profile"),
    *("/my/settings/addresses", "/my/settings/accounts", "/my/settings/alarms"),
    *("/my/settings/sessions", "/my/settings/leave"),
    *("/sell", "/my/store", "/my/money", "/my/questions"),
]
CONSOLE = [
    f"/console{path}"
    for path in (
        "", "/cases", "/inquiries", "/reports", "/members", "/goods", "/orders", "/operations",
        "/payouts", "/reconciliations", "/held-funds", "/suspense", "/remittances", "/fee-rules",
        "/categories", "/brands", "/forbidden-words", "/faqs", "/notices", "/terms",
        "/dead-letters", "/audit",
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def things(shop: RunningMarket, member: Member) -> list[str]:
    """Pages of what somebody named as badly as can be."""
    seller, ann = member("seller"), member("ann")
    goods_id = put_up(seller, name=HOSTILE[:100], info=HOSTILE, buyNowPrice=80_000)
    ann.post(f"/v1/goods/{goods_id}/questions", {"text": HOSTILE})
    order_id = buy(ann, put_up(seller, name=HOSTILE[:100], buyNowPrice=80_000))
    ann.post(f"/v1/orders/{order_id}/messages", {"text": HOSTILE})
    return [f"/goods/{goods_id}", f"/orders/{order_id}"]


@pytest.mark.parametrize("look", LOOKS, ids=["phone-dark-en", "desk-light-ko"])
class TestEveryPage:
    def test_has_no_fault_that_a_program_can_see(
        self, window: Window, member: Member, things: list[str], look: dict[str, str]
    ) -> None:
        visitor = window(**look)
        found = {path: self._faults(visitor, path) for path in [*OPEN, things[0]]}
        visitor.sign_in(member("ann"))
        found |= {path: self._faults(visitor, path) for path in [*OWN, *things]}
        assert {path: faults for path, faults in found.items() if faults} == {}

    def test_of_the_console_has_none_either(
        self,
        window: Window,
        member: Member,
        things: list[str],
        shop: RunningMarket,
        look: dict[str, str],
    ) -> None:
        operator = member("operator")
        shop.market.make_admin(operator.name, "OWNER")
        person = window(**look)
        person.sign_in(operator, at="/console")
        found = {path: self._faults(person, path) for path in CONSOLE}
        assert {path: faults for path, faults in found.items() if faults} == {}

    def _faults(self, person: Person, path: str) -> list[str]:
        person.go(path)
        return faults_of(person.page)
