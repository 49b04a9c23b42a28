"""The one way by which plain content leaves this room: only sinks import this module (a test counts them)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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
    """Return it from columns, not from rows of the framework: a sink follows thousands of entries at a time."""
    entries = among.filter(publication__isnull=False).order_by("index")
    columns: Iterable[tuple[Any, ...]] = entries.values_list(
        "publication_id", "version", "index", "data", "certificate"
    )
    newest = {publication: rest for publication, *rest in columns}
    versions = PublicationVersion.objects.filter(
        publication__in=newest, publication__state=PublicationState.IN_FORCE, content__isnull=False
    )
    contents: Iterable[tuple[Any, ...]] = versions.values_list("publication_id", "version", "content", "salt")
    in_force = {
        (publication, version): (bytes(content), bytes(salt))
        for publication, version, content, salt in contents
    }
    standing = []
    for publication, (version, index, data, certificate) in newest.items():
        if certificate is not None:
            standing.append(Change(index, bytes(data), None, None))
        elif (publication, version) in in_force:
            standing.append(Change(index, bytes(data), *in_force[publication, version]))
    return standing
