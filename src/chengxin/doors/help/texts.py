"""The texts of help: pages by the doors that they explain, first days by role, terms by their word."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from chengxin_core.lifecycle.table import Actor

HERE: Final[Traversable] = files("chengxin.doors.help")
TEXTS: Final[Traversable] = HERE / "templates" / "help"
DOORS: Final = "门"
ROLES: Final = "角色"
MOST_TERMS: Final = 8  # of one page
_PART: Final = re.compile(r"^# (?P<title>.+)\n\n(?P<what>[门角色]+): (?P<names>.+)\n\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page of help: of which doors, or of which role's first day, it tells, and what, as Markdown."""

    title: str
    names: tuple[str, ...]
    text: str

    @property
    def slug(self) -> str:
        """What it is called in an address."""
        return self.names[0].replace(":", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """One official term with its meaning, in Chinese and in English."""

    zh: str
    code: str
    meaning: str
    english: str


@cache
def pages() -> tuple[HelpPage, ...]:
    """Return the pages of the doors, in the order in which the manual has them."""
    folder = TEXTS / "pages"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".md")), key=lambda one: one.name)
    return tuple(page for each in found for page in _parts(each, DOORS))


@cache
def first_days() -> dict[str, HelpPage]:
    """Return the first day of each role, by the role's code."""
    return {page.names[0]: page for page in _parts(TEXTS / "first-day.md", ROLES)}


@cache
def terms() -> tuple[GlossaryTerm, ...]:
    """Return the terms of the trade that are explained, in their order."""
    listed = tomllib.loads((HERE / "terms.toml").read_text("utf-8"))
    return tuple(GlossaryTerm(**each) for each in listed["term"])


@cache
def page_of(door: str) -> HelpPage | None:
    """Return the page that explains a door, by the door's name (`desk:queue`); none for what is no page."""
    return next((page for page in pages() if door in page.names), None)


@cache
def terms_on(page: HelpPage) -> tuple[GlossaryTerm, ...]:
    """Return the terms that a page of help uses, the first few."""
    return tuple(each for each in terms() if each.zh in page.title + page.text)[:MOST_TERMS]


def first_day_of(role: str) -> HelpPage | None:
    """Return the first day of a role."""
    return first_days().get(role)


def role_zh(role: str) -> str:
    """Return what a role is called."""
    return Actor(role).zh


def _parts(file: Traversable, what: str) -> Iterator[HelpPage]:
    text = file.read_text("utf-8")
    heads = list(_PART.finditer(text))
    for place, head in enumerate(heads):
        assert head["what"] == what, f"{file.name}: {head['title']}"
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        yield HelpPage(head["title"], tuple(head["names"].split()), text[head.end() : end].strip())
