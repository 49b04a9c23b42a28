"""异议处理决定: corrected, removed or maintained.

The outcome happens in the head's decision itself and the document follows through review, issue and service. Three
working days (seven, where the supplier is asked) bind the handling, and the platform acts at once (policy C-17, C-18):
what favours the body must not wait for its paper. What does not favour it (维持) changes nothing but the marker; the
time in which the body may ask for a review is counted from the service of the document.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.evidence.operations import name_another_body
from chengxin.chain.objections.models import Objection
from chengxin.chain.objections.queries import record_behind
from chengxin.chain.records.correcting import Change, Corrected, correct_record
from chengxin.chain.records.ends import withdraw_record
from chengxin.chain.records.operations import dismiss
from chengxin.chain.records.queries import instruments_of, is_in_force, record_of, standing_record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.operations import end_deadlines
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import move
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Ground

DECISION = "objection_decision"
CORRECTION = "correction_notice"
REPORT = "record.correct_report"


@transaction.atomic
def correct(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    reason: str,
    facts: str,
    conduct_ended_on: date | None,
    loss: int,
    impact: str,
    relief: list[str],
    aggravation: list[str],
) -> None:
    """Uphold an objection by putting the record right; what was public of it is withdrawn until it is reviewed anew."""
    right = Corrected(facts, conduct_ended_on, loss, impact, relief, aggravation)
    record = standing_record(record_behind(matter))
    changes = correct_record(matter=record, right=right, by=by, at=at, reason=reason)
    Objection.objects.filter(pk=matter.pk).update(changes=[list(change) for change in changes])
    _decide(matter, "correct", by, at, reason)
    _draft_notice(matter, changes, at)


@transaction.atomic
def correct_unasked(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    reason: str,
    facts: str,
    conduct_ended_on: date | None,
    loss: int,
    impact: str,
    relief: list[str],
    aggravation: list[str],
) -> None:
    """Put a record right because its instrument was changed, or an error was found, before anybody objected (C-18)."""
    right = Corrected(facts, conduct_ended_on, loss, impact, relief, aggravation)
    changes = correct_record(matter=standing_record(matter), right=right, by=by, at=at, reason=reason)
    end_deadlines(matter=matter, clocks=(REPORT,), on=legal_day(at), ended_by="更正记录")
    _draft_notice(matter, changes, at)


@transaction.atomic
def remove(
    *, matter: Matter, by: Mandate, at: datetime, reason: str, right_body: PublicBody | None = None
) -> None:
    """Uphold an objection by ending the record; where it was another body's conduct, it is proposed against that one.

    The other body is heard like every other: for it everything begins anew with a notice.
    """
    record = standing_record(record_behind(matter))
    Objection.objects.filter(pk=matter.pk).update(right_body=right_body)
    _decide(matter, "remove", by, at, reason)
    if is_in_force(record):
        withdraw_record(matter=record, by=by, at=at, ground=Ground.OBJECTION_UPHELD, reason=reason)
    else:
        dismiss(matter=record, by=by, at=at, reason=f"异议成立：{reason}")
    if right_body is not None:
        _propose_against(right_body, matter, record, by, at)


@transaction.atomic
def maintain(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Leave the record as it is, with reasons; the marker goes."""
    standing_record(record_behind(matter))
    _decide(matter, "maintain", by, at, reason)


def can_be_corrected(matter: Matter) -> bool:
    """Say whether the record stands, so that it can be put right; before that it can only be removed."""
    return is_in_force(record_behind(matter))


def _decide(matter: Matter, code: str, by: Mandate, at: datetime, reason: str) -> None:
    Objection.objects.filter(pk=matter.pk).update(reason=reason)
    move(matter=matter, code=code, by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="作出异议处理决定")
    draft_document(kind=DECISION, parent=matter, addressee=matter.body, value={}, by=None, at=at)


def _propose_against(body: PublicBody, objection: Matter, record: Matter, by: Mandate, at: datetime) -> None:
    """Propose the record anew; how many were opened stays with the organ, for the other body was not told yet."""
    opened = sum(
        name_another_body(instrument=instrument, instead_of=record.body, body=body, by=by, at=at)
        for instrument in instruments_of(record_of(record))
    )
    Objection.objects.filter(pk=objection.pk).update(proposed_anew=opened)


def _draft_notice(matter: Matter, changes: tuple[Change, ...], at: datetime) -> None:
    value = {"changes": [list(change) for change in changes], "corrected_on": f"{legal_day(at)}"}
    draft_document(kind=CORRECTION, parent=matter, addressee=matter.body, value=value, by=None, at=at)
