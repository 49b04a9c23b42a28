"""Reads of tables, filings, filed cases and appraisals: each of one's own organ."""

from datetime import date

from django.db.models import Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.models import (
    Appraisal,
    AppraisalState,
    CaseHold,
    FiledCase,
    Filing,
    KeepingTable,
)
from chengxin.foundation.retention.queries import standing_holds
from chengxin_core.lifecycle.table import Actor

HELD_CLASS = "case_files"
ARCHIVISTS = frozenset({Actor.ARCHIVIST})
APPROVERS = frozenset({Actor.BODY_HEAD, Actor.CREDIT_HEAD})
PAGE = 50


def may_enter(mandate: Mandate) -> bool:
    """Say whether a post has to do with the archives of its organ."""
    return Actor(mandate.role) in ARCHIVISTS | APPROVERS


def tables_of(organ: str) -> QuerySet[KeepingTable]:
    """Return the versions of an organ's table, the newest first."""
    return KeepingTable.objects.filter(organ=organ).select_related("drafted_by__user", "approved_by__user")


def table_in_force(organ: str) -> KeepingTable | None:
    """Return the newest approved version."""
    return tables_of(organ).exclude(approved_at=None).first()


def draft_of(organ: str) -> KeepingTable | None:
    """Return the version that waits for its approval."""
    return tables_of(organ).filter(approved_at=None).first()


def filings_of(organ: str) -> QuerySet[Filing]:
    """Return the filings of an organ, the newest first."""
    return Filing.objects.filter(organ=organ).select_related("asked_by__user", "table")


def cases_of(filing: Filing, *, after: int = 0) -> list[FiledCase]:
    """Return the cases of a filing from the place after `after`; they tell codes and days, no content."""
    found = FiledCase.objects.filter(filing=filing, place__gt=after).select_related("filing", "matter")
    return list(found.order_by("place")[: PAGE + 1])


def case_of(organ: str, pk: int) -> QuerySet[FiledCase]:
    """Return one case of an organ."""
    return FiledCase.objects.filter(filing__organ=organ, pk=pk).select_related("filing", "matter")


def due_for_transfer(organ: str, *, on: date) -> QuerySet[FiledCase]:
    """Return the cases that the archives should have taken over by that day, longest due first (policy T-63)."""
    due = FiledCase.objects.filter(
        filing__organ=organ, transfer_on__lte=on, transferred_on=None, destroyed_at=None
    )
    return due.select_related("filing", "matter").order_by("transfer_on", "pk")


def past_their_term(organ: str, *, on: date) -> QuerySet[FiledCase]:
    """Return the cases whose term has run out, on no open list, longest past first."""
    open_lists = (AppraisalState.DRAFTED, AppraisalState.APPROVED)
    past = FiledCase.objects.filter(
        filing__organ=organ, ends_on__lt=on, transferred_on=None, destroyed_at=None
    )
    listed = Q(appraisals__appraisal__state__in=open_lists)
    return (
        past.exclude(pk__in=past.filter(listed).values("pk"))
        .select_related("filing", "matter")
        .order_by("ends_on", "pk")
    )


def holds_on(case: FiledCase) -> QuerySet[CaseHold]:
    """Return the holds of a case, the newest first."""
    return case.holds.select_related("set_by__user", "lifted_by__user")


def why_held(case: FiledCase) -> str:
    """Return in words why a case must be kept: a hold on it, on case files, or on everything; '' for none."""
    own = [each.ground for each in case.holds.filter(lifted_at=None).order_by("pk")]
    general = [each.ground for each in standing_holds(HELD_CLASS)]
    return "；".join(own + general)


def appraisals_of(organ: str) -> QuerySet[Appraisal]:
    """Return the appraisals of an organ, the newest first."""
    return Appraisal.objects.filter(organ=organ).select_related("appraised_by__user", "decided_by__user")
