"""A citizen without an account, at a desk and on a phone: every public page in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.publishing import end, later, make_body, make_matter, make_publication
from tests.rooms.disclosure.conftest import follow, home, nobody_to_hide, reference

from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import mark
from chengxin.site.sinks import carry_rules, write_bundle

__all__ = ["follow", "home", "nobody_to_hide", "reference"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def record(reference: Callable[[], str], follow: Callable[[], None]) -> Publication:
    """A record in force to which its subject objects, and one that ended."""
    matter, other = make_matter(), make_matter(make_body("示范市水务局", 2))
    reference()
    publication, ended = make_publication(matter), make_publication(other)
    mark(publication=publication, at=later())
    end(ended)
    follow()
    return publication


def test_a_citizen_reads_a_record(page: Page, record: Publication, pictures: Path) -> None:
    size = page.viewport_size
    width = size["width"] if size else 0
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("政务失信记录公示")
    assert_accessible(page)
    picture(page, pictures, f"public-home-{width}")

    page.get_by_role("searchbox").fill("工程")
    page.get_by_role("button", name="搜索").click()
    assert_accessible(page)
    picture(page, pictures, f"public-search-{width}")

    page.get_by_role("link", name="未按照生效判决支付工程款").click()
    expect(page.get_by_role("heading", name="异议处理中")).to_be_visible()
    assert_accessible(page)
    picture(page, pictures, f"public-record-{width}")

    page.get_by_role("link", name="核验本记录现状的二维码").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("有效")
    assert_accessible(page)


@pytest.mark.parametrize(
    "address", ["/regions/sd/", "/regions/sd-99/", "/bodies/demo-1/", "/withdrawn/", "/log/witnesses/"]
)
def test_everybody_can_use_every_list(page: Page, record: Publication, address: str) -> None:
    for prefix in ("", "/en"):
        page.goto(prefix + address)
        assert_accessible(page)


def test_everybody_is_told_of_the_end(page: Page, record: Publication, pictures: Path) -> None:
    ended = Publication.objects.exclude(pk=record.pk).get()

    answer = page.goto(f"/records/{ended.key}/")

    assert answer is not None
    assert answer.status == 410
    assert_accessible(page)
    assert page.context.cookies() == []


@pytest.mark.parametrize("address", ["/rules/", "/rules/C-17/", "/rules/C-31/", "/privacy/"])
def test_everybody_can_read_the_law(
    page: Page, rules: str, reference: Callable[[], str], address: str, pictures: Path
) -> None:
    carry_rules()
    size = page.viewport_size
    for prefix in ("", "/en"):
        page.goto(prefix + address)
        assert_accessible(page)
    picture(page, pictures, f"public{address.replace('/', '-')}{size['width'] if size else 0}")


def test_everybody_can_find_the_open_data(
    page: Page,
    rules: str,
    record: Publication,
    pictures: Path,
    tmp_path: Path,
    settings: pytest.FixtureRequest,
) -> None:
    settings.BUNDLE = str(tmp_path)  # type: ignore[attr-defined]
    write_bundle(tmp_path, refresh=True)
    size = page.viewport_size
    for prefix, name in (("", "开放数据"), ("/en", "Open data")):
        page.goto(f"{prefix}/")
        page.get_by_role("contentinfo").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert_accessible(page)
        picture(page, pictures, f"public-data{prefix.replace('/', '-')}-{size['width'] if size else 0}")
