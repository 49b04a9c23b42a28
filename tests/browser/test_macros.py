"""Every macro of the design system on one page: in both languages, in both widths, on paper."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import translation
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer
from tests.browser.harness import assert_accessible, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]
TODAY = date(2026, 11, 23)


class Feedback(forms.Form):
    """One field of each sort."""

    post = forms.CharField(label="联系人岗位", help_text="填写岗位名称，不填写姓名。")
    text = forms.CharField(label="说明", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲类"), ("b", "乙类")])
    opinion = forms.ChoiceField(
        label="处理意见", choices=[("a", "同意"), ("b", "不同意")], widget=forms.RadioSelect
    )
    grounds = forms.MultipleChoiceField(
        label="依据", choices=[("a", "司法判决"), ("b", "行政处罚")], widget=forms.CheckboxSelectMultiple
    )
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    checked = forms.BooleanField(label="我已核对以上内容")
    file = forms.FileField(label="附件", required=False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_macro_is_accessible(
    page: Page, live_server: LiveServer, language: str, pictures: Path
) -> None:
    _show(page, live_server, language)

    assert_accessible(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    picture(page, pictures, f"macros-{language}-{width}")


def test_paper_holds_the_content_and_no_controls(page: Page, live_server: LiveServer, pictures: Path) -> None:
    _show(page, live_server, "zh")
    page.emulate_media(media="print")

    assert not page.locator(".search-box").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    page.pdf(path=pictures / "macros.pdf", format="A4")


def _show(page: Page, server: LiveServer, language: str) -> None:
    """Answer one address of the server with the page of all macros."""
    jinja: Any = engines["jinja2"]
    template = jinja.env.from_string((Path(__file__).parent / "gallery.html").read_text("utf-8"))
    with translation.override("en" if language == "en" else "zh-hans"):
        html = template.render(
            form=Feedback({"post": ""}),
            today=TODAY,
            days=[TODAY - timedelta(3), TODAY, TODAY + timedelta(30)],
            language=language,
            other_language_url="/",
            demo=True,
        )

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/macros", answer)
    page.goto(f"{server.url}/macros")
