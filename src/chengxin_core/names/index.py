"""What is known of regions and bodies, laid out so that a name finds them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from chengxin_core.names.normal_form import kind_key, normal_form
from chengxin_core.vocabulary import Term

K = TypeVar("K")
V = TypeVar("V")


class NameStanding(Term):
    """名称性质: what kind of name this is."""

    OFFICIAL = "official", "规范名称"
    ALIAS = "alias", "简称或者别名"
    FORMER = "former", "曾用名称"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name and its days: from `since` to the day before `until`; None where no end is known."""

    text: str
    standing: NameStanding = NameStanding.OFFICIAL
    since: date | None = None
    until: date | None = None

    def in_use(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region with a stable id, every id it was ever under (its own parents and theirs), and its names."""

    id: str
    ancestors: frozenset[str]
    names: tuple[KnownName, ...]
    rank: int  # 1 province, 2 city, 3 county, 4 township or street


@dataclass(frozen=True, slots=True)
class Succession:
    """From the day `on`, what one body owed is owed by the body `to`."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A public body: `kinds` follow its region's name (教育局), `names` stand alone (大桥新区管委会)."""

    id: str
    name: str  # how we print it
    region: str | None
    kinds: tuple[KnownName, ...] = ()
    names: tuple[KnownName, ...] = ()
    since: date | None = None
    until: date | None = None
    successions: tuple[Succession, ...] = ()


@dataclass(frozen=True)
class NameIndex:
    """Regions and bodies by the words of their names. Build it once, ask it often; it never changes."""

    regions: Mapping[str, KnownRegion]
    bodies: Mapping[str, KnownBody]
    outside: Mapping[str, tuple[str, ...]]
    """Region words of other provinces → where each lies (江苏省南京市)."""
    region_words: Mapping[str, tuple[tuple[str, KnownName], ...]] = field(repr=False)
    by_kind: Mapping[tuple[str, str], tuple[tuple[str, KnownName], ...]] = field(repr=False)
    by_name: Mapping[str, tuple[tuple[str, KnownName], ...]] = field(repr=False)
    in_region: Mapping[str, tuple[str, ...]] = field(repr=False)
    by_pair: Mapping[str, tuple[str, ...]] = field(repr=False)

    @classmethod
    def build(
        cls,
        regions: Iterable[KnownRegion],
        bodies: Iterable[KnownBody],
        outside: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "NameIndex":
        """Lay out what is known. Linear in the number of names."""
        known_regions = {region.id: region for region in regions}
        known_bodies = {body.id: body for body in bodies}
        words: defaultdict[str, list[tuple[str, KnownName]]] = defaultdict(list)
        kinds: defaultdict[tuple[str, str], list[tuple[str, KnownName]]] = defaultdict(list)
        names: defaultdict[str, list[tuple[str, KnownName]]] = defaultdict(list)
        homes: defaultdict[str, list[str]] = defaultdict(list)
        pairs: defaultdict[str, list[str]] = defaultdict(list)
        for region in known_regions.values():
            for name in region.names:
                words[name.text].append((region.id, name))
        for body in known_bodies.values():
            for kind in body.kinds:
                kinds[(body.region or "", kind_key(kind.text))].append((body.id, kind))
            for name in body.names:
                names[name_key(name.text)].append((body.id, name))
            homes[body.region or ""].append(body.id)
            for pair in bigrams(normal_form(body.name)):
                pairs[pair].append(body.id)
        return cls(
            regions=known_regions,
            bodies=known_bodies,
            outside=dict(outside or {}),
            region_words=_frozen(words),
            by_kind=_frozen(kinds),
            by_name=_frozen(names),
            in_region=_frozen(homes),
            by_pair=_frozen(pairs),
        )

    def __contains__(self, word: object) -> bool:
        """Whether the word is a region's name, ours or another province's: what `split_name` asks."""
        return word in self.region_words or word in self.outside

    def successions_of(self, body_id: str) -> tuple[Succession, ...]:
        """Return every succession that follows from this body, nearest first; a body met twice is told once.

        The last one in force on a day bears on that day what this body owed.
        """
        return tuple(self._follow(body_id, frozenset({body_id})))

    def bearers_of(self, body_id: str, *, on: date) -> tuple[str, ...]:
        """Return the bodies that bear on this day what the body once owed: itself if nobody succeeded it."""
        heirs = [s for s in self.bodies[body_id].successions if s.on <= on and s.to in self.bodies]
        if not heirs:
            return (body_id,)
        found = [bearer for heir in heirs for bearer in self.bearers_of(heir.to, on=on)]
        return tuple(dict.fromkeys(found))

    def _follow(self, body_id: str, met: frozenset[str]) -> Iterator[Succession]:
        for step in self.bodies[body_id].successions:
            if step.to not in met and step.to in self.bodies:
                yield step
                yield from self._follow(step.to, met | {step.to})


def name_key(written: str) -> str:
    """Return what two spellings of a name that stands alone share: 大桥新区管委会 and 大桥新区管理委员会."""
    return re.sub("(?:管理委员会|管委会|管委)$", "管委会", normal_form(written))


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters.

    >>> sorted(bigrams("教育局"))
    ['教育', '育局']
    """
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _frozen(lists: Mapping[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
