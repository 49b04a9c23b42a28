"""Where rooms above plug in: what else the person sees on the own page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin.foundation.subjects.models import Official
from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class OwnSection:
    """A part of the person's own page: a template, the values it shows on a day, and its rows in the person's copy."""

    code: str
    template: str
    values: Callable[[Official, date], Mapping[str, Any]]
    title: str  # under which its rows stand in the copy
    rows: Callable[[Official, date], Sequence[Mapping[str, Any]]]


_own_sections: Board[str, OwnSection] = Board()


def plug_own_section(section: OwnSection) -> None:
    """Add a part to the person's own page."""
    _own_sections.claim(section.code, section)


def own_sections() -> Iterable[OwnSection]:
    """Return every part plugged in, in the order of plugging in."""
    return _own_sections.values()
