"""Every article that the rulebooks cite as read in a statute exists in the text of that statute."""

import re
from pathlib import Path

import pytest
from tests.law import the_rulebook

from chengxin_core.rulebook import Confidence, Law

TEXTS = Path(__file__).parents[3] / ".." / "shared" / "law" / "texts"
ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条")
NOT_KEPT = {
    "中华人民共和国民法典",
    "最高人民法院关于公布失信被执行人名单信息的若干规定",
}
KEPT_AS = {"地方各级人民代表大会和地方各级人民政府组织法": "地方组织法2022"}


def text_of(title: str) -> str | None:
    """Return the text kept of a statute; the kept files leave out 中华人民共和国."""
    short = title.removeprefix("中华人民共和国")
    short = KEPT_AS.get(short, short)
    found = sorted(file for file in TEXTS.glob("*.md") if file.name.startswith(short))
    return found[-1].read_text("utf-8") if found else None


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
