"""历史补录: a record of long ago is entered with its days as they were, and taken out again before anybody used it.

It begins as every record does and ends by the same law; only nobody is timed or reminded by it (policy Q-31).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from chengxin.chain.evidence.operations import OwnInstrument, keep_instrument
from chengxin.chain.records.competence import competent_organ
from chengxin.chain.records.models import Record, RecordInstrument
from chengxin.chain.records.operations import is_past_its_window, set_window
from chengxin.chain.records.queries import record_of, window_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterMove
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    attach,
    move,
    open_matter,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import OPENED
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.determination.windows import Permission
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.vocabulary import Area


class UsedMeanwhile(UnableToMove):
    """Something was built on an old record already: it ends as every record does."""


@dataclass(frozen=True, slots=True)
class OldRecord:
    """What is known of a record of long ago: the body, its instrument, the facts, the days as they were."""

    body: PublicBody
    made: OwnInstrument
    record_type: str
    area: Area
    facts: str
    conduct_ended_on: date | None
    severity: str = ""


@transaction.atomic
def enter(*, old: OldRecord, scans: list[Upload], by: Mandate, at: datetime) -> tuple[Matter, bool]:
    """Enter an old record and compute its lawful end; return its matter and whether it is new.

    An instrument counts once against a body: entered again, by whichever way, it changes nothing.
    Raises `NotCompetent`, `NoCompetentOrgan` or `NamesAPerson`.
    """
    organ = competent_organ(old.body)
    if organ.pk != by.body_id:
        raise NotCompetent(f"{old.body.name}的记录由{organ.name}补录")
    counted = RecordInstrument.objects.filter(instrument__number=old.made.number, body=old.body)
    known = counted.select_related("record__matter").first()
    if known is not None:
        return known.record.matter, False
    refuse_personal_information({"失信事实": old.facts}, names=())
    new = NewMatter(RECORD, f"{old.body.name}：{old.made.number}", old.body, organ, is_historic=True)
    matter = open_matter(new=new, by=by, at=at, note="历史补录：不计期限、不催办、不自动公示")
    record = Record(
        matter=matter,
        record_type=old.record_type,
        area=old.area,
        facts=old.facts,
        instrument_on=old.made.decided_on,
        conduct_ended_on=old.conduct_ended_on,
        stated_severity=old.severity,
    )
    set_window(record, legal_day(at))
    record.save(force_insert=True)
    instrument = keep_instrument(made=old.made, against=old.body, at=at)
    RecordInstrument.objects.create(record=record, instrument=instrument, body=old.body, added_at=at)
    attach(matter=matter, part=Part.EVIDENCE, uploads=scans, by=by, at=at)
    return matter, True


@transaction.atomic
def retract(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Take an old record out again before anybody used it; its steps stay, its instrument may be entered anew.

    Raises `UsedMeanwhile`.
    """
    if not unused(Matter.objects.filter(pk=matter.pk)).exists():
        raise UsedMeanwhile(f"{matter.number} 已经办理或者引用，不能撤回补录")
    move(matter=matter, code="retract", by=by, at=at, note=reason)
    RecordInstrument.objects.filter(record_id=matter.pk).delete()


def unused(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Return those of these matters that are old records of which nothing was moved or cited since their entry."""
    used = MatterMove.objects.exclude(code=OPENED).values("matter")
    entered = matters.filter(is_historic=True, kind=RECORD.kind, state=RECORD.initial, version=1)
    return entered.filter(children__isnull=True, notes__isnull=True).exclude(pk__in=used)


def is_past(matter: Matter, *, on: date) -> bool:
    """Say whether the law of that day lets nothing of a record be public any more."""
    return is_past_its_window(record_of(matter), on)


def permission_of(matter: Matter, *, on: date) -> Permission:
    """Return whether the law of that day lets a record be public, why, and by which arithmetic."""
    return window_of(record_of(matter), on=on).permission
