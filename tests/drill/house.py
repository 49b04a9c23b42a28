"""The house of the drill: what was planted in it, and the bytes in which it is looked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.rooms.disclosure.conftest import Visit

from chengxin.foundation.transparency.models import Publication
from chengxin.ground.home import Home
from chengxin.ground.terms import terms_of_text

PLANTED = "麒麟鸑鷟甪端貔貅"
TRACES = [
    PLANTED.encode(),
    PLANTED.encode("utf-16-le"),
    quote(PLANTED).encode(),
    PLANTED.encode("unicode_escape"),
    *(term.encode() for term in terms_of_text(PLANTED) if len(term) == 2),
]
"""Every form in which the planted string is stored somewhere, the pairs of the search index among them."""

Stored = Iterable[tuple[str, bytes]]
"""Where something lies, and the bytes that lie there."""


@dataclass(frozen=True)
class Planted:
    """A publication that holds the string, and how the site is asked about it."""

    publication: Publication
    home: Home
    visit: Visit
    follow: Callable[[], None]


def traces_in(stored: Stored) -> set[str]:
    """Return the names of the places in which the planted string stands in any form."""
    return {name for name, data in stored if any(trace in data for trace in TRACES)}


def files_under(root: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file below a folder."""
    for file in sorted(root.rglob("*")):
        if file.is_file():
            yield file.relative_to(root).as_posix(), file.read_bytes()
