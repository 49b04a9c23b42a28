"""Every article that the rulebooks cite as read in a statute exists in the text of that statute."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from tests.law import the_rulebook

from chengxin_core.rulebook import Confidence, Law

SHARED = Path(__file__).parents[3] / ".." / "shared"
TEXTS = SHARED / "law" / "texts"
COLLECTIONS = SHARED / "data" / "laws"
ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条")
NOT_KEPT = {"中华人民共和国民法典"}


def text_of(title: str) -> str | None:
    """Return the text kept of a statute: a file named after it (without 中华人民共和国), or headed by it."""
    short = title.removeprefix("中华人民共和国")
    files = sorted(TEXTS.glob("*.md"))
    found = [file for file in files if re.match(rf"{re.escape(short)}[(\d.]", file.name)] or [
        file for file in files if file.read_text("utf-8").startswith(f"# {title}\n")
    ]
    return found[-1].read_text("utf-8") if found else collected().get(title)


@cache
def collected() -> dict[str, str]:
    """Return the statutes that are kept only in the collections, an article a paragraph, the newest of each."""
    return {title: text for _, title, text in sorted(_read_collections())}


def _read_collections() -> Iterator[tuple[str, str, str]]:
    for file in sorted(COLLECTIONS.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            statute = json.loads(line)
            articles = (f"{article['no_raw']} {article['text']}" for article in statute["articles"])
            yield statute["version_date"] or "", statute["title"], "\n".join(articles)
    for file in sorted(COLLECTIONS.glob("*.sqlite")):
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as laws:
            yield from laws.execute(
                "SELECT version_date, law_name, group_concat(article_no || ' ' || article_text, char(10))"
                " FROM articles JOIN laws USING (law_id, law_name) GROUP BY law_id"
            )


def test_every_cited_article_exists() -> None:
    if not TEXTS.exists():
        pytest.skip("the texts of the statutes are not beside the checkout")
    cited = [
        (entry.authority.document.title, article)
        for entry in the_rulebook().entries
        if isinstance(entry.authority, Law) and entry.authority.confidence is Confidence.LAW
        for article in ARTICLE.findall(entry.authority.article)
        if entry.authority.document.title not in NOT_KEPT
    ]

    unresolved = [
        (title, article)
        for title, article in cited
        if not (text := text_of(title)) or not re.search(rf"^\W*{article}", text, re.MULTILINE)
    ]

    assert len(cited) > 50
    assert unresolved == []
