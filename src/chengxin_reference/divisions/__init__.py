"""行政区划: the regions of Shandong since 1984, each with an id that never changes and the facts of its days.

Keeps      regions.jsonl (16 cities, 136 counties, 1,826 townships and streets in force on 2026-09-30, and
           what they were before), outside.tsv (cities and counties of other provinces, past ones included).
Promises   a code has at most one holder on a day; what was abolished has a successor or a reason.
Refuses    false precision: a change known only to the year says so, and its day is the last of that year.
Start at   regions, region_on; corrections.toml tells what the lists leave out; build.py makes the file.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from chengxin_core.names import KnownName, KnownRegion, NameStanding

LISTED_ON = date(2026, 9, 30)
"""The day on which the list in force was taken; townships are known from it alone."""

SOURCES = {
    "list": "民政部行政区划代码（2026年9月）",
    "changes": "历年行政区划代码名录及其变更",
}


@dataclass(frozen=True, slots=True)
class RegionFact:
    """What a region was called, numbered and under: from `since` to the day before `until`.

    `since` is None where the region is older than what we know. `to_the_year` says that only the year of the
    change is known; the day is then the last of that year.
    """

    name: str
    code: str
    parent: str | None
    since: date | None
    until: date | None
    to_the_year: bool
    approval: str
    source: str

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Region:
    """A region: rank 1 province, 2 city, 3 county, 4 township or street; facts oldest first."""

    id: str
    rank: int
    facts: tuple[RegionFact, ...]
    until: date | None
    until_to_the_year: bool
    successors: tuple[str, ...]
    reason: str
    approval: str

    @property
    def name(self) -> str:
        """The last name it had."""
        return self.facts[-1].name

    @property
    def parent(self) -> str | None:
        """The last region it was under."""
        return self.facts[-1].parent

    def on(self, day: date) -> RegionFact | None:
        """Return what held on the day, or None before the region began or after it ended."""
        return next((fact for fact in self.facts if fact.holds(day)), None)


@cache
def regions() -> Mapping[str, Region]:
    """Every region we know by its id, those no longer there included."""
    lines = files(__package__).joinpath("regions.jsonl").read_text("utf-8").splitlines()
    read = (_region(json.loads(line)) for line in lines)
    return MappingProxyType({region.id: region for region in read})


@cache
def _by_code() -> Mapping[str, tuple[Region, ...]]:
    holders: defaultdict[str, list[Region]] = defaultdict(list)
    for region in regions().values():
        for code in dict.fromkeys(fact.code for fact in region.facts):
            holders[code].append(region)
    return {code: tuple(found) for code, found in holders.items()}


def region_on(code: str, day: date) -> Region | None:
    """Return the region that held this division code on the day.

    >>> region_on("371202", date(2015, 1, 1)) is region_on("370116", date(2020, 1, 1))
    True
    """
    for region in _by_code().get(code, ()):
        fact = region.on(day)
        if fact is not None and fact.code == code:
            return region
    return None


def path_on(region_id: str, day: date) -> tuple[str, ...]:
    """Return the ids from the province down to the region, as it lay on the day or, after its end, at last.

    >>> [regions()[id_].name for id_ in path_on(region_on("370116", date(2020, 1, 1)).id, date(2015, 1, 1))]
    ['山东省', '莱芜市', '莱芜区']
    """
    region = regions()[region_id]
    fact = region.on(day) or (region.facts[-1] if region.until and region.until <= day else region.facts[0])
    if fact.parent is None:
        return (region_id,)
    return (*path_on(fact.parent, day), region_id)


def name_on(region_id: str, day: date) -> str:
    """Return the region's name on the day; its first or last where it was not there."""
    region = regions()[region_id]
    fact = region.on(day) or (region.facts[-1] if region.until and region.until <= day else region.facts[0])
    return fact.name


def seat_name(region_id: str, day: date) -> str:
    """Return the name written before an organ: a district after its city, a county alone, a town after it.

    >>> [seat_name(region_on(code, LISTED_ON).id, LISTED_ON) for code in ("370112", "370782", "370000")]
    ['济南市历城区', '诸城市', '山东省']
    """
    path = path_on(region_id, day)
    names = [name_on(id_, day) for id_ in path]
    if len(names) < 3:
        return names[-1]
    return "".join(names[1:] if names[2].endswith("区") else names[2:])


@cache
def seats(region_id: str) -> tuple[KnownName, ...]:
    """Return every name that was written before an organ of the region, oldest first, the present one last.

    >>> [name.text for name in seats(region_on("370116", LISTED_ON).id)]
    ['莱芜市莱城区', '济南市莱芜区']
    """
    region = regions()[region_id]
    turns = [day for day in _turns(region_id) if region.on(day) is not None] or [LISTED_ON]
    begun = region.facts[0].since
    days = [begun or date.min, *(day for day in turns if begun is None or day > begun)]
    names: list[KnownName] = []
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else region.until
        text = seat_name(region_id, max(day, date(1900, 1, 1)))
        if names and names[-1].text == text:
            names[-1] = replace(names[-1], until=until)
        else:
            names.append(KnownName(text, NameStanding.FORMER, None if day == date.min else day, until))
    return (*names[:-1], replace(names[-1], standing=NameStanding.OFFICIAL))


def _turns(region_id: str) -> list[date]:
    """The days on which something in the region's path changed."""
    ids = {region_id, *_ancestors(regions()[region_id])}
    return sorted({fact.since for id_ in ids for fact in regions()[id_].facts if fact.since})


@cache
def outside_places() -> Mapping[str, tuple[str, ...]]:
    """Names of cities and counties of other provinces, past ones included, and where each lies.

    >>> outside_places()["鼓楼区"][0], outside_places()["深圳市"]
    ('江苏省南京市', ('广东省',))
    """
    lines = files(__package__).joinpath("outside.tsv").read_text("utf-8").splitlines()
    places: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        province, city, names = line.split("\t")
        for name in names.split(" "):
            places[name][province + city] = None
    return MappingProxyType({name: tuple(found) for name, found in places.items()})


@cache
def known_regions() -> tuple[KnownRegion, ...]:
    """The regions as the matching of names wants them, short names (济南, 诸城) among their aliases."""
    return tuple(_known(region) for region in regions().values())


def _known(region: Region) -> KnownRegion:
    names = []
    for place, fact in enumerate(region.facts):
        since, until = _widened(region, place)
        standing = NameStanding.OFFICIAL if place == len(region.facts) - 1 else NameStanding.FORMER
        names.append(KnownName(fact.name, standing, since, until))
        short = fact.name.removesuffix("地区").removesuffix("市").removesuffix("县")
        if region.rank in (2, 3) and len(short) > 1 and short != fact.name:
            names.append(KnownName(short, NameStanding.ALIAS, since, until))
    return KnownRegion(region.id, _ancestors(region), tuple(names), region.rank)


def _widened(region: Region, place: int) -> tuple[date | None, date | None]:
    """In a year of which only the year is known, the name before and the name after were both in use."""
    fact = region.facts[place]
    vague_end = (
        region.facts[place + 1].to_the_year if fact is not region.facts[-1] else region.until_to_the_year
    )
    since = date(fact.since.year, 1, 1) if fact.since and fact.to_the_year else fact.since
    until = date(fact.until.year + 1, 1, 1) if fact.until and vague_end else fact.until
    return since, until


def _ancestors(region: Region) -> frozenset[str]:
    above: set[str] = set()
    for parent in {fact.parent for fact in region.facts if fact.parent}:
        above |= {parent, *_ancestors(regions()[parent])}
    return frozenset(above)


def _region(line: dict[str, Any]) -> Region:
    until = _day(line.get("until"))
    said = line["facts"]
    ends = [*(_day(fact.get("since")) for fact in said[1:]), until]
    facts = tuple(
        RegionFact(
            name=fact["name"],
            code=fact["code"],
            parent=fact.get("parent"),
            since=_day(fact.get("since")),
            until=end,
            to_the_year=fact.get("to_the_year", False),
            approval=fact.get("approval", ""),
            source=fact["source"],
        )
        for fact, end in zip(said, ends, strict=True)
    )
    return Region(
        id=line["id"],
        rank=line["rank"],
        facts=facts,
        until=until,
        until_to_the_year=line.get("until_to_the_year", False),
        successors=tuple(line.get("successors", ())),
        reason=line.get("reason", ""),
        approval=line.get("approval", ""),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
