"""What is wrong between entries: overlaps and gaps in time, lists that no one declared."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chengxin_core.rulebook.entries import ClosedList, Entry, Gate, Item, Parameter
from chengxin_core.rulebook.reading import Problem


def problems_between(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield the faults that show only when entries are read side by side."""
    declared = {entry.key for entry in entries if isinstance(entry, ClosedList)}
    timelines: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.in_force_until is not None and entry.in_force_until <= entry.in_force_from:
            yield _at(entry, f"施行至 {entry.in_force_until} 不晚于施行自 {entry.in_force_from}")
        if isinstance(entry, Item):
            if entry.key not in declared:
                yield _at(entry, f"清单 {entry.key} 没有声明 ([[list]])")
            timelines[entry.key, entry.code].append(entry)
        elif isinstance(entry, Parameter | ClosedList | Gate):
            timelines["" if isinstance(entry, Parameter) else type(entry).__name__, entry.key].append(entry)
    for (_, key), versions in timelines.items():
        yield from _in_time(key, versions)


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
