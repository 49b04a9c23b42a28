"""What stands under each key, as the log tells it from its first entry on."""

from dataclasses import dataclass, field

from chengxin_core.ledger.entry import Entry, Event, format_moment


class HistoryBroken(ValueError):
    """An entry that does not follow from the one it says it supersedes."""


@dataclass(slots=True)
class History:
    """The last entry under every key, kept while the log is read from its beginning."""

    last: dict[str, tuple[int, Entry]] = field(default_factory=dict)

    def add(self, index: int, entry: Entry) -> None:
        """Take in entry number `index`; raises `HistoryBroken` when it does not follow from the last."""
        standing = self.last.get(entry.key)
        if standing is not None:
            require_successor(*standing, index, entry)
        elif not entry.event.is_first:
            raise HistoryBroken(f"第 {index} 条是{entry.event.zh}, 但编号 {entry.key} 此前没有公示")
        self.last[entry.key] = (index, entry)

    def in_force(self) -> list[Entry]:
        """Return the entries whose content is to be seen today."""
        return [entry for _, entry in self.last.values() if entry.event.has_content]

    def gone(self) -> list[tuple[str, int]]:
        """Return key and version of everything whose content must be seen no more."""
        return [
            (entry.key, version)
            for _, entry in self.last.values()
            for version in range(1, entry.version + entry.event.is_end)
        ]

    def anchored(self) -> list[tuple[str, int]]:
        """Return key and version of what is anchored: it never had content that could be seen."""
        return [(entry.key, 1) for _, entry in self.last.values() if entry.event is Event.ANCHORED]


def require_successor(index: int, earlier: Entry, later_index: int, later: Entry) -> None:
    """Check that one entry may follow the other under the same key; raises `HistoryBroken`."""
    version = earlier.version + (not later.event.is_end)
    for holds, fault in (
        (later.key == earlier.key and later.kind == earlier.kind, "种类或编号不同"),
        (later.supersedes == index, f"它说取代的是第 {later.supersedes} 条"),
        (later_index > index, "它的序号却更早"),
        (earlier.event.has_content, f"前者是{earlier.event.zh}, 此后不应再有条目"),
        (later.version == version, f"它的版本是 {later.version}, 应当是 {version}"),
        (later.at >= earlier.at, f"它的时间 {format_moment(later.at)} 早于 {format_moment(earlier.at)}"),
    ):
        if not holds:
            raise HistoryBroken(f"第 {later_index} 条不能接在第 {index} 条之后: {fault}")
