"""How does somebody use pages without a mouse? By Tab, Enter and letters, seeing where they are."""

from typing import Any

from playwright.sync_api import FileChooser, FilePayload, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

#: More than there is to be stepped through on any page.
_MOST = 200

_FOCUSED = """() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return { name: "", isSeen: true };
  const label = at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText ?? at.innerText ?? "";
  // What only programs see is told by what stands for it.
  const shown = at.classList.contains("for-hearing") ? at.closest("label") : at;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const { width, height, top, bottom } = shown.getBoundingClientRect();
  const isInside = bottom > 0 && top < innerHeight && width > 1 && height > 1;
  const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  return {
    name: label.replace(/\\s+/g, " ").trim(),
    isSeen: isOutlined && isInside,
    html: at.outerHTML.slice(0, 160),
  };
}"""


def focused(page: Page) -> dict[str, Any]:
    """This function will tell where the focus is, and whether that is seen."""
    found: dict[str, Any] = page.evaluate(_FOCUSED)
    return found


def go_to(page: Page, name: str) -> None:
    """
    This function will go on by Tab to what has such a name, or begins with it.

    :raises AssertionError: if there is none, or where the focus is cannot be seen on the way
    """
    way = []
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        at = focused(page)
        way.append(at["name"])
        assert at["isSeen"], f"The focus is not seen at {at['html']}"
        if at["name"].startswith(name):
            return
    raise AssertionError(f"Never came to {name!r} by way of {way}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """This function will go to a button or a link, and press it."""
    go_to(page, name)
    page.keyboard.press(key)


def type_into(page: Page, name: str, text: str) -> None:
    """This function will go to a field, and type over what is there."""
    go_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, name: str, *, steps: int = 1) -> None:
    """This function will go to a list, and choose what is so many steps further down."""
    go_to(page, name)
    for _ in range(steps):
        page.keyboard.press("ArrowDown")


def choose_file(page: Page, name: str, file: FilePayload) -> None:
    go_to(page, name)
    # A browser that is busy may open none; whoever sees none presses once more.
    chooser = next(filter(None, (_file_window(page) for _ in range(5))), None)
    assert chooser, f"No window for files came from {name!r}"
    chooser.set_files([file])


def _file_window(page: Page) -> FileChooser | None:
    try:
        with page.expect_file_chooser(timeout=10_000) as chooser:
            page.keyboard.press("Enter")
        return chooser.value
    except PlaywrightTimeout:
        return None
