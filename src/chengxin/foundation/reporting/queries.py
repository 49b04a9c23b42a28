"""Reads of what was reported that other rooms may make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import holds_whole_province
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.reporting import connection
from chengxin.foundation.reporting.models import (
    OPEN,
    REPORT_CLOCK,
    WITHDRAWAL_CLOCK,
    Batch,
    Channel,
    Mismatched,
    PlatformNotice,
    Reconciliation,
    ReportAction,
    Submission,
    SubmissionState,
)
from chengxin.foundation.transparency.models import Publication
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

READERS = frozenset({Actor.ADMINISTRATOR, Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.AUDITOR})
"""Who sees how reporting stands."""

_RETURNED = Submission.objects.filter(state=SubmissionState.RETURNED)
_SILENT = Submission.objects.filter(state__in=OPEN, escalated_at__isnull=False)
IS_RETURNED = Q(pk__in=_RETURNED.values("publication__matter"))  # of a matter
IS_SILENT = Q(pk__in=_SILENT.values("publication__matter"))  # of a matter


@dataclass(frozen=True, slots=True)
class Standing:
    """报送现状: how many rows stand where, and how many are late, among those that a mandate may see."""

    states: Mapping[str, int]
    late: int
    silent: int


def waits_for_platform(publication: Publication) -> bool:
    """Say whether the platform has yet to answer for the newest version or the end of a publication.

    Silence that was escalated is waited for no more: it holds up nobody, and is not forgotten.
    """
    if not connection.is_connected():
        return False
    newest = Submission.objects.filter(publication=publication).order_by("-pk").first()
    return newest is not None and newest.state in OPEN and newest.escalated_at is None


def is_withdrawal_unanswered(about: Matter) -> bool:
    """Say whether the platform owes an answer to an end of what was published about a matter, escalated or not."""
    owed = Submission.objects.filter(publication__matter=about, action=ReportAction.WITHDRAW)
    return connection.is_connected() and owed.filter(state__in=OPEN).exists()


def said_of_withdrawal(about: Matter) -> str:
    """Return in words what the platform answered to the withdrawal of what was published about a matter.

    Empty while it is waited for, and where no platform is connected. Escalated silence is said as such.
    """
    if not connection.is_connected():
        return ""
    ends = list(
        Submission.objects.filter(publication__matter=about, action=ReportAction.WITHDRAW).order_by("pk")
    )
    if not ends and not about.publications.exists():
        return "没有公示，未曾报送平台"
    said = [_said(each) for each in ends]
    return "；".join(dict.fromkeys(said)) if said and all(said) else ""


def submissions_of(matter: Matter) -> list[Submission]:
    """Return what was reported of a matter, the newest first, with its receipts."""
    rows = Submission.objects.filter(publication__matter=matter).select_related("batch")
    return list(rows.prefetch_related("receipts").order_by("-pk"))


def visible_submissions(mandate: Mandate) -> QuerySet[Submission]:
    """Return the rows about matters that a mandate may see; whoever holds the province sees strange keys too."""
    own = Q(publication__matter__in=visible_matters(mandate))
    if holds_whole_province(mandate):
        own |= Q(publication=None)
    return Submission.objects.filter(own).select_related("publication__matter__body", "batch")


def returned_to(mandate: Mandate) -> QuerySet[Submission]:
    """Return the returned rows that a mandate may see, the oldest first."""
    return visible_submissions(mandate).filter(state=SubmissionState.RETURNED).order_by("pk")


def silent_to(mandate: Mandate) -> QuerySet[Submission]:
    """Return the withdrawals for which the platform's silence was escalated and goes on."""
    waiting = visible_submissions(mandate).filter(state__in=OPEN, escalated_at__isnull=False)
    return waiting.order_by("escalated_at")


def standing_for(mandate: Mandate, *, on: date) -> Standing:
    """Return how reporting stands for a mandate on a day."""
    rows = visible_submissions(mandate)
    counted = rows.order_by().values_list("state").annotate(count=Count("pk"))
    late = Deadline.objects.running().filter(
        clock__in=(REPORT_CLOCK, WITHDRAWAL_CLOCK), due_on__lt=on, matter__in=visible_matters(mandate)
    )
    return Standing(dict(counted), late.count(), silent_to(mandate).count())


def late_for(mandate: Mandate, *, on: date) -> list[Deadline]:
    """Return the clocks of reporting that have run out, among the matters that a mandate may see."""
    late = Deadline.objects.running().filter(
        clock__in=(REPORT_CLOCK, WITHDRAWAL_CLOCK), due_on__lt=on, matter__in=visible_matters(mandate)
    )
    return list(late.select_related("matter__body").order_by("due_on", "pk")[:100])


def batches_seen_by(mandate: Mandate) -> QuerySet[Batch]:
    """Return the packages that hold a row which a mandate may see, the newest first."""
    seen = visible_submissions(mandate).filter(batch__isnull=False).values("batch")
    return Batch.objects.filter(pk__in=seen).order_by("-pk")


def notices_seen_by(mandate: Mandate) -> QuerySet[PlatformNotice]:
    """Return the platform's notices about matters that a mandate may see, the newest first."""
    own = Q(publication__matter__in=visible_matters(mandate))
    if holds_whole_province(mandate):
        own |= Q(publication=None)
    return PlatformNotice.objects.filter(own).select_related("matter", "publication__matter").order_by("-pk")


def mismatches_seen_by(mandate: Mandate, reconciliation: Reconciliation) -> QuerySet[Mismatched]:
    """Return the differences about matters that a mandate may see; strange keys for whoever holds the province."""
    own = Q(publication__matter__in=visible_matters(mandate))
    if holds_whole_province(mandate):
        own |= Q(publication=None)
    rows = Mismatched.objects.filter(own, reconciliation=reconciliation)
    return rows.select_related("publication__matter__body")


def newest_reconciliation() -> Reconciliation | None:
    """Return the newest reconciliation, done or not."""
    return Reconciliation.objects.order_by("-pk").first()


def channels() -> list[Channel]:
    """Return when the platform was heard last and what went wrong, by what was exchanged."""
    return list(Channel.objects.order_by("code"))


def _said(end: Submission) -> str:
    if end.state == SubmissionState.NEVER_SENT:
        return "未曾报送平台"
    if end.state == SubmissionState.ACCEPTED and end.settled_at is not None:
        receipt = end.receipts.filter(is_accepted=True).order_by("-pk").first()
        return f"{legal_day(end.settled_at)} 平台回执 {receipt.number if receipt else ''}：已撤销"
    if end.escalated_at is not None:
        return f"平台逾期未答复，{legal_day(end.escalated_at)} 起催办"
    return ""


def region_of(publication: Publication) -> str:
    """Return the code of the region of whom it is about; empty for what a restored house only knows from its log."""
    return publication.matter.body.region.code if publication.matter else ""
