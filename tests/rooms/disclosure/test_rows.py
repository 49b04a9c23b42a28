"""Rows of a list of records: each is filled in, and is what the template would have drawn of its words."""

import html
from datetime import UTC, date, datetime

import pytest

from chengxin.doors.disclosure import rows
from chengxin.doors.disclosure.queries import Listed
from chengxin.doors.disclosure.rendering import LANGUAGES
from chengxin.doors.disclosure.rows import record_rows
from chengxin.doors.disclosure.spoken import rendered
from chengxin_core.vocabulary import Severity

HOSTILE = "<b>&amp;'引号' \"双\" /斜杠/ \x00\x013; {{ 7 * 7 }} %(day)s</tr>"
AT = datetime(2026, 2, 2, 1, 30, tzinfo=UTC)


def listed(number: int, *, severity: str = "general", marked: bool = False, is_demo: bool = False) -> Listed:
    key, day = f"{number:032x}", date(2026, 2, 2)
    return Listed(
        number,
        key,
        "record",
        "demo-1",
        HOSTILE,
        f"{number}{HOSTILE}",
        severity,
        day,
        None,
        marked,
        is_demo,
        AT,
    )


EVERY_WAY = [
    listed(1),
    listed(2, severity="serious"),
    listed(3, marked=True),
    listed(4, is_demo=True),
    listed(5, severity="serious", marked=True, is_demo=True),
]


def drawn(language: str, each: Listed, prefix: str, with_body: bool) -> str:
    words = {
        "address": prefix + each.address,
        "title": each.title,
        "body_name": each.body_name if with_body else "",
        "published_on": each.published_on.isoformat(),
        "ends_on_latest": "",
        "severity": each.severity,
        "grade": Severity(each.severity).zh,
        "marked": each.marked,
        "is_demo": each.is_demo,
    }
    return rendered(language, "record_row.html", words)


@pytest.mark.parametrize("with_body", [True, False])
@pytest.mark.parametrize(("code", "_language", "prefix"), LANGUAGES)
def test_a_list_is_its_rows_drawn_one_by_one(code: str, _language: str, prefix: str, with_body: bool) -> None:
    filled = record_rows(code, EVERY_WAY, prefix, with_body)

    expected = "".join(drawn(code, each, prefix, with_body) for each in EVERY_WAY)
    assert html.unescape(filled) == html.unescape(expected)
    assert filled.count("<") == expected.count("<")


def test_a_row_that_is_kept_in_memory_tells_of_nobody() -> None:
    rows._blank_row.cache_clear()
    record_rows("zh-hans", [listed(7)], "", True)

    blank = rows._blank_row("zh-hans", "general", False, False, True)
    kept = b"".join(part for sheet in blank.sheets for part in sheet.around)
    assert "引号".encode() not in kept
    assert b"2026" not in kept
