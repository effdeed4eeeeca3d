"""Do the README's pictures show the pages as they are? `PIKCUR_PICTURES=1` draws them anew."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from demo.client import Client
from tests.support.browsers import Person
from tests.support.markets import RunningMarket
from tests.support.servers import ROOT

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

PICTURES = ROOT / "docs" / "pictures"
#: Of 255: prices, names and times are others each time; what stands where is not.
_ALIKE = 24


class TestThePictures:
    def test_show_a_lot_in_the_shop(self, window: Callable[..., Person]) -> None:
        person = window()
        # Of the demo's own, whatever else tests put up.
        person.go("/search?query=스피드마스터")
        person.page.locator(".card a").first.click()
        person.page.locator("[data-price]").wait_for()
        person.settled()
        assert_shown(PICTURES / "shop.webp", person)

    def test_show_what_waits_in_the_console(
        self, window: Callable[..., Person], member: Callable[[str], Client], shop: RunningMarket
    ) -> None:
        operator = member("operator")
        shop.market.make_admin(operator.name, "OWNER")
        person = window()
        person.sign_in(operator, at="/console")
        person.settled()
        assert_shown(PICTURES / "console.webp", person)


def assert_shown(file: Path, person: Person) -> None:
    # Pictures that are fetched late are part of it.
    person.page.wait_for_load_state("networkidle")
    seen = Image.open(io.BytesIO(person.page.screenshot())).convert("RGB")
    if os.environ.get("PIKCUR_PICTURES"):
        seen.save(file, quality=80)
    kept = Image.open(file).convert("RGB")
    assert kept.size == seen.size
    assert max(ImageStat.Stat(ImageChops.difference(kept, seen)).mean) < _ALIKE
