"""The rulebook: all entries of some files, asked by key and day, with one canonical form and its hash."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self, TypeVar, cast

from chengxin_core.ledger.canonical import Json, canonical_bytes, parse_canonical
from chengxin_core.rulebook.authority import Document, Law
from chengxin_core.rulebook.checking import problems_between
from chengxin_core.rulebook.entries import Clock, ClosedList, Entry, Gate, Item, Parameter, Timeline
from chengxin_core.rulebook.layers import Edit, Layered, Override, Standing, layered
from chengxin_core.rulebook.overlays import City, read_city
from chengxin_core.rulebook.reading import Problem, Reading, parse, read

_E = TypeVar("_E", bound=Entry)
_TimelineT = TypeVar("_TimelineT", bound=Timeline[Any])


class RulebookRefused(ValueError):
    """The files do not make a rulebook; `problems` says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the faults found."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class UnknownRule(LookupError):
    """The rulebook has no parameter, clock, list or rule of that name, at any time."""


class NotListed(LookupError):
    """The list holds no such item on that day."""


class Rulebook:
    """制度规则库: the rules of some files, each dated and cited.

    A rulebook never changes. The same files give the same `hash`; `snapshot` can be stored and read back. Over the
    files stand the `edits` of defaults and the promises of one `city`; both are part of the hash.
    """

    def __init__(
        self,
        tables: Mapping[str, dict[str, Any]],
        reading: Reading,
        edits: Sequence[Edit] = (),
        city: City | None = None,
    ) -> None:
        """Keep what was read; use `load` or `from_snapshot`."""
        self._tables, self._reading = tables, reading
        self.documents: Mapping[str, Document] = reading.documents
        self.edits: tuple[Edit, ...] = tuple(sorted(edits, key=lambda edit: edit.number))
        self.city = city
        self.is_demo = any(table.get("demo") is True for table in tables.values())

    @classmethod
    def load(cls, sources: Mapping[str, bytes], *, demo: bool = False) -> Self:
        """Read files of TOML by name; files that say `demo = true` only where `demo` is asked for.

        Raises `RulebookRefused` with every fault found.
        """
        tables, texts, problems = parse(sources)
        chosen = {file: table for file, table in tables.items() if demo or table.get("demo") is not True}
        return cls._read(chosen, texts, problems)

    @classmethod
    def from_snapshot(cls, snapshot: bytes) -> Self:
        """Read back what `snapshot` gave. Raises `RulebookRefused`, or `NotCanonical` for other bytes."""
        match parse_canonical(snapshot):
            case {"format": 1, "files": {**tables}}:
                return cls._read(cast("dict[str, dict[str, Any]]", tables), {}, [])
            case {"format": 2, "files": {**tables}, "edits": [*edits], "city": {**city}}:
                book = cls._read(cast("dict[str, dict[str, Any]]", tables), {}, [])
                book = book.edited(Edit.read(cast("dict[str, Any]", edit)) for edit in edits)
                return book._with_city(cast("dict[str, Any]", city), {}, [])
        raise RulebookRefused([Problem("", 0, "不是规则库快照, 或者是另一种格式的快照")])

    @classmethod
    def _read(
        cls, tables: Mapping[str, dict[str, Any]], texts: Mapping[str, str], faults: list[Problem]
    ) -> Self:
        reading = read(tables, texts)
        if problems := faults + reading.problems + list(problems_between(reading.entries)):
            raise RulebookRefused(sorted(problems))
        return cls(tables, reading)

    def edited(self, edits: Iterable[Edit]) -> Self:
        """Return this rulebook with these edits of its defaults, instead of those it has."""
        wanted = tuple(edits)
        return self if wanted == self.edits else type(self)(self._tables, self._reading, wanted, self.city)

    def with_city(self, code: str, sources: Mapping[str, bytes]) -> Self:
        """Return this rulebook with the promises of a city over it; no files, no city.

        `code` is the city's six digits, `sources` its files of TOML by name. Raises `RulebookRefused` with every
        fault: a city may shorten the limits of its own organs and set nothing else (policy Q-22).
        """
        tables, texts, problems = parse(sources)
        return self._with_city({"code": code, "files": tables}, texts, problems)

    def with_city_of(self, other: "Rulebook") -> Self:
        """Return this rulebook with the city that `other` has. Raises `RulebookRefused`."""
        city = {"code": other.city.code, "files": other.city.tables} if other.city else {}
        return self._with_city(city, {}, [])

    @property
    def without_city(self) -> Self:
        """This rulebook as it stands where no city promised anything."""
        return type(self)(self._tables, self._reading, self.edits) if self.city else self

    def _with_city(self, said: Mapping[str, Any], texts: Mapping[str, str], faults: list[Problem]) -> Self:
        if not (said.get("files") or faults):
            return self.without_city
        city, reading = read_city(said["code"], said["files"], texts, self._reading)
        if problems := faults + reading.problems:
            raise RulebookRefused(sorted(problems))
        return type(self)(self._tables, self._reading, self.edits, city)

    @cached_property
    def snapshot(self) -> bytes:
        """The canonical bytes (RFC 8785) of everything that was loaded."""
        files = _plain(self._tables)
        if not self.edits and self.city is None:
            return canonical_bytes({"format": 1, "files": files})
        edits: list[Json] = [edit.plain() for edit in self.edits]
        city = {"code": self.city.code, "files": _plain(self.city.tables)} if self.city else {}
        return canonical_bytes({"format": 2, "files": files, "edits": edits, "city": city})

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the snapshot, in hex: the version of this rulebook."""
        return hashlib.sha256(self.snapshot).hexdigest()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry as it stands, in the order of the files; what an edit or a city changed, day by day."""
        return tuple(each for entry in self._reading.entries for each in self._as_it_stands(entry))

    def _as_it_stands(self, entry: Entry) -> Iterable[Entry]:
        return self._parameters[entry.key].standing_in(entry) if isinstance(entry, Parameter) else (entry,)

    def parameter(self, key: str) -> Layered[Parameter]:
        """Return a parameter through time; clocks are parameters too. Raises `UnknownRule`."""
        return _known(self._parameters, key, "参数")

    def clock(self, key: str) -> Layered[Clock]:
        """Return a clock through time. Raises `UnknownRule`."""
        return _known(self._clocks, key, "期限")

    def explain(self, key: str, *, on: date) -> tuple[Standing, ...]:
        """Return what each layer says of a parameter on a day, the lowest first, and why it stands or yields.

        Raises `UnknownRule` or `NothingInForce`.
        """
        return self.parameter(key).explain(on)

    def gate(self, key: str) -> Timeline[Gate]:
        """Return a gate through time. Raises `UnknownRule`."""
        return _known(self._gates, key, "关口")

    def items(self, key: str, *, on: date) -> tuple[Item, ...]:
        """Return the items of a list in force on a day, in the order of the files; an empty list gives none.

        Raises `UnknownRule` for a list that no file declares.
        """
        _known(self._lists, key, "清单")
        return tuple(item for item in self._items.get(key, ()) if item.is_in_force(on))

    def item(self, key: str, code: str, *, on: date) -> Item:
        """Return one item of a list. Raises `UnknownRule` or `NotListed`."""
        for item in self.items(key, on=on):
            if item.code == code:
                return item
        raise NotListed(f"{on} 的清单“{self.list_named(key).zh}”没有条目 {code}")

    def list_named(self, key: str) -> ClosedList:
        """Return the declaration of a list: its official name and authority. Raises `UnknownRule`."""
        return _known(self._lists, key, "清单").entries[-1]

    def rule(self, rule_id: str, *, on: date) -> tuple[Entry, ...]:
        """Return everything that carries a rule id (`C-17`) and holds on a day. Raises `UnknownRule`."""
        if rule_id not in self._by_rule:
            raise UnknownRule(f"规则库没有规则 {rule_id}")
        return tuple(entry for entry in self._by_rule[rule_id] if entry.is_in_force(on))

    def authority_of(self, rule_id: str, *, on: date) -> str:
        """Return what a page shows as the source of a rule: its citation, or 系统默认，可调整.

        Where both carry the id (the law's duty and our number of days), the law is the source. Empty where
        nothing was in force.
        """
        in_force = self.rule(rule_id, on=on)
        laws = (entry.shown for entry in in_force if isinstance(entry.authority, Law))
        return next(laws, in_force[0].shown if in_force else "")

    @cached_property
    def _by_rule(self) -> Mapping[str, list[Entry]]:
        by_rule: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_rule.setdefault(entry.rule_id, []).append(entry)
        return by_rule

    @cached_property
    def _overrides(self) -> tuple[Override, ...]:
        rules = {entry.key: entry.rule_id for entry in self._reading.entries if isinstance(entry, Parameter)}
        edits = (edit.override(rules[edit.key]) for edit in self.edits if edit.key in rules)
        return (*edits, *(self.city.promises if self.city else ()))

    @cached_property
    def _parameters(self) -> Mapping[str, Layered[Parameter]]:
        timelines = _timelines(entry for entry in self._reading.entries if isinstance(entry, Parameter))
        return {key: layered(timeline, self._overrides) for key, timeline in timelines.items()}

    @cached_property
    def _clocks(self) -> Mapping[str, Layered[Clock]]:
        timelines = _timelines(entry for entry in self._reading.entries if isinstance(entry, Clock))
        return {key: layered(timeline, self._overrides) for key, timeline in timelines.items()}

    @cached_property
    def _gates(self) -> Mapping[str, Timeline[Gate]]:
        return _timelines(entry for entry in self.entries if isinstance(entry, Gate))

    @cached_property
    def _lists(self) -> Mapping[str, Timeline[ClosedList]]:
        return _timelines(entry for entry in self.entries if isinstance(entry, ClosedList))

    @cached_property
    def _items(self) -> Mapping[str, tuple[Item, ...]]:
        timelines = _timelines(entry for entry in self.entries if isinstance(entry, Item))
        return {key: timeline.entries for key, timeline in timelines.items()}


def check(sources: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Return every fault of the files, demonstration lists included, sorted by file and line."""
    try:
        Rulebook.load(sources, demo=True)
    except RulebookRefused as refused:
        return refused.problems
    return ()


def _timelines(entries: Iterable[_E]) -> dict[str, Timeline[_E]]:
    by_key: dict[str, list[_E]] = {}
    for entry in entries:
        by_key.setdefault(entry.key, []).append(entry)
    return {key: Timeline(key, tuple(versions)) for key, versions in by_key.items()}


def _known(timelines: Mapping[str, _TimelineT], key: str, kind: str) -> _TimelineT:
    if key not in timelines:
        raise UnknownRule(f"规则库没有{kind} {key}")
    return timelines[key]


def _plain(value: Any) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    plain: Json = value
    return plain
