"""Nothing outlives its record: what is in force is called off, what was not yet is dropped, the order ends."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.operations import drop
from chengxin.chain.consequences.queries import (
    NOT_IN_FORCE_YET,
    measures_of,
    permitted,
    rectification_of,
)
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import move
from chengxin.foundation.matters.plugs import kind_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import MeasureState, RectificationState

LIFTING = "measure_lifting"
LIFT_ACK = "lift_ack"


@transaction.atomic
def follow_end_of_record(*, matter: Matter, at: datetime) -> None:
    """The record ended, in whatever way: everything that hangs on it ends in the same act."""
    why = f"失信记录{kind_of(matter.kind).state_zh(matter.state)}"
    _end_measures(matter, measures_of(matter), why, at)
    rectification = rectification_of(matter)
    if rectification is not None and rectification.matter.state != RectificationState.ENDED:
        cancel_unsent(parent=rectification.matter, why=why, at=at)
        move(matter=rectification.matter, code="end", by=None, at=at, note=why)
        end_deadlines(matter=rectification.matter, clocks=None, on=legal_day(at), ended_by=why)


@transaction.atomic
def follow_correction(*, matter: Matter, at: datetime) -> None:
    """The record was corrected and graded anew: what it no longer allows ends (过惩相当)."""
    allowed = {each.measure.code for each in permitted(matter, on=legal_day(at))}
    beyond = [each for each in measures_of(matter) if each.code not in allowed and not each.is_for_lateness]
    _end_measures(matter, beyond, "失信记录更正后，该措施超出失信程度允许的范围", at)


def end_terms(*, at: datetime) -> int:
    """Call off every measure whose term has run out; return how many."""
    over = Measure.objects.filter(matter__state=MeasureState.IN_FORCE, until_on__lt=legal_day(at))
    return sum(_end_term(measure, at) for measure in over.select_related("matter"))


@transaction.atomic
def call_off(measure: Measure, why: str, at: datetime) -> None:
    """Tell the owner to lift a measure; its days to answer run at once."""
    move(matter=measure.matter, code="call_off", by=None, at=at, note=why)
    measure.called_off_on = legal_day(at)
    measure.save(update_fields=["called_off_on"])
    start_deadline(
        matter=measure.matter,
        clock=LIFT_ACK,
        title="解除措施并回执",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by=why,
    )


@transaction.atomic
def remind_owner(*, matter: Matter, at: datetime) -> None:
    """The owner has not said in time that it lifted: the reminder is a step of the matter, seen by both organs."""
    if matter.state == MeasureState.LIFTING:
        note = f"{matter.organ.name}逾期没有回执，措施自通知解除之日起不得再执行，请立即解除并反馈"
        move(matter=matter, code="remind", by=None, at=at, note=note)


def _end_measures(matter: Matter, measures: Iterable[Measure], why: str, at: datetime) -> None:
    by_state = [(measure, measure.matter.state) for measure in measures]
    drop([measure for measure, state in by_state if state in NOT_IN_FORCE_YET], why=why, at=at)
    biting = [measure for measure, state in by_state if state == MeasureState.IN_FORCE]
    for measure in biting:
        call_off(measure, why, at)
    if biting:
        value = {"measures": [measure.pk for measure in biting], "ground": why}
        draft_document(kind=LIFTING, parent=matter, addressee=matter.body, value=value, by=None, at=at)


def _end_term(measure: Measure, at: datetime) -> bool:
    call_off(measure, f"措施期限于 {measure.until_on} 届满", at)
    return True
