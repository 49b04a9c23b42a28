"""The one way by which plain content leaves this room: only sinks import this module (a test counts them)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from chengxin.foundation.transparency.models import LogEntry, PublicationState, PublicationVersion


@dataclass(frozen=True, slots=True)
class Change:
    """What a sink must know: the newest entry of a key, and its content and salt unless it ended."""

    index: int
    entry: bytes
    content: bytes | None
    salt: bytes | None


def changes(first: int, end: int) -> list[Change]:
    """Return where each key stands that an entry from `first` to `end` (exclusive) is about.

    A version whose content is destroyed already is left out: the entry that destroyed it follows.
    """
    return _standing(LogEntry.objects.filter(index__gte=first, index__lt=end))


def changes_in(entries: Iterable[int]) -> list[Change]:
    """Return the same for some entries of the log, by their rows."""
    return _standing(LogEntry.objects.filter(pk__in=list(entries), index__isnull=False))


def _standing(among: QuerySet[LogEntry]) -> list[Change]:
    entries = among.filter(publication__isnull=False).select_related("publication")
    newest = {entry.publication_id or 0: entry for entry in entries.order_by("index")}
    versions = PublicationVersion.objects.filter(
        publication__in=newest, publication__state=PublicationState.IN_FORCE, content__isnull=False
    )
    in_force = {(version.publication_id, version.version): version for version in versions}
    standing = []
    for publication, entry in newest.items():
        version = in_force.get((publication, entry.version))
        if entry.certificate is not None:
            standing.append(_change(entry, None))
        elif version is not None:
            standing.append(_change(entry, version))
    return standing


def _change(entry: LogEntry, version: PublicationVersion | None) -> Change:
    assert entry.index is not None
    assert entry.data is not None
    if version is None or version.content is None or version.salt is None:
        return Change(entry.index, bytes(entry.data), None, None)
    return Change(entry.index, bytes(entry.data), bytes(version.content), bytes(version.salt))
