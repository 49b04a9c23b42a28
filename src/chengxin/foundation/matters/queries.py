"""Reads of matters that other rooms may make."""

from django.db.models import Exists, OuterRef, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import (
    ArchiveRead,
    Attachment,
    Matter,
    MatterMove,
    MatterQuerySet,
    Note,
)

ADOPTED = "adopt_rulebook"  # a step that any kind of matter may take: it asks another version of the rules


def visible_matters(mandate: Mandate) -> MatterQuerySet:
    """Return the matters that `mandate` may see, with their bodies."""
    return Matter.objects.visible_to(mandate).select_related("body", "organ")


def timeline(matter: Matter) -> list[MatterMove]:
    """Return every step of the matter, oldest first, with who made it."""
    return list(matter.moves.select_related("by"))


def notes_of(matter: Matter, *parts: str) -> list[Note]:
    """Return what was stated in the matter, oldest first; only those parts if any are named."""
    notes = matter.notes.select_related("by")
    return list(notes.filter(part__in=parts) if parts else notes)


def attachments_of(matter: Matter) -> list[Attachment]:
    """Return the files of the matter, oldest first."""
    return list(matter.attachments.all())


def has_child(kind: str, *states: str) -> Q:
    """Return the condition that a matter has a child of that kind, in one of those states if any are named."""
    children = Matter.objects.filter(parent=OuterRef("pk"), kind=kind)
    return Q(Exists(children.filter(state__in=states) if states else children))


def children_of(matter: Matter, *kinds: str) -> list[Matter]:
    """Return the matters opened under this one, oldest first."""
    children = matter.children.select_related("body", "organ").order_by("pk")
    return list(children.filter(kind__in=kinds) if kinds else children)


def case_file_of(matter: Matter) -> Matter:
    """Return the matter at the head of the case file: the one that this and all beside it were opened under."""
    while matter.parent is not None:
        matter = matter.parent
    return matter


def archive_reads_of(matter: Matter, *, newest: int = 50) -> list[ArchiveRead]:
    """Return who read an archived matter and what for, the newest first."""
    return list(matter.archive_reads.select_related("mandate", "mandate__body")[:newest])
