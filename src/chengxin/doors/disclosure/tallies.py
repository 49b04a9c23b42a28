"""计数: figures of what is in force, kept as it comes and goes, so that no page counts all documents."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from django.db import connections

from chengxin.doors.disclosure.models import Document

Place: TypeAlias = tuple[str, str, str]  # region path, body, severity
_MORE = (
    "INSERT INTO disclosure_tally (region_path, body_id, severity, records) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (region_path, body_id, severity) "
    "DO UPDATE SET records = disclosure_tally.records + excluded.records"
)
_WHERE = "WHERE region_path = %s AND body_id = %s AND severity = %s"
_FEWER = f"UPDATE disclosure_tally SET records = records - %s {_WHERE}"  # noqa: S608 - our own words
_NONE = f"DELETE FROM disclosure_tally {_WHERE} AND records = 0"  # noqa: S608 - our own words


@dataclass(slots=True)
class Counting:
    """What came and went within one batch."""

    _difference: Counter[Place] = field(default_factory=Counter)

    def came(self, document: Document) -> None:
        """Count a document in."""
        self._difference[_place(document)] += 1

    def went(self, document: Document) -> None:
        """Count a document out, as it stood."""
        self._difference[_place(document)] -= 1

    def write(self) -> None:
        """Bring the counters to where the documents are; one that comes to nothing is dropped."""
        changed = [(*place, number) for place, number in self._difference.items() if number]
        with connections["public"].cursor() as cursor:
            cursor.executemany(_MORE, [each for each in changed if each[-1] > 0])
            cursor.executemany(_FEWER, [(-number, *place) for *place, number in changed if number < 0])
            cursor.executemany(_NONE, [place for *place, number in changed if number < 0])


def _place(document: Document) -> Place:
    return document.region_path, document.body_id, document.severity
