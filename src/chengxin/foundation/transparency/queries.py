"""Every read about publications that another room may make. None of them gives content."""

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.transparency.models import (
    Log,
    LogEntry,
    Publication,
    PublicationState,
    ReleaseReview,
    SinkProgress,
)
from chengxin.foundation.transparency.plugs import sinks
from chengxin_core.ledger.entry import Event

ENDS = tuple(event for event in Event if event.is_end)


def publication_in_force(matter: Matter, kind: str) -> Publication | None:
    """Return what is published of this kind about the matter now, if anything is."""
    return Publication.objects.filter(matter=matter, kind=kind, state=PublicationState.IN_FORCE).first()


def publications_of(matter: Matter) -> list[Publication]:
    """Return everything that was ever published about the matter, newest first."""
    return list(Publication.objects.filter(matter=matter).order_by("-pk"))


def newest_review(matter: Matter, kind: str) -> ReleaseReview | None:
    """Return the newest review of what is to be published of this kind about the matter."""
    return ReleaseReview.objects.filter(matter=matter, kind=kind).order_by("-at", "-pk").first()


def everywhere(publication: Publication) -> bool:
    """Say whether every sink has answered for the newest entry of this publication, also those that others run."""
    return not waiting_for(publication)


def waiting_for(publication: Publication) -> list[str]:
    """Return the names of the sinks that have not yet answered for the newest entry of this publication."""
    newest = publication.entries.order_by("-pk").first()
    index = None if newest is None else newest.index
    if index is None:
        return [sink.zh for sink in sinks()] or ["存证日志"]
    applied = dict(SinkProgress.objects.values_list("sink", "applied"))
    return [sink.zh for sink in sinks() if applied.get(sink.code, 0) <= index or sink.waits(publication)]


def queued_entries() -> int:
    """Return how many entries wait for a number."""
    return LogEntry.objects.filter(index=None).count()


def log_size() -> int:
    """Return how many entries have a number."""
    return Log.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def numbered_ends(first: int, end: int) -> list[tuple[int, bytes]]:
    """Return number and bytes of each end of a publication among the entries from `first` to `end` (exclusive)."""
    rows = LogEntry.objects.filter(index__gte=first, index__lt=end, event__in=ENDS).order_by("index")
    return [
        (index, bytes(data))
        for index, data in rows.values_list("index", "data")
        if index is not None and data
    ]


def number_of_first_entry(publication: Publication) -> int | None:
    """Return the number under which something was first published; None while it waits for one."""
    return publication.entries.filter(event=Event.PUBLISHED).values_list("index", flat=True).first()
