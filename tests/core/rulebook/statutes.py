"""The texts of statutes that stand beside the checkout: article by article, by the title as it is printed."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

SHARED = Path(__file__).parents[3] / ".." / "shared"
TEXTS = SHARED / "law" / "texts"
LAWS = SHARED / "data" / "laws"
ARTICLE = re.compile(r"第[一二三四五六七八九十百零]+条")
_HEADING = re.compile(rf"^\W*({ARTICLE.pattern})", re.MULTILINE)
_KEPT_AS = {
    "地方各级人民代表大会和地方各级人民政府组织法": "地方组织法",
    "中华人民共和国地方各级人民代表大会和地方各级人民政府组织法": "地方组织法",
}
_YEAR = re.compile(r"\(\d{4}-\d{2}-\d{2}\)$|\d{4}$")


@cache
def articles_of(title: str) -> Mapping[str, str]:
    """Return the articles of a statute by their number as printed (第三十九条); of several versions all."""
    found: dict[str, str] = {}
    for number, text in _everywhere(_short(title)):
        found[number] = found.get(number, "") + text
    return found


def articles_named(citation: str) -> list[str]:
    """Return each article that a citation names; of a range its two ends."""
    return ARTICLE.findall(citation)


def _everywhere(short: str) -> Iterator[tuple[str, str]]:
    yield from _kept(short)
    yield from _of_the_database(short)
    for file in ("cn_administrative_regulations.jsonl", "shandong_local_regulations.jsonl"):
        yield from _regulations(file).get(short, ())


def _kept(short: str) -> Iterator[tuple[str, str]]:
    for file in sorted(TEXTS.glob("*.md")):
        if _short(file.stem) == short:
            parts = _HEADING.split(file.read_text("utf-8"))
            yield from zip(parts[1::2], parts[2::2], strict=True)


def _of_the_database(short: str) -> Iterator[tuple[str, str]]:
    with sqlite3.connect(f"file:{LAWS / 'cn_laws_378_26196articles.sqlite'}?mode=ro", uri=True) as laws:
        names = (short, f"中华人民共和国{short}")
        asked = "SELECT article_no, article_text FROM articles WHERE law_name IN (?, ?)"
        yield from laws.execute(asked, names)


@cache
def _regulations(file: str) -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (LAWS / file).read_text("utf-8").splitlines():
        regulation = json.loads(line)
        articles = [(article["no_raw"], article["text"]) for article in regulation["articles"]]
        found.setdefault(_short(regulation["title"]), []).extend(articles)
    return found


def _short(title: str) -> str:
    """Leave out the country's name and the day of a version: files are named by either."""
    title = _KEPT_AS.get(title, title)
    return _YEAR.sub("", title.strip()).removeprefix("中华人民共和国").strip()
