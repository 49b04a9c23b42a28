"""Templates that speak one language say in the quick engine what they say in the ordinary one while that language is
active.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import Environment
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure import operations, rendering
from chengxin.doors.disclosure.rendering import LANGUAGES
from chengxin.doors.disclosure.rules import rule_pages
from chengxin.doors.disclosure.spoken import rendered
from chengxin.foundation.rules import queries as rules

ORDINARY: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
FRAME = {
    "prefix": "",
    "path": "/records/x/",
    "other_language_url": "/en/records/x/",
    "origin": "https://example.org",
    "demo": True,
    "key": "0" * 32,
    "address": "/records/x/",
    "state": "corrected",
    "withdrawals": [],
    "grounds": {},
    "tags": [],
    "linked_data": "",
}


@pytest.mark.parametrize("name", ["verify.html", "withdrawn.html"])
@pytest.mark.parametrize(("code", "language", "prefix"), LANGUAGES)
def test_a_page_is_the_same_to_the_byte(name: str, code: str, language: str, prefix: str) -> None:
    words = {**FRAME, "language": language, "prefix": prefix}
    with translation.override(code):
        expected = ORDINARY.get_template(f"disclosure/{name}").render(words)

        assert rendered(code, name, words) == expected


HOSTILE = """<b>&amp;'引号' "双" /斜杠/ &#x2f; {{ 7 * 7 }} %(day)s"""


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_every_page_of_the_site_says_the_same_in_both_engines(
    two_records: tuple[Any, Any], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = set()

    def in_both(language: str, name: str, words: Mapping[str, Any]) -> str:
        quick = rendered(language, name, words)
        ordinary = ORDINARY.get_template(f"disclosure/{name}").render(words)
        assert html.unescape(quick) == html.unescape(ordinary), name
        assert quick.count("<") == ordinary.count("<")
        drawn.add(name)
        return quick

    monkeypatch.setattr(rendering, "rendered", in_both)
    rendering._blank_record.cache_clear()  # so that it is drawn, not only filled in
    monkeypatch.setattr(operations, "rule_pages", rule_pages)  # and not as they were drawn before

    operations.draw_again("another look", rules.current_rulebook(), rules.comparisons())
    for address in ("/search/?q=示范", "/data/", "/log/witnesses/", "/verify/" + two_records[0].key + "/"):
        assert visit(address).status == 200

    assert drawn >= {"record.html", "gone.html", "body.html", "region.html", "home.html", "withdrawn.html",
                     "feed.atom", "rule.html", "rules.html", "search.html", "verify.html"}  # fmt: skip


@pytest.mark.parametrize(("code", "language", "prefix"), LANGUAGES)
def test_hostile_values_come_out_as_text(code: str, language: str, prefix: str) -> None:
    words = {**FRAME, "language": language, "prefix": prefix, "tags": [("description", HOSTILE)]}

    page = rendered(code, "verify.html", words)

    told = re.search(r'name="description" content="([^"]*)"', page)
    assert told
    assert html.unescape(told[1]) == HOSTILE
    assert "<b>" not in told[1]


def test_each_language_keeps_its_own_words_whatever_is_active() -> None:
    with translation.override("en"):
        chinese = rendered("zh-hans", "verify.html", {**FRAME, "language": "zh"})
    with translation.override("zh-hans"):
        english = rendered("en", "verify.html", {**FRAME, "language": "en"})

    assert "已更正" in chinese
    assert "已更正" not in english
    assert re.search(r"Corrected|corrected", english)
