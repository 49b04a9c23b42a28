"""A real browser before the real server: what a person would see, and whether everybody can use it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from playwright.sync_api import Error as PageError

BUILT = Path(__file__).parents[2] / "src" / "chengxin" / "site" / "static" / "built" / "chengxin.css"
DESKTOP = (1280, 900)
PHONE = (390, 844)
# Nothing is asked of any host but the one under test.
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
)  # fmt: skip
# The same engine without its own windows comes first: it asks a third less of the machine.
BROWSERS = (
    [os.environ["CHENGXIN_CHROMIUM"]]
    if "CHENGXIN_CHROMIUM" in os.environ
    else ["chromium-headless-shell", "chromium"]
)
PATIENCE = 20_000  # milliseconds: beside other tests a page may take long, and who waits for it loses nothing
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a browser says of a page that goes away while it is looked at.
LEAVING = ("reading 'documentElement'", "Execution context was destroyed", "frame was detached")


class NotAccessible(AssertionError):
    """The page has faults that keep somebody from using it."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium; where there is none, skip and say so (with CHENGXIN_REQUIRE_ALL=1, fail)."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        _leave_out("There is no Chromium on this machine, so nobody can look at the pages.")
    if not BUILT.exists():
        _leave_out("The front end was not built: run `npm ci && npm run build` in frontend/.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, _clicks_wait_for_whole_pages():
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(browser: Browser, origin: str, size: tuple[int, int]) -> Iterator[Page]:
    """Open a window of that size; whatever the browser complains of while it is open fails the test."""
    width, height = size
    context = browser.new_context(
        base_url=origin, locale="zh-CN", viewport={"width": width, "height": height}, has_touch=size == PHONE
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    try:
        yield page
    finally:
        context.close()
    # A refused page is what some tests ask for; the browser mentions it as an error.
    assert [each for each in complaints if "Failed to load resource" not in each] == []


def from_menu(page: Page, name: str) -> None:
    """Go to a page of the desk by its navigation: open the group that holds it, unless it is open, and click."""
    group = page.locator("nav.tabs details").filter(has=page.locator(f"a:text-is('{name}')"))
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    group.get_by_role("link", name=name, exact=True).click()


def assert_accessible(page: Page) -> None:
    """Refuse a page with any violation of WCAG 2.2 AA or of good practice, or one that scrolls sideways."""
    found = _examined(page)
    faults = [
        f"{violation['id']}: {violation['help']}\n  {node['html'][:200]}\n  {node['failureSummary'][:300]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        faults.append(f"the page is {wide} px wider than its window")
    if faults:
        raise NotAccessible(f"{page.url}\n" + "\n".join(faults))


def _examined(page: Page, again: int = 2) -> AxeResults:
    """Examine the page that has come to rest: one that is just being left has no document to look at."""
    page.wait_for_load_state("load")
    try:
        return Axe().run(page, options={"runOnly": list(RULES), "resultTypes": ["violations"]})
    except PageError as error:
        if not again or not any(said in str(error) for said in LEAVING):
            raise
        return _examined(page, again - 1)


def picture(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of the whole page, for people to look at, where they said that they want to."""
    if "CHENGXIN_PICTURES" in os.environ:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


@contextmanager
def _clicks_wait_for_whole_pages() -> Iterator[None]:
    """Let a click end when the page it leads to is whole: by itself it ends where that page begins to come.

    What is then read at once, such as the choices of a form, would be missing on a slow machine, and not awaited.
    """
    click = Locator.click

    def click_and_wait(self: Locator, *args: Any, **options: Any) -> None:
        click(self, *args, **options)
        self.page.wait_for_load_state("load")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", click_and_wait)
        yield


def _leave_out(why: str) -> None:
    if os.environ.get("CHENGXIN_REQUIRE_ALL") == "1":
        pytest.fail(why)
    pytest.skip(why)
