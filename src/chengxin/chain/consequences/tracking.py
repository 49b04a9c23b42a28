"""按周跟踪: a major rectification whose body reports its progress period by period until it is put right (N-49).

The period is the rulebook's (`rectification.progress`). A period without a report is late like any deadline and is
noted in the matter; it climbs no ladder: what is owed is the mending, and that has its own days.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from chengxin.chain.consequences.models import Rectification
from chengxin.chain.consequences.queries import PROGRESS, REPORTED
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, add_note, attach
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import Unit, legal_day, next_turn
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook.book import UnknownRule
from chengxin_core.rulebook.entries import Clock, NothingInForce

TRACKED = Q(Exists(Deadline.objects.running().filter(matter=OuterRef("pk"), clock=PROGRESS)))


class NotTracked(UnableToMove):
    """The order asks for no reports of progress, or none is due any more."""


class AlreadyReported(UnableToMove):
    """The progress of the running period was reported; the next has not begun."""


def progress_clock(matter: Matter, *, on: date) -> Clock | None:
    """Return the period of the reports by the matter's rulebook; none where it knows none."""
    try:
        return rulebook_of(matter.rulebook).clock(PROGRESS).on(on)
    except (UnknownRule, NothingInForce):
        return None


def running_period(matter: Matter) -> Deadline | None:
    """Return the period whose progress is to be reported next."""
    return Deadline.objects.running().filter(matter=matter, clock=PROGRESS).first()


def start_tracking(rectification: Rectification, *, start: date, started_by: str) -> None:
    """Let the first period run from `start`, where the order asks for reports."""
    if rectification.is_tracked and not rectification.is_explanation_only:
        _start(rectification.matter, start, started_by)


def note_late(*, matter: Matter, at: datetime) -> None:
    """A period passed without a report: it is noted where both sides see it."""
    late = running_period(matter)
    if late is not None:
        text = f"整改进展逾期未报告：应当在 {late.due_on} 前报告"
        add_note(matter=matter, part=Part.PROGRESS, text=text, by=None, at=at)


@transaction.atomic
def report_progress(
    *, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]
) -> None:
    """Report the progress of the running period as the body; the next follows in the same rhythm.

    Raises `NotCompetent`, `NotTracked` or `AlreadyReported`.
    """
    if by.role != Actor.LIAISON or not is_for(by, matter):
        raise NotCompetent("整改进展由当事单位的联络员报告")
    Matter.objects.select_for_update().get(pk=matter.pk)  # two reports at once are one after the other
    period, day = running_period(matter), legal_day(at)
    if period is None:
        raise NotTracked("本事项没有要求按期报告进展，或者已经停止报告")
    if day <= period.started_on:
        raise AlreadyReported(f"本期进展已经报告，下一期自 {period.started_on} 次日起，{period.due_on} 到期")
    add_note(matter=matter, part=Part.PROGRESS, text=text, by=by, at=at)
    attach(matter=matter, part=Part.PROGRESS, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(PROGRESS,), on=day, ended_by=REPORTED)
    unit = Unit(period.unit)
    begins = next_turn(period.started_on, period.budget, unit, calendar(), answered_on=day)
    _start(matter, begins, "上一期届满")


def _start(matter: Matter, start: date, started_by: str) -> None:
    start_deadline(
        matter=matter,
        clock=PROGRESS,
        title="报告本期整改进展",
        owes=Owes.BODY,
        start=start,
        started_by=started_by,
    )
