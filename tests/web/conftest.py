"""What do tests of the pages share? One Chromium, and windows of people in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from demo.client import Client
from tests.support.browsers import CHROMIUM, Person, opened
from tests.support.lots import ADDRESS
from tests.support.markets import RunningMarket


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for longer: as long as it is there, its event loop is in the way of other tests' own."""
    with sync_playwright() as playwright:
        # Root has no sandbox of Chromium's own.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser, shop: RunningMarket) -> Iterator[Callable[..., Person]]:
    """Opens windows; at the end nothing may have gone wrong in any of them."""
    people: list[Person] = []

    def open_one(**how: object) -> Person:
        people.append(opened(browser, shop.market, **how))
        return people[-1]

    yield open_one
    wrong = [fault for person in people for fault in person.wrong]
    for person in people:
        person.context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def member(shop: RunningMarket, request: pytest.FixtureRequest) -> Callable[[str], Client]:
    """Makes members over HTTP, each with an address."""
    made: dict[str, Client] = {}

    def signed_up(role: str) -> Client:
        if role not in made:
            name = f"{role}_{request.module.__name__.rsplit('.', 1)[-1].removeprefix('test_')}"
            made[role] = Client(shop.market, name)
            made[role].sign_up()
            made[role].post("/v1/me/addresses", ADDRESS)
        return made[role]

    return signed_up
