"""A page that is filled in is, to the byte, the one that is drawn of the same facts; its blank tells of nobody."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import engines
from jinja2 import nodes

from chengxin.doors.disclosure import rendering
from chengxin.doors.disclosure.items import columns_of
from chengxin.doors.disclosure.models import Document
from chengxin.doors.disclosure.rendering import LANGUAGES, draw_record, facts_of_record, record_pages
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.entry import Entry, Event

HOSTILE = (
    "<b>&amp;'引号' \"双\" /斜杠/ &#x2f; {{ 7 * 7 }} %(day)s</script>",
    "\x013; \\u00011; \\ \x07 两行\n\u2028",
)
SHAPES: list[dict[str, Any]] = [
    {},
    {"severity": "serious", "is_demo": True, "exposure": 'It\'s <b> & "more"'},
    {"objection_marker": True, "correction": {"on": "2026-02-03", "why": HOSTILE[0]}},
    {"measures": [], "progress": [], "remedies": []},
    {"reasons": [{"question": "问", "answer": "", "citation": HOSTILE[1]}] * 3},
]


def content_with(**changes: Any) -> dict[str, Any]:
    one, other = HOSTILE
    return {
        "format": "chengxin/record/v1",
        "body": {"id": "demo-1", "name": one, "region": [{"id": "sd", "name": other}]},
        "title": other,
        "facts": one,
        "severity": "general",
        "reasons": [{"question": one, "answer": other, "citation": "第一条"}],
        "basis": {"kind": "judgment", "number": one, "organ": other, "date": "2025-12-01"},
        "organ": one,
        "measures": [{"code": "M-01", "name": one, "organ": other, "state": "已实施"}],
        "progress": [{"on": "2026-01-20", "what": other}, {"on": "2026-01-21", "what": one}],
        "remedies": [one, other],
        "published_on": "2026-02-02",
        "ends_on_latest": "2026-08-02",
        "is_demo": False,
        "objection_marker": False,
        "correction": None,
        **changes,
    }


def record_of(content: dict[str, Any]) -> tuple[Document, Entry]:
    at = datetime(2026, 2, 2, 1, 30, 5, tzinfo=UTC)
    entry = Entry("record", "0" * 32, 1, at, Event.PUBLISHED, bytes(32), None, None)
    stored = {"entry": entry.to_bytes(), "content": canonical_bytes(content), "salt": bytes(32)}
    row = Document(key=entry.key, kind="record", index=7, changed_at=at, **stored)
    for column, value in columns_of("record", content).items():
        setattr(row, column, value)
    return row, entry


@pytest.mark.parametrize("changes", SHAPES)
def test_what_is_filled_in_is_what_would_be_drawn(changes: dict[str, Any]) -> None:
    content = content_with(**changes)
    row, entry = record_of(content)

    pages = {page.path: page.body for page in record_pages(row, entry, content)}

    facts = facts_of_record(row, entry, content)
    for _, language, prefix in LANGUAGES:
        assert pages[f"{prefix}{row.address}"] == draw_record(facts, language)


def test_a_blank_keeps_no_text_of_what_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    content = content_with(title="演示数据的标题", exposure="演示数据的理由")
    row, entry = record_of(content)
    drawn: list[str] = []

    def drawing(facts: dict[str, Any], language: str) -> bytes:
        page = draw_record(facts, language)
        drawn.append(f"{facts}{page.decode()}")
        return page

    monkeypatch.setattr(rendering, "draw_record", drawing)
    rendering._blank_record.cache_clear()

    list(record_pages(row, entry, content))

    told = ("演示数据的标题", "演示数据的理由", row.key, "第一条", "2026-08-02", "demo-1")
    assert len(drawn) == len(LANGUAGES)
    assert not [word for word in told for page in drawn if word in page]


def test_the_template_decides_nothing_by_what_a_text_says() -> None:
    """It would see a mark: only whether there is one may be asked."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    template = env.parse(env.loader.get_source(env, "disclosure/record.html")[0])

    assert not list(template.find_all((nodes.Compare, nodes.Filter, nodes.Test, nodes.Getitem)))
