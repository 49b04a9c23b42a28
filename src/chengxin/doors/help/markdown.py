"""Markdown as it is written in this house: to HTML for a page, and to plain blocks for the manual.

A link to `#desk:queue` leads to the door of that name, in the reader's language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_DOOR: Final = re.compile(r"#([a-z_]+:[a-z_]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters set alike."""

    text: str
    bold: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `kind` is heading, paragraph, item, quote, code or table; `level` is of a heading or a list."""

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    mark: str = ""  # of an item: its number, or a dot
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = field(default=())


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(text: str) -> Markup:
    """Return a text as HTML; raises `NoReverseMatch` for a link to a door that is not there."""
    tokens = _reader().parse(text)
    for token in tokens:
        for child in token.children or ():
            address = str(child.attrs.get("href", ""))
            if child.type == "link_open" and (door := _DOOR.fullmatch(address)):
                child.attrs["href"] = reverse(door[1])
    return Markup(_reader().renderer.render(tokens, _reader().options, {}))  # noqa: S704 - ours, HTML in it is text


def doors_in(text: str) -> Iterator[str]:
    """Yield the doors that a text links to."""
    for token in _reader().parse(text):
        for child in token.children or ():
            address = str(child.attrs.get("href", ""))
            if child.type == "link_open" and (door := _DOOR.fullmatch(address)):
                yield door[1]


def blocks(text: str) -> tuple[Block, ...]:
    """Return a text as blocks, in order."""
    return tuple(_blocks(_reader().parse(text)))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    lists: list[int] = []  # the next number of each open list; nothing to count is -1
    heading, fresh, rows, row = 0, False, [], []  # type: ignore[var-annotated]
    in_table = in_quote = False
    for token in tokens:
        match token.type:
            case "heading_open":
                heading = int(token.tag[1:])
            case "heading_close":
                heading = 0
            case "bullet_list_open":
                lists.append(-1)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                fresh = True
            case "blockquote_open":
                in_quote = True
            case "blockquote_close":
                in_quote = False
            case "table_open":
                in_table, rows = True, []
            case "tr_open":
                row = []
            case "tr_close":
                rows.append(tuple(row))
            case "table_close":
                in_table = False
                yield Block("table", rows=tuple(rows))
            case "fence" | "code_block":
                yield Block("code", (Run(token.content.rstrip("\n"), code=True),))
            case "inline" if in_table:
                row.append(tuple(_runs(token)))
            case "inline" if heading:
                yield Block("heading", tuple(_runs(token)), heading)
            case "inline" if lists:
                mark = ""
                if fresh:
                    mark = "·" if lists[-1] < 0 else f"{lists[-1]}."
                    lists[-1] += lists[-1] >= 0
                fresh = False
                yield Block("item", tuple(_runs(token)), len(lists), mark)
            case "inline":
                yield Block("quote" if in_quote else "paragraph", tuple(_runs(token)))


def _runs(token: Token) -> Iterator[Run]:
    bold = False
    for child in token.children or ():
        match child.type:
            case "strong_open":
                bold = True
            case "strong_close":
                bold = False
            case "code_inline":
                yield Run(child.content, code=True)
            case "softbreak" | "hardbreak":
                yield Run("")
            case _ if child.content:
                yield Run(child.content, bold=bold)
