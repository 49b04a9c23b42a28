"""所在区划: which region a message is about, by the names of regions that it writes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chengxin_core.voices.pieces import CHARACTERS_READ

Path: TypeAlias = tuple[str, ...]
"""Ids from the province down to a region."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its path, its name as an address writes it, and the names that people write for it."""

    path: Path
    whole_name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """The region proposed ('' where the names fit several), and the names in the message, in their order."""

    region: str
    whole_name: str
    words: tuple[str, ...]


NOWHERE = Located("", "", ())


class Gazetteer:
    """Places laid out so that their names are found in one reading of a message."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._by_path = {place.path: place for place in places}
        self._paths: defaultdict[str, list[Path]] = defaultdict(list)
        for place in places:
            for name in place.names:
                self._paths[name].append(place.path)
        self._starting: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._paths, key=lambda name: (-len(name), name)):
            self._starting[name[:2]].append(name)

    def locate(self, text: str) -> Located:
        """Propose the region that most of the names written fit, the smallest of several that lie in each other.

        Of several that fit as well, the region in which all of them lie; the whole province is no answer.
        """
        words = self._words(text[:CHARACTERS_READ])
        meant = {path for word in words for path in self._paths[word]}
        if not meant:
            return NOWHERE

        def fit(path: Path) -> tuple[int, int]:
            around = {path[:length] for length in range(1, len(path) + 1)}
            return sum(not around.isdisjoint(self._paths[word]) for word in words), len(path)

        most = max(map(fit, meant))
        common = _common([path for path in meant if fit(path) == most])
        place = self._by_path.get(common) if len(common) > 1 else None
        return Located(place.path[-1], place.whole_name, words) if place else Located("", "", words)

    def _words(self, text: str) -> tuple[str, ...]:
        """Return each name that occurs, once; the longest at a place counts alone."""
        found: dict[str, None] = {}
        at = 0
        while at < len(text):
            name = next(
                (each for each in self._starting.get(text[at : at + 2], ()) if text.startswith(each, at)), ""
            )
            if name:
                found[name] = None
            at += len(name) or 1
        return tuple(found)


def _common(paths: Sequence[Path]) -> Path:
    first = paths[0]
    length = len(first)
    while any(path[:length] != first[:length] for path in paths):
        length -= 1
    return first[:length]
