"""Reads of requests, of breaches and of what a body does with personal information."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import affairs_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.privacy.models import (
    AssessmentState,
    Breach,
    DataRequest,
    ImpactAssessment,
    PersonLook,
    PersonRequest,
    ProcessingActivity,
)
from chengxin.mechanisms.privacy.sealing import indexes_of
from chengxin_core.lifecycle.privacy import BREACH, PERSON_REQUEST
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Item, Rulebook

ACCESS, CORRECT, DELETE = "access", "correct", "delete"
RIGHTS, BASES, TRIGGERS = "personal_rights", "lawful_bases", "impact_assessment_triggers"
ASSESSORS = frozenset({Actor.SECURITY_ADMIN, Actor.PERSONNEL_OFFICER, Actor.CREDIT_OFFICER})
PAGE_SIZE = 30
CHIEFS = frozenset({Actor.BODY_HEAD, Actor.PERSONNEL_HEAD, Actor.CREDIT_HEAD})


def request_of(matter: Matter) -> DataRequest:
    """Return the request that a matter is."""
    return DataRequest.objects.select_related("matter__official", "matter__organ", "entry", "taken_by").get(
        matter=matter.pk
    )


def requests_of(official: Official) -> list[DataRequest]:
    """Return what a person asked for, newest first."""
    asked = DataRequest.objects.filter(matter__official=official).select_related("matter")
    return list(asked.order_by("-pk"))


def rights(book: Rulebook, *, on: date) -> tuple[Item, ...]:
    """Return the rights of the law, each with its article."""
    return tuple(book.items(RIGHTS, on=on))


def right_of(request: DataRequest | PersonRequest) -> Item:
    """Return which right a request is about, as the matter's rulebook words it."""
    return rulebook_of(request.matter.rulebook).item(RIGHTS, request.right, on=request.filed_on)


@dataclass(frozen=True, slots=True)
class CounterPage:
    """Some requests of the counter, and the key of the next page (empty on the last)."""

    matters: list[Matter]
    next_key: str


def person_request_of(matter: Matter) -> PersonRequest:
    """Return the request of the counter that a matter is."""
    return PersonRequest.objects.select_related("matter__organ", "taken_by").get(matter=matter.pk)


def requests_at_counter(mandate: Mandate) -> MatterQuerySet:
    """Return the requests of the counter in which `mandate` takes part, newest first."""
    return affairs_of(mandate).of_kind(PERSON_REQUEST.kind)


def page_at_counter(mandate: Mandate, *, after: str = "", size: int = PAGE_SIZE) -> CounterPage:
    """Return one page; a key that was not made here begins at the first."""
    seen = requests_at_counter(mandate)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        seen = seen.filter(pk__lt=int(after))
    found = list(seen[: size + 1])
    return CounterPage(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def found_at_counter(mandate: Mandate, number: str) -> list[Matter]:
    """Return the requests of who shows papers of this number, among those in which `mandate` takes part."""
    theirs = requests_at_counter(mandate).filter(person_request__number_index__in=indexes_of(number))
    return list(theirs[:PAGE_SIZE])


def looks_at_person(matter: Matter) -> list[PersonLook]:
    """Return who looked at the identity of who asked, and what for; the newest 50."""
    return list(PersonLook.objects.filter(request=matter.pk).select_related("mandate__body")[:50])


def breach_of(matter: Matter) -> Breach:
    """Return the breach that a matter is."""
    return Breach.objects.select_related("matter__organ", "chief").get(matter=matter.pk)


def breaches_of(mandate: Mandate) -> list[Matter]:
    """Return the breaches that the holder of a post takes part in, newest first."""
    return list(affairs_of(mandate).filter(kind=BREACH.kind).order_by("-pk"))


def activities_of(mandate: Mandate) -> QuerySet[ProcessingActivity]:
    """Return what one's own body does with personal information, each with its versions."""
    theirs = ProcessingActivity.objects.filter(body=mandate.body_id)
    return theirs.prefetch_related("assessments__drafted_by", "assessments__decided_by")


def approved_of(activity: ProcessingActivity) -> ImpactAssessment | None:
    """Return the newest approved version, if there is one."""
    versions = activity.assessments.all()
    return next((each for each in versions if each.state == AssessmentState.APPROVED), None)
