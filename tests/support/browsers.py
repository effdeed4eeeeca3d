"""What does somebody see in a browser? A person with a window, and what is looked at on a page."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from demo.client import PASSWORD, Client, Market
from tests.support.servers import ROOT

CHROMIUM = "/usr/bin/chromium"
#: Whatever else the machine does.
PATIENCE_MS = 60_000
AXE = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()
WIDTHS = {"phone": (360, 740), "desk": (1440, 900)}

expect.set_options(timeout=PATIENCE_MS)

#: What sticks out sideways, unless what holds it may be scrolled.
_OVERFLOWS = """() => {
  const held = ".scrolls, .for-hearing, dialog:not([open]), [hidden]";
  const width = document.documentElement.clientWidth;
  const isOut = (element) => element.getBoundingClientRect().right > width + 1;
  return [...document.body.querySelectorAll("*")]
    .filter((element) => isOut(element) && !element.closest(held))
    .map((element) => element.outerHTML.slice(0, 120));
}"""
_TOLD_ANYWAY = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
_SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Person:
    """Somebody with a browser; whatever goes wrong on their page is kept."""

    market: Market
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """This function will open a page, and wait until nothing is waited for."""
        self.page.goto(self.market.api + path)
        self.settled()

    def settled(self) -> None:
        expect(self.page.locator("main")).to_be_visible()
        expect(self.page.locator(".waiting")).to_have_count(0)

    def sign_in(self, who: Client, at: str = "/sign-in") -> None:
        """This function will sign in somebody who is a member already."""
        self.go(at)
        self.page.fill("[name=loginId]", who.name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("[name=password]")).to_have_count(0)
        self.settled()

    def press(self, name: str) -> None:
        """This function will press the button or the link of that name."""
        is_named = self.page.get_by_role("button", name=name, exact=True)
        is_named.or_(self.page.get_by_role("link", name=name, exact=True)).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


def opened(browser: Browser, market: Market, **how: Any) -> Person:
    """This function will open a window of somebody's own."""
    width, height = WIDTHS[how.pop("at", "desk")]
    how = {"locale": "ko-KR", "timezone_id": "Asia/Seoul"} | how
    context = browser.new_context(viewport={"width": width, "height": height}, **how)
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(_SHIFTS)
    page = context.new_page()
    person = Person(market, context, page)
    page.on("pageerror", lambda error: person.wrong.append(str(error)))
    page.on("console", lambda told: _note(person, told))
    return person


def _note(person: Person, told: Any) -> None:
    # What the market refuses is told there as well, and lines that tests cut; no fault of the page.
    if told.type == "error" and not any(word in told.text for word in _TOLD_ANYWAY):
        person.wrong.append(told.text)


def faults_of(page: Page) -> list[str]:
    """This function will name what anybody's program can see that is wrong with a page."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    faults = [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]
    faults += [f"sticks out: {html}" for html in page.evaluate(_OVERFLOWS)]
    if (shifts := page.evaluate("window.shifts")) > 0.05:
        faults.append(f"shifts by {shifts:.3f}")
    return faults


def save(page: Page, place: Path) -> None:
    """This function will keep a picture of what is seen."""
    page.screenshot(path=place)
