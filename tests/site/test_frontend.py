"""What the pages load, and what no template may hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A block of data is no script: no browser runs it.
INLINE = re.compile(
    r"""\s(?:style|on[a-z]+)\s*=\s*["']|<style\b|<script\b(?![^>]*\bsrc=|[^>]*\btype="application/(?:ld\+)?json">)"""
)
ELSEWHERE = re.compile(r"""(?:src|href)\s*=\s*["']https?://|url\(\s*["']?https?:|@import\s+["']https?:""")


def _templates() -> Iterator[Path]:
    return (ROOT / "src").rglob("templates/**/*.html")


@pytest.mark.parametrize("template", list(_templates()), ids=lambda path: "/".join(path.parts[-2:]))
class TestTemplate:
    def test_holds_no_inline_style_or_script(self, template: Path) -> None:
        assert INLINE.findall(template.read_text("utf-8")) == []

    def test_loads_nothing_from_another_host(self, template: Path) -> None:
        assert ELSEWHERE.findall(template.read_text("utf-8")) == []


def test_styles_load_nothing_from_another_host() -> None:
    styles = (ROOT / "frontend" / "src").rglob("*.css")

    assert [path.name for path in styles if ELSEWHERE.search(path.read_text("utf-8"))] == []


def test_the_lock_names_no_address() -> None:
    assert "http" not in (ROOT / "frontend" / "package-lock.json").read_text("utf-8")


def test_literal_colours_stand_in_the_tokens_only() -> None:
    styles = (ROOT / "frontend" / "src" / "styles").glob("*.css")
    colour = re.compile(r"#[0-9a-f]{6}\b")

    assert [path.name for path in styles if colour.search(path.read_text("utf-8"))] == ["tokens.css"]
