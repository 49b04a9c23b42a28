"""Builds regions.jsonl from the list in force and the list of changes, going backwards from today.

    python -m chengxin_reference.divisions.build FOLDER_OF_LISTS

Ids once given are kept: they are read from the regions.jsonl that is there, by the code and name of a fact.
"""

import csv
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LIST_IN_FORCE = "sd_divisions_mca_2026-09.csv"
CHANGES = "sd_division_changes_1980_2026.json"
TOWNSHIPS_KNOWN_FROM = date(2026, 9, 30)
EARLIEST_YEAR = 1984  # before it, whole lists of codes were renumbered and the differences tell little
DIRECT_CODES = (
    "3790"  # 1986–1995 cities under the province's own numbers, looked after by the city around them
)
RANKS = {"province": 1, "prefecture": 2, "county": 3, "township": 4}
CONTINUING = {"更名", "同名改码", "撤县设市", "撤县设区", "撤市设区", "撤地设市"}


@dataclass
class Fact:
    """What a region was called, numbered and under from a day on. `parent` is a code until all is settled."""

    name: str
    code: str
    parent: str
    since: date | None = None
    exact: bool = True
    source: str = "list"
    approval: str = ""


@dataclass
class Region:
    """A region, newest fact first."""

    rank: int
    facts: list[Fact]
    until: date | None = None
    until_exact: bool = True
    successors: list[str] = field(default_factory=list)
    reason: str = ""
    approval: str = ""
    id: str = ""

    @property
    def oldest(self) -> Fact:
        return self.facts[-1]

    def ever(self, code: str, name: str = "") -> bool:
        return any(fact.code == code and name in ("", fact.name) for fact in self.facts)


class Chronicle:
    """All regions, while the years are taken back one after another."""

    def __init__(self, in_force: Iterable[Region], corrections: dict[str, Any]) -> None:
        self.regions = list(in_force)
        self.corrections = corrections
        self.unplaced: list[str] = []

    def take_back(self, year: int, events: list[dict[str, Any]]) -> None:
        ended = [entry for entry in self.corrections["ended"] if entry["year"] == year]
        for entry in ended:
            code, name = entry["region"]
            self._end(year, code, name, entry["successors"], entry["reason"], "")
        for event in events:
            self._take_back(year, event)

    def _take_back(self, year: int, event: dict[str, Any]) -> None:
        old, new = (_side(event.get(side)) for side in ("old", "new"))
        continued = self._continued(year, old, new)
        approval = event.get("doc_no") or ""
        if continued:
            new = continued if old[:2] == self._old_of(continued, year) else new
        if continued and event["type"] == "新设":
            return
        if continued or event["type"] in CONTINUING:
            self._rename(year, old, new, approval, event)
        elif event["type"] == "新设":
            self._begin(year, new, approval)
        elif event["type"] == "撤销":
            heirs = [new[0]] if new[0] else []
            self._end(year, old[0], old[1], heirs, "", approval, parent=old[2])
        else:
            self.unplaced.append(f"{year} {event['type']} {old} {new}")

    def _continued(
        self, year: int, old: tuple[str, str, str], new: tuple[str, str, str]
    ) -> tuple[str, str, str] | None:
        for entry in self.corrections["continues"]:
            if entry["year"] == year and (
                tuple(entry["old"]) == old[:2] or (not old[0] and tuple(entry["new"]) == new[:2])
            ):
                return (*entry["new"], "")
        return None

    def _old_of(self, new: tuple[str, str, str], year: int) -> tuple[str, ...]:
        return next(
            tuple(entry["old"])
            for entry in self.corrections["continues"]
            if entry["year"] == year and tuple(entry["new"]) == new[:2]
        )

    def _rename(
        self,
        year: int,
        old: tuple[str, str, str],
        new: tuple[str, str, str],
        approval: str,
        event: dict[str, Any],
    ) -> None:
        region = self._starting_with(new[0], new[1])
        if region is None:
            self.unplaced.append(f"{year} {event['type']} {old} {new}")
            return
        self._date(region.oldest, year, approval)
        region.facts.append(Fact(old[1], old[0], old[2], source="changes"))

    def _begin(self, year: int, new: tuple[str, str, str], approval: str) -> None:
        region = self._starting_with(new[0], new[1])
        if region is None:
            self.unplaced.append(f"{year} 新设 {new}")
            return
        self._date(region.oldest, year, approval)

    def _end(
        self,
        year: int,
        code: str,
        name: str,
        successors: list[str],
        reason: str,
        approval: str,
        parent: str = "",
    ) -> None:
        for entry in self.corrections["succeeded"]:
            if entry["year"] == year and entry["region"] == [code, name]:
                successors, reason = entry["successors"], entry["reason"]
        on, exact, decree = self._day(year, code, approval)
        rank = 2 if code.endswith("00") else 3
        region = Region(rank, [Fact(name, code, parent or f"{code[:4]}00", source="changes")], on, exact)
        region.successors, region.reason, region.approval = successors, reason, decree
        self.regions.append(region)

    def _starting_with(self, code: str, name: str) -> Region | None:
        found = (
            r
            for r in self.regions
            if r.oldest.since is None and (r.oldest.code, r.oldest.name) == (code, name)
        )
        return next(found, None)

    def _date(self, fact: Fact, year: int, approval: str) -> None:
        fact.since, fact.exact, fact.approval = self._day(year, fact.code, approval)

    def _day(self, year: int, code: str, approval: str) -> tuple[date, bool, str]:
        for entry in self.corrections["dated"]:
            if entry["year"] == year and code in entry["codes"]:
                return entry["on"], True, entry["approval"]
        return date(year, 12, 31), False, approval

    def settle(self) -> None:
        """Turn codes of parents and successors into the regions that held them."""
        for region in self.regions:
            self._settle_parents(region)
        for region in self.regions:
            region.successors = [heir.id for heir in self._heirs(region)]
            if region.until and not region.successors and not region.reason:
                region.reason = "辖区并入新设的市、区，原始名录未载去向"

    def _settle_parents(self, region: Region) -> None:
        if region.rank == 1:
            return
        for place, fact in enumerate(region.facts):
            until = region.facts[place - 1].since if place else region.until
            parent = self._holder(self._parent_code(region, fact), until)
            if parent is None and fact.code.startswith(DIRECT_CODES):
                around = region.facts[place - 1 if place else place + 1]
                parent = self._holder(around.parent, until) or self._by_id(around.parent)
            if parent is None:
                parent = self._holder("370000", None)
            assert parent is not None
            fact.parent = parent.id

    def _parent_code(self, region: Region, fact: Fact) -> str:
        for entry in self.corrections["parents"]:
            if entry["region"] == [fact.code, fact.name]:
                return str(entry["parent"])
        return fact.parent

    def _by_id(self, id_: str) -> Region:
        return next(region for region in self.regions if region.id == id_)

    def _holder(self, code: str, until: date | None) -> Region | None:
        """The region that held the code just before `until`."""
        day = until or date.max
        for region in self.regions:
            end = region.until or date.max
            for fact in region.facts:
                if fact.code == code and (fact.since or date.min) < day <= end:
                    return region
                end = fact.since or date.min
        return next((r for r in self.regions if r.ever(code) and r.until is None), None)

    def _heirs(self, region: Region) -> list[Region]:
        """A county-level city that became a prefecture lives on in the districts set up in that year."""
        heirs = []
        for code in region.successors:
            heirs += [r for r in self.regions if r is not region and r.ever(code)][:1]
        if region.rank == 3 and len(heirs) == 1 and heirs[0].rank == 2 and region.until:
            below = [
                r
                for r in self.regions
                if r.rank == 3 and r.oldest.since == region.until and r.oldest.parent == heirs[0].id
            ]
            return below or heirs
        return heirs


def _side(said: dict[str, Any] | None) -> tuple[str, str, str]:
    if not said or not said.get("code"):
        return "", (said or {}).get("name") or "", ""
    return said["code"][:6], said["name"], (said.get("parent_code") or "")[:6]


def in_force(folder: Path) -> Iterator[Region]:
    """The regions of the list in force, each with its one fact. When a county began, nobody has told yet."""
    with (folder / LIST_IN_FORCE).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rank = RANKS[row["level"]]
            fact = Fact(row["name"], row["code"], row["parent_code"])
            if rank == 4:
                fact.since, fact.exact = None, False
            yield Region(rank, [fact])


def chronicle(folder: Path) -> Chronicle:
    """Every region since `EARLIEST_YEAR`, with ids not yet given."""
    corrections = tomllib.loads((HERE / "corrections.toml").read_text("utf-8"))
    whole = Chronicle(in_force(folder), corrections)
    by_year: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for event in json.loads((folder / CHANGES).read_text("utf-8"))["events"]:
        by_year[event["year"]].append(event)
    for year in sorted((y for y in by_year if y >= EARLIEST_YEAR), reverse=True):
        whole.take_back(year, by_year[year])
    return whole


def give_ids(regions: list[Region], known: Iterable[dict[str, Any]]) -> None:
    """Keep the ids that facts already have; number the rest in the order of rank and code."""
    kept = {(fact["code"], fact["name"]): entry["id"] for entry in known for fact in entry["facts"]}
    for region in regions:
        region.id = next((kept[f.code, f.name] for f in region.facts if (f.code, f.name) in kept), "")
    last = max((int(id_[1:]) for id_ in kept.values()), default=0)
    new = [region for region in regions if not region.id]
    for number, region in enumerate(sorted(new, key=lambda r: (r.rank, r.facts[0].code)), start=last + 1):
        region.id = f"r{number:05d}"


def as_json(region: Region) -> dict[str, Any]:
    """One line of regions.jsonl, oldest fact first, without what is empty."""
    facts = [
        {
            "name": fact.name,
            "code": fact.code,
            "parent": fact.parent if region.rank > 1 else None,
            "since": fact.since and fact.since.isoformat(),
            "to_the_year": (not fact.exact and fact.since is not None) or None,
            "approval": fact.approval,
            "source": fact.source,
        }
        for fact in reversed(region.facts)
    ]
    line = {
        "id": region.id,
        "rank": region.rank,
        "facts": [{key: value for key, value in fact.items() if value} for fact in facts],
        "until": region.until and region.until.isoformat(),
        "until_to_the_year": (region.until is not None and not region.until_exact) or None,
        "successors": region.successors,
        "reason": region.reason,
        "approval": region.approval,
    }
    return {key: value for key, value in line.items() if value}


def main(folder: Path, target: Path = HERE / "regions.jsonl") -> list[str]:
    """Write regions.jsonl and return the changes that found no place."""
    known = [json.loads(line) for line in target.read_text("utf-8").splitlines()] if target.exists() else []
    whole = chronicle(folder)
    give_ids(whole.regions, known)
    whole.settle()
    lines = [
        json.dumps(as_json(region), ensure_ascii=False, separators=(",", ":"))
        for region in sorted(whole.regions, key=lambda region: region.id)
    ]
    target.write_text("\n".join(lines) + "\n", "utf-8")
    return whole.unplaced


if __name__ == "__main__":
    sys.stderr.writelines(f"{line}\n" for line in main(Path(sys.argv[1])))
