"""制度规则页面: the law that the platform works by, a permanent address for each rule.

The pages are made of the rulebook alone. They are stored when a rulebook is loaded, as every page is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from chengxin.doors.disclosure.rendering import Rendered, page_and_twin, text_of
from chengxin_core.rulebook import Document, Entry, Item, Rulebook, telling
from chengxin_core.rulebook.reference import Rule, rules, to_json

START = "/rules/"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Line:
    """What a table of rules shows of an entry."""

    entry: Entry

    @property
    def kind(self) -> str:
        """What the entry is, in Chinese."""
        return telling.kind_of(self.entry).zh

    @property
    def confidence(self) -> str:
        """How sure it is, in Chinese."""
        return self.entry.authority.confidence.zh

    @property
    def says(self) -> str:
        """What it says beside its gist."""
        return telling.told(self.entry)

    @property
    def remarks(self) -> list[str]:
        """What a list says of an item in words."""
        if not isinstance(self.entry, Item):
            return []
        texts = [value for value in self.entry.attributes.values() if isinstance(value, str)]
        return [text for text in texts if _CHINESE.search(text)]


def rule_pages(
    rulebook: Rulebook, others: Mapping[str, Rulebook], at: datetime | None = None
) -> Iterator[Rendered]:
    """Give the list of all rules and a page for each, in two languages and as JSON."""
    found = rules(rulebook, others)
    yield from page_and_twin(START, "rules", _listed(rulebook, found), to_json(rulebook, others), at)
    for rule in found:
        values = _shown(rule) | {"trail": [(_("制度规则库"), START)]}
        yield from page_and_twin(f"{START}{rule.id}/", "rule", values, rule.to_json(), at)


def no_rule_pages() -> Iterator[Rendered]:
    """Give the list of rules of a site that was not told of any yet."""
    nothing: dict[str, Any] = {"families": [], "documents": [], "version": "", "count": 0}
    yield from page_and_twin(START, "rules", nothing, {"hash": "", "documents": [], "rules": []}, None)


def reference_page(rulebook: Rulebook, others: Mapping[str, Rulebook]) -> bytes:
    """Return the whole rulebook as one page that needs nothing else: to print, to send, to read offline."""
    found = rules(rulebook, others)
    pages = [_shown(rule) for rule in found]
    style = (
        files("chengxin.doors.disclosure")
        .joinpath("templates/disclosure/rules_reference.css")
        .read_text("utf-8")
    )
    values = {"pages": pages, "style": Markup(f"<style>\n{style}</style>")}  # noqa: S704 - ours, no one's input
    return text_of("rules_reference.html", {**_listed(rulebook, found), **values})


def _listed(rulebook: Rulebook, found: tuple[Rule, ...]) -> dict[str, Any]:
    families = [(family.zh, list(group)) for family, group in groupby(found, key=lambda rule: rule.family)]
    return {
        "families": families,
        "documents": sorted(rulebook.documents.values(), key=_oldest_first),
        "version": rulebook.hash[:12],
        "count": len(found),
    }


def _shown(rule: Rule) -> dict[str, Any]:
    lines = [Line(entry) for entry in rule.entries]
    return {
        "rule": rule,
        "family": rule.family.zh,
        "lines": [line for line in lines if not isinstance(line.entry, Item)],
        "items": [line for line in lines if isinstance(line.entry, Item)],
        "elsewhere": [Line(entry) for entry in rule.elsewhere],
    }


def _oldest_first(document: Document) -> tuple[object, str]:
    return document.in_force_from, document.code
