"""Reads of matters that other rooms may make."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.prepared import PreparedForPosts
from chengxin.foundation.matters.models import (
    ArchiveRead,
    Attachment,
    Matter,
    MatterMove,
    MatterQuerySet,
    Note,
)
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.prepared import Whole

# Steps that any kind of matter may take: it asks another version of the rules; another body bears what it is about.
ADOPTED = "adopt_rulebook"
SUCCEEDED = "succeed"
OPENED = "open"
# Steps by which a matter changes hands inside its organ, and its state stays.
PASSED_ON, RETURNED, TAKEN_BACK = "hands_to", "hands_back", "hands_recalled"
STEPS_ZH = {
    ADOPTED: "改依制度规则库的另一版本",
    SUCCEEDED: "由承继单位继续履行",
    PASSED_ON: "转办",
    RETURNED: "退回转办",
    TAKEN_BACK: "撤回转办",
}


def visible_matters(mandate: Mandate) -> MatterQuerySet:
    """Return the matters that `mandate` may see, with their bodies."""
    return Matter.objects.visible_to(mandate).select_related("body", "organ")


_WHOLE = Whole(Matter, body=PublicBody, organ=PublicBody)
_rows_at = PreparedForPosts(
    lambda mandate, keys: Matter.objects.visible_to(mandate).filter(pk__in=keys).values_list(*_WHOLE.columns)
)


def visible_at(mandate: Mandate, keys: Collection[int]) -> dict[int, Matter]:
    """Return those of the matters of these keys that `mandate` may see, with their bodies, by key."""
    return {found.pk: found for found in map(_WHOLE.of, _rows_at(mandate, keys))}


def counted_matters(mandate: Mandate) -> MatterQuerySet:
    """Return the matters that `mandate` may see or saw until they were archived: to be counted, never to be shown."""
    return Matter.objects.visible_to(mandate, archived_too=True)


def visible_matter(mandate: Mandate, pk: int) -> MatterQuerySet:
    """Return the matter or internal affair of that key if `mandate` may see it, with its bodies; else nothing."""
    return Matter.objects.one_visible_to(mandate, pk).select_related("body", "organ")


def matter_numbered(pk: int) -> Matter | None:
    """Return the matter of that key, for the command line and for explanations; no page shows it by this."""
    return Matter.objects.filter(pk=pk).select_related("body", "organ").first()


def affairs_of(mandate: Mandate) -> MatterQuerySet:
    """Return the internal affairs in which `mandate` takes part, the newest first."""
    return Matter.objects.taking_part(mandate).select_related("body", "organ").order_by("-pk")


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


def opened_between(begin: datetime, end: datetime) -> Q:
    """Return the condition that a matter was opened at or after `begin` and before `end`.

    What was entered later than it happened was not opened then (policy Q-31).
    """
    return Q(opened_at__gte=begin, opened_at__lt=end, is_historic=False)


def entered_between(states: Collection[str], begin: datetime, end: datetime) -> Q:
    """Return the condition that a step took a matter into one of these states at or after `begin`, before `end`."""
    moves = MatterMove.objects.filter(matter=OuterRef("pk"), to_state__in=states, at__gte=begin, at__lt=end)
    return Q(Exists(moves))


def case_file_of(matter: Matter) -> Matter:
    """Return the matter at the head of the case file: the one that this and all beside it were opened under."""
    while matter.parent is not None:
        matter = matter.parent
    return matter


def tree_of(matter: Matter) -> list[int]:
    """Return the keys of a matter and of all that was opened under it, layer by layer."""
    tree = layer = [matter.pk]
    while layer:
        layer = list(Matter.objects.filter(parent__in=layer).order_by("pk").values_list("pk", flat=True))
        tree = tree + layer
    return tree


def archive_reads_of(matter: Matter, *, newest: int = 50) -> list[ArchiveRead]:
    """Return who read an archived matter and what for, the newest first."""
    return list(matter.archive_reads.select_related("mandate", "mandate__body")[:newest])


def name_of(matter: Matter) -> str:
    """Return the name under which the audit tells of a matter."""
    return f"matter/{matter.pk}"
