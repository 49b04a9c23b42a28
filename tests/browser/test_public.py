"""A citizen without an account, on a wide screen and on a phone: every public page in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.publishing import end, later, make_body, make_matter, make_publication, matter_of
from tests.rooms.disclosure.conftest import follow, home, nobody_to_hide, reference

from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import mark

__all__ = ["follow", "home", "nobody_to_hide", "reference"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def published(reference: Callable[[], str], follow: Callable[[], None]) -> tuple[Publication, Publication]:
    """A record in force to which its body objects, and one that ended."""
    standing, ended = make_matter(), make_matter(make_body("示范市财政局", 2))
    reference()
    in_force, gone = make_publication(standing), make_publication(ended)
    follow()
    mark(publication=in_force, at=later())
    end(gone)
    follow()
    return in_force, gone


def test_every_public_page(page: Page, published: tuple[Publication, Publication], pictures: Path) -> None:
    in_force, gone = published
    width = page.viewport_size["width"] if page.viewport_size else 0

    for name, address in [
        ("home", "/"),
        ("search", "/search/?q=住房"),
        ("search-nothing", "/search/?q=没有这个词"),
        ("withdrawn", "/withdrawn/"),
        ("record", f"/records/{in_force.key}/"),
        ("verify", f"/verify/{in_force.key}/"),
        ("gone", f"/records/{gone.key}/"),
        ("body", f"/bodies/{matter_of(in_force).body_id}/"),
        ("record-english", f"/en/records/{in_force.key}/"),
        ("home-english", "/en/"),
    ]:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        picture(page, pictures, f"public-{name}-{width}")
        assert_accessible(page)


def test_a_citizen_finds_a_record_from_the_search_box(
    page: Page, published: tuple[Publication, Publication]
) -> None:
    page.goto("/")

    page.get_by_role("searchbox").first.fill("住房")
    page.get_by_role("button", name="搜索").first.click()
    page.get_by_role("main").get_by_role("link", name="未按照生效判决支付工程款").first.click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.context.cookies() == []
