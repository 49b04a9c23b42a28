"""Reads of measures and rectifications that other rooms may make."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.chain.consequences.models import Measure, Rectification
from chengxin.chain.records.operations import NOTICE
from chengxin.chain.records.queries import IN_FORCE, graded_with
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.deadlines.models import Rung
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.two_persons import is_same_person
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin.ground.prepared import Prepared
from chengxin_core.calendar import Unit
from chengxin_core.determination.proportionality import Measure as Listed
from chengxin_core.determination.proportionality import listed_measure
from chengxin_core.lifecycle.consequences import MeasureState, RectificationState

OVER = (MeasureState.REFUSED, MeasureState.LIFTED, MeasureState.DROPPED)
NOT_IN_FORCE_YET = (MeasureState.PROPOSED, MeasureState.NOTICED, MeasureState.HEARD, MeasureState.DECIDED)
BITING = (MeasureState.IN_FORCE, MeasureState.LIFTING)
EXPLANATION = "written_explanation"  # clocks, and the codes of the two measures that they belong to
MENDING = "rectification"
PROGRESS = "rectification.progress"
REPORTED = "报告整改进展"  # how a period ends that was reported
NOTICE_OF_RECORD = NOTICE
NOTICE_OF_MEASURES = "measure_notice"
UNDER_REVIEW = ("reviewed", "legal_reviewed", "issued", "dispatched")


@dataclass(frozen=True, slots=True)
class Offer:
    """可以建议的措施: a measure of the loaded list that fits the record, and whether it is recommended."""

    measure: Listed
    is_recommended: bool


def permitted(matter: Matter, *, on: date) -> list[Offer]:
    """Return every measure that the record's severity allows and the list loaded today still holds.

    Which of them proportionality recommended is read from what was stored, not computed anew: a record keeps what it
    was graded with. None before that.
    """
    kept = graded_with(matter)
    listed = {item.code: item for item in current_rulebook().items("measures", on=on)}
    return [
        Offer(listed_measure(listed[code]), code in kept.get("recommended", ()))
        for code in kept.get("permitted", ())
        if code in listed
    ]


def offers_for(matter: Matter, *, on: date) -> list[Offer]:
    """Return the permitted measures that may still be proposed to their owners.

    What has a clock of its own (书面说明、限期整改) is ordered by the determining organ, not proposed; the milder form
    of what is proposed already is left out.
    """
    allowed = permitted(matter, on=on)
    taken = {measure.code for measure in live_measures(matter)}
    taken |= {code for each in allowed if each.measure.code in taken for code in each.measure.replaces}
    return [each for each in allowed if each.measure.code not in taken and not each.measure.clock]


def measures_of(matter: Matter, *states: str) -> list[Measure]:
    """Return the measures of a record, oldest first; in those states only if any are named."""
    found = Measure.objects.filter(matter__parent=matter).select_related(
        "matter__organ", "matter__body", "notice"
    )
    return list((found.filter(matter__state__in=states) if states else found).order_by("pk"))


def live_measures(matter: Matter) -> list[Measure]:
    """Return the measures of a record that are on their way or in force."""
    return [measure for measure in measures_of(matter) if measure.matter.state not in OVER]


def still_to_lift(matter: Matter) -> list[Measure]:
    """Return the measures of a record whose owners have not yet said that they lifted them."""
    return measures_of(matter, *BITING)


@dataclass(frozen=True, slots=True)
class Biting:
    """实施中的措施: one that bites a body: of which record, under which clause, from when to which last day."""

    body: str
    record: int
    code: str
    source: str
    since: date
    until: date | None  # of its own term and its record's lawful end, the earlier


def biting(bodies: Collection[str], codes: Collection[str]) -> list[Biting]:
    """Return the measures of these codes that are applied against these bodies while their records are in force."""
    return [
        Biting(body, record, code, source, since, _earlier(term, end))
        for body, record, code, source, since, term, end in _applied(bodies, sorted(codes))
    ]


_applied = Prepared(
    lambda bodies, codes: Measure.objects.filter(
        code__in=codes,
        matter__state=MeasureState.IN_FORCE,
        matter__body__in=bodies,
        matter__parent__state=IN_FORCE,
        applied_on__isnull=False,
    ).values_list(
        "matter__body",
        "matter__parent",
        "code",
        "source",
        "applied_on",
        "until_on",
        "matter__parent__record__ends_on",
    )
)


def unnoticed(matter: Matter) -> list[Measure]:
    """Return the proposed measures of a record that no notice under way names."""
    underway = Matter.objects.filter(parent=matter, kind="document", document__kind=NOTICE_OF_MEASURES)
    named = {
        pk
        for each in underway.exclude(state__in=("served", "cancelled")).select_related("document")
        for pk in each.document.value["measures"]
    }
    return [measure for measure in measures_of(matter, MeasureState.PROPOSED) if measure.pk not in named]


def awaiting_hearing(matter: Matter) -> list[Measure]:
    """Return the measures of a record that were noticed by a notice of their own and not yet heard."""
    noticed = measures_of(matter, MeasureState.NOTICED)
    return [measure for measure in noticed if measure.notice and measure.notice.kind == NOTICE_OF_MEASURES]


def is_notice_under_review(matter: Matter) -> bool:
    """Say whether the record's own notice was reviewed or sent, so that what it lists stands."""
    return has_document(matter, NOTICE_OF_RECORD, *UNDER_REVIEW)


def rectification_of(matter: Matter) -> Rectification | None:
    """Return the rectification opened under a record, if there is one."""
    found = Rectification.objects.filter(matter__parent=matter).select_related("matter", "order")
    return found.first()


def is_exempted(matter: Matter) -> bool:
    """Say whether the organ's head exempted the record's body from what would follow."""
    found = rectification_of(matter)
    return found is not None and found.matter.state == RectificationState.EXEMPTED


def clocked(matter: Matter, *, on: date) -> Sequence[Offer]:
    """Return the permitted measures that the determining organ orders itself: 书面说明、限期整改."""
    return having_a_clock(permitted(matter, on=on))


def having_a_clock(offers: Iterable[Offer]) -> list[Offer]:
    """Return those of the permitted measures that the determining organ orders itself."""
    return [each for each in offers if each.measure.clock]


def is_due_in_days(matter: Matter, clock: str, days: int, *, on: date) -> bool:
    """Say whether a period of `days` calendar days is what the rulebook's own clock gives."""
    return rulebook_of(matter.rulebook).clock(clock).on(on).period == (days, Unit.DAYS)


def needs_another_verifier(rectification: Rectification, by: Mandate, *, on: date) -> str:
    """Return why `by` may not verify: who ordered may not, nor who also has a post in the body; empty if it may."""
    issued_by = rectification.order.issued_by if rectification.order else None
    if is_same_person(rectification.ordered_by, by) or is_same_person(issued_by, by):
        return "验收人不得与责令整改的人为同一人"
    if any(mandate.body_id == rectification.matter.body_id for mandate in mandates_of(by.user, on=on)):
        return "验收人不得是当事单位的人员"
    return ""


@dataclass(frozen=True, slots=True)
class Period:
    """整改进展的一期: until when it was to be reported, when and whether it was, and whether it is or was late."""

    due_on: date
    ended_on: date | None
    was_reported: bool
    is_late: bool


def periods_of(matter: Matter) -> list[Period]:
    """Return the periods of a rectification whose progress is reported, the newest first."""
    found = matter.deadlines.filter(clock=PROGRESS).order_by("-started_on").prefetch_related("rungs")
    return [
        Period(
            each.due_on,
            each.ended_on,
            each.ended_by == REPORTED,
            any(rung.rung == Rung.RED for rung in each.rungs.all()) or each.was_kept is False,
        )
        for each in found
    ]


def has_explained(matter: Matter) -> bool:
    """Say whether the body filed its written explanation."""
    return matter.moves.filter(code="explain").exists()


def has_planned(matter: Matter) -> bool:
    """Say whether the body filed its plan."""
    return matter.moves.filter(code="plan").exists()


def has_been_sent_back(matter: Matter) -> bool:
    """Say whether the one more round was given."""
    return matter.moves.filter(code="send_back").exists()


def _earlier(term: date | None, end: date | None) -> date | None:
    return min((day for day in (term, end) if day is not None), default=None)
