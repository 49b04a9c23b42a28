"""Reads of objections that other rooms may make."""

from collections.abc import Collection

from chengxin.chain.objections.models import Objection
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import bodies_named_like
from chengxin_core.lifecycle.ends import OBJECTION, ObjectionGround, ObjectionState
from chengxin_core.lifecycle.records import RecordState

OPEN = frozenset(OBJECTION.states) - OBJECTION.ends
CONTESTED = (ObjectionState.ACCEPTED, ObjectionState.VERIFYING)
BEFORE_DETERMINATION = (RecordState.NOTICED, RecordState.HEARD)


def objection_of(matter: Matter) -> Objection:
    """Return the objection that `matter` is."""
    return Objection.objects.select_related("matter__parent", "matter__body", "matter__organ").get(
        pk=matter.pk
    )


def record_behind(objection: Matter) -> Matter:
    """Return the record that an objection is about."""
    assert objection.parent is not None  # an objection is always filed against a record
    return objection.parent


def objections_of(record: Matter) -> list[Objection]:
    """Return every objection against a record, newest first."""
    found = Objection.objects.filter(matter__parent=record).select_related("matter")
    return list(found.order_by("-pk"))


def open_objections(record: Matter) -> list[Matter]:
    """Return the objections against a record that were not yet decided."""
    return list(Matter.objects.filter(parent=record, kind="objection", state__in=OPEN).order_by("pk"))


def is_contested(record: Matter) -> bool:
    """Say whether an accepted objection is being handled: while it is, the public record bears the marker."""
    return Matter.objects.filter(parent=record, kind="objection", state__in=CONTESTED).exists()


def contested_among(records: Collection[int]) -> set[int]:
    """Return which of these records, by number, are contested as `is_contested` says."""
    if not records:
        return set()
    found = Matter.objects.filter(parent__in=records, kind="objection", state__in=CONTESTED)
    return {pk for pk in found.values_list("parent", flat=True) if pk is not None}


def wrong_body_in_question(record: Matter) -> str:
    """Return, in words, that an objection says another body is meant; "" where none waits. Until it is settled
    nothing is determined or published of the record.
    """
    waiting = Objection.objects.filter(
        matter__parent=record, matter__state__in=OPEN, ground=ObjectionGround.WRONG_BODY
    )
    return "单位提出主体错误的异议尚未办结，不得认定或者公示" if waiting.exists() else ""


def grounds_against(record: Matter) -> list[ObjectionGround]:
    """Return on what an objection may rest now: before the determination only on the wrong body, else on any.

    Until it is determined, the facts are answered in the body's defence; who is meant must never wait.
    """
    return [ObjectionGround.WRONG_BODY] if record.state in BEFORE_DETERMINATION else list(ObjectionGround)


def bodies_called(name: str) -> list[PublicBody]:
    """Return the standing bodies whose official name is exactly this."""
    return list(PublicBody.objects.filter(name=name.strip(), ended_on=None).order_by("path"))


def similar_names(name: str) -> list[str]:
    """Return a few official names that contain these words, to suggest."""
    return [body.name for body in bodies_named_like(name, limit=5)]
