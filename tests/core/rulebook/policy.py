"""The table of rules that the law was collected in: which ids there are, how they were read, which periods they state.

Where the collected law stands beside the checkout it is read; the frozen copy of its ids holds without it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
POLICY = ROOT / ".." / "shared" / "law" / "policy.md"
FROZEN = Path(__file__).with_name("rule_ids.tsv")
_ID = re.compile(r"[A-Z]\d?-\d{2}")
_MARK = re.compile(r"V:law|V:web|V:code|V:seed|V-sec|(?<=\[)[VMD]\b")
_PERIOD = re.compile(r"(?<![\d.–-])(\d+) ?(wd|d|m|y)\b")


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A row: its id, the marks of how it was read, and the periods that it states, as `7 wd`."""

    id: str
    marks: frozenset[str]
    periods: tuple[str, ...]

    @property
    def is_verified(self) -> bool:
        """Say whether any part of the row was read in its text."""
        return any(mark.startswith("V") and mark != "V-sec" for mark in self.marks)

    def line(self) -> str:
        """Return the row as a line of the frozen copy."""
        return "\t".join((self.id, " ".join(sorted(self.marks)), ", ".join(self.periods)))


def rules_of_the_policy() -> list[PolicyRule]:
    """Read the rows of the collected law."""
    return list(_rows(POLICY.read_text("utf-8")))


def frozen_rules() -> list[PolicyRule]:
    """Read the frozen copy."""
    return [
        PolicyRule(id_, frozenset(marks.split()), tuple(filter(None, periods.split(", "))))
        for id_, marks, periods in (line.split("\t") for line in FROZEN.read_text("utf-8").splitlines())
    ]


def _rows(text: str) -> Iterator[PolicyRule]:
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("| "):
            continue
        cells = [cell.strip() for cell in re.split(r" \|(?= |$)", line.removeprefix("|"))[:-1]]
        if cells[0] == "id":
            header = cells
        elif _ID.fullmatch(cells[0]):
            has_mark = len(cells) == len(header) and header[-1] == "conf"
            marks = frozenset(_MARK.findall(cells[-1])) if has_mark else frozenset({"D"})
            stated = [cell for name, cell in zip(header, cells, strict=False) if name.startswith("parameter")]
            periods = dict.fromkeys(f"{n} {unit}" for cell in stated for n, unit in _PERIOD.findall(cell))
            yield PolicyRule(cells[0], marks or frozenset({"D"}), tuple(periods))
