"""Reads of the lists, and the conditions that make them; a list of matters begins with what is visible."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_at
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.matters.models import Matter, MatterMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import OPENED, affairs_of, visible_matter, visible_matters
from chengxin.foundation.worklists.models import (
    Batch,
    BatchItem,
    Circulation,
    Consultation,
    Handing,
    Nudge,
    SavedFilter,
    Star,
)
from chengxin.ground.prepared import Prepared
from chengxin_core.lifecycle.table import Actor

# Who leads an organ's work: may pass on what is in anybody's hands there.
HEADS = frozenset({Actor.CREDIT_HEAD, Actor.BODY_HEAD, Actor.PERSONNEL_HEAD})
# Who works on matters from the outside or watches them: they hand nothing on.
_OUTSIDE = frozenset({Actor.LIAISON, Actor.OFFICIAL, Actor.ARCHIVIST, Actor.AUDITOR})


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands beside a matter in a list."""

    is_starred: bool = False
    is_nudged: bool = False  # on that day
    note: str = ""  # of the circulation that waits to be read
    is_to_read: bool = False


def is_starred_by(mandate: Mandate) -> Q:
    """Return the condition that the holder wants a matter at hand."""
    return Q(pk__in=Star.objects.filter(mandate=mandate).values("matter"))


def is_laid_before(mandate: Mandate, *, unread: bool = False) -> Q:
    """Return the condition that a matter was laid before the holder."""
    laid = Circulation.objects.filter(to=mandate)
    if unread:
        laid = laid.filter(read_at=None)
    return Q(pk__in=laid.values("matter"))


def has_a_step_of(mandate: Mandate) -> Q:
    """Return the condition that the post took a step in a matter, by its holder or by who acts for it."""
    return Q(pk__in=MatterMove.objects.filter(by__in=_stands_in(mandate)).order_by().values("matter"))


def first_steps_of(mandate: Mandate, matters: QuerySet[Matter]) -> QuerySet[MatterMove]:
    """Return the first step of the post in each of these matters: so many of them as are wanted are found soon.

    Which is the first is asked of each step, and no engine makes a list of all first.
    """
    post = _stands_in(mandate)
    steps = MatterMove.objects.filter(matter=OuterRef("matter"), by__in=post).order_by("pk")
    first = MatterMove.objects.filter(by__in=post, pk=Subquery(steps.values("pk")[:1]))
    return first.filter(Exists(matters.filter(pk=OuterRef("matter"))))


def was_started_by(mandate: Mandate) -> Q:
    """Return the condition that the post opened a matter; each has one step that did."""
    return Q(moves__code=OPENED, moves__by__in=_stands_in(mandate))


def _stands_in(mandate: Mandate) -> QuerySet[Mandate]:
    return Mandate.objects.filter(Q(pk=mandate.pk) | Q(principal=mandate.pk))


# Every list asks these of its rows, so their statements are made once and only run.
_starred = Prepared(
    lambda mandate, matters: Star.objects.filter(mandate=mandate, matter__in=matters).values_list("matter_id")
)
_nudged = Prepared(
    lambda day, matters: Nudge.objects.filter(day=day, matter__in=matters).values_list("matter_id")
)
_laid = Prepared(
    lambda mandate, matters: Circulation.objects.filter(
        to=mandate, read_at=None, matter__in=matters
    ).values_list("matter_id", "note")
)


def marks_of(mandate: Mandate, matters: Sequence[int], *, on: date) -> dict[int, Marks]:
    """Return what stands beside each of these matters."""
    stars = {pk for (pk,) in _starred(mandate.pk, matters)}
    nudged = {pk for (pk,) in _nudged(on, matters)}
    notes: dict[int, str] = dict(_laid(mandate.pk, matters))
    return {pk: Marks(pk in stars, pk in nudged, notes.get(pk, ""), pk in notes) for pk in matters}


def colleagues_for(matter: Matter, by: Mandate, *, on: date) -> list[Mandate]:
    """Return the posts of the organ that may take the matter in hands: they have a button in its kind, and see it."""
    return [each for each in mandates_at(matter.organ, on=on) if _can_take(matter, each)]


def waits_for_its_body(matter: Matter) -> bool:
    """Say whether the body was told of the matter and only days of the body run in it."""
    owing = set(matter.deadlines.filter(ended_on=None).values_list("owes", flat=True))
    return matter.shown_at is not None and owing == {Owes.BODY}


def awaited_in(matter: Matter, *, on: date) -> list[Mandate]:
    """Return the posts of the organ for whom a step of the matter waits."""
    roles = {
        role
        for button in kind_of(matter.kind).all_buttons
        if button.waits is not None and button.sources is not None and matter.state in button.sources
        for role in button.actors
    } - _OUTSIDE
    return [
        each for each in mandates_at(matter.organ, on=on) if each.role in roles and _can_take(matter, each)
    ]


def can_take(matter: Matter, to: Mandate, *, on: date) -> bool:
    """Say whether a post of the organ may take the matter in hands."""
    held = {each.pk for each in mandates_at(matter.organ, on=on)}
    return to.pk in held and _can_take(matter, to)


def _can_take(matter: Matter, post: Mandate) -> bool:
    roles = {role for button in kind_of(matter.kind).all_buttons for role in button.actors} - _OUTSIDE
    return post.pk != matter.holder_id and post.role in roles and visible_matter(post, matter.pk).exists()


def readers_of(matters: Collection[Matter], by: Mandate, *, on: date) -> list[Mandate]:
    """Return the colleagues who may see one of these matters at least."""
    keys = [matter.pk for matter in matters]
    others = (each for each in mandates_at(by.body, on=on) if each.user_id != by.user_id)
    return [
        each
        for each in others
        if any(seen.filter(pk__in=keys).exists() for seen in (visible_matters(each), affairs_of(each)))
    ]


def circulations_of(matter: Matter, mandate: Mandate) -> list[Circulation]:
    """Return before whom the holder's own body laid the matter, the newest first."""
    found = matter.circulations.filter(by__body=mandate.body_id)
    return list(found.select_related("by", "to")[:30])


def handing_of(matter: Matter) -> Handing | None:
    """Return the last passing on that stands, if the matter is where it led."""
    found = matter.handings.filter(undone_at=None).select_related("was", "now", "by").first()
    return found if found is not None and found.now_id == matter.holder_id else None


def nudges_of(matter: Matter) -> list[Nudge]:
    """Return when somebody was asked to hurry, the newest first."""
    return list(matter.nudges.select_related("by", "to")[:10])


def is_starred(matter: Matter, mandate: Mandate) -> bool:
    """Say whether the holder wants the matter at hand."""
    return Star.objects.filter(mandate=mandate, matter=matter).exists()


def waiting_circulation(matter: Matter, mandate: Mandate) -> Circulation | None:
    """Return what was laid before the holder and not read yet."""
    laid = Circulation.objects.filter(matter=matter, to=mandate, read_at=None)
    return laid.select_related("by").first()


def consultations_of(matter: Matter) -> list[Consultation]:
    """Return which units were asked about the matter, the oldest first."""
    found = Consultation.objects.filter(matter__parent=matter).select_related("matter__organ", "asked_by")
    return list(found.prefetch_related("matter__deadlines").order_by("pk"))


def filters_of(mandate: Mandate) -> QuerySet[SavedFilter]:
    """Return the filters that the holder keeps."""
    return SavedFilter.objects.filter(mandate=mandate)


def batches_of(mandate: Mandate) -> QuerySet[Batch]:
    """Return the batches of the holder, the newest first."""
    return Batch.objects.filter(mandate=mandate).select_related("to").order_by("-pk")


def batch_numbered(pk: int) -> Batch:
    """Return a batch for the work in the background; no page shows it by this."""
    return Batch.objects.select_related("mandate__body", "to").get(pk=pk)


def items_of(batch: Batch, mandate: Mandate) -> list[BatchItem]:
    """Return what came of each matter of a batch; of those that its reader sees no more, nothing."""
    seen = visible_matters(mandate).filter(pk__in=batch.items.values("matter"))
    return list(batch.items.filter(matter__in=seen).select_related("matter"))
