"""Where rooms make known what of a kind of matter belongs to its case file, and how that is destroyed at the end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chengxin.foundation.matters.models import Matter
from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class CaseContents:
    """案卷要素: what a room keeps of a kind of matter besides documents, notes and attachments.

    `values` gives it as plain JSON, the same whenever it is asked; `destroy` blanks it in the transaction of its
    caller, at a moment. A kind whose room has said nothing here is filed with what every matter has, and is never
    destroyed. What stands in plain tables is said by `tables_kept.contents_in`.
    """

    kind: str
    values: Callable[[Matter], Mapping[str, Any]]
    destroy: Callable[[Matter, datetime], None]


_contents: Board[str, CaseContents] = Board()


def plug_contents(contents: CaseContents) -> None:
    """Make known what a kind of matter holds."""
    _contents.claim(contents.kind, contents)


def contents_of(kind: str) -> CaseContents | None:
    """Return what a kind of matter holds, if its room said."""
    return _contents.get(kind)


def all_contents() -> Iterable[CaseContents]:
    """Return what every room said of its kinds."""
    return _contents.values()
