"""What is wrong between entries: overlaps and gaps in time, lists and clocks that no one declared."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chengxin_core.rulebook.entries import Clock, ClosedList, Entry, Gate, Item, Parameter
from chengxin_core.rulebook.reading import Problem, perhaps

EVERY_CLOCK = "*"
_NAMES_CLOCKS = ("clock", "limit", "clocks")  # attributes of a list's item that name clocks by their key


def problems_between(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield the faults that show only when entries are read side by side."""
    declared = {entry.key for entry in entries if isinstance(entry, ClosedList)}
    clocks = {entry.key for entry in entries if isinstance(entry, Clock)}
    timelines: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.in_force_until is not None and entry.in_force_until <= entry.in_force_from:
            yield _at(entry, f"施行至 {entry.in_force_until} 不晚于施行自 {entry.in_force_from}")
        if isinstance(entry, Item):
            if entry.key not in declared:
                yield _at(entry, f"清单 {entry.key} 没有声明 ([[list]]){perhaps(entry.key, declared)}")
            for name, key in _named_clocks(entry):
                if key not in clocks:
                    yield _at(entry, f"{name} 所指的期限 {key} 不存在 ([[clock]]){perhaps(key, clocks)}")
            timelines[entry.key, entry.code].append(entry)
        elif isinstance(entry, Parameter | ClosedList | Gate):
            timelines["" if isinstance(entry, Parameter) else type(entry).__name__, entry.key].append(entry)
    for (_, key), versions in timelines.items():
        yield from _in_time(key, versions)


def _named_clocks(item: Item) -> Iterator[tuple[str, str]]:
    for name in _NAMES_CLOCKS:
        value = item.attributes.get(name, "")
        keys = value if isinstance(value, tuple) else (str(value),)
        yield from ((name, key) for key in keys if key not in ("", EVERY_CLOCK))


def _in_time(key: str, versions: list[Entry]) -> Iterator[Problem]:
    versions.sort(key=lambda entry: entry.in_force_from)
    for earlier, later in pairwise(versions):
        until = earlier.in_force_until
        if until is None or until > later.in_force_from:
            yield _at(
                later, f"{key} 与 {earlier.file}:{earlier.line} 在时间上重叠 (自 {later.in_force_from})"
            )
        elif until < later.in_force_from:
            yield _at(later, f"{key} 在 {until} 至 {later.in_force_from} 之间没有规定")


def _at(entry: Entry, message: str) -> Problem:
    return Problem(entry.file, entry.line, message)
