"""恢复名誉: a body whose record was wrong is cleared in the scope in which the record had been told (A-20, R-35, C-55).

That scope is made of those who were told: the notice goes to the body, with copies to the organs that had measures.
The public pages show, for their part, the day and the ground of the withdrawal and no body's name: to name it again in
order to clear it would tell of it again (policy Q-29). A body that wants a public word may ask for it.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.records.ends import withdraw_record
from chengxin.chain.records.queries import record_of, standing_record
from chengxin.chain.repairs.models import Redress
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    UnableToMove,
    add_note,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import children_of
from chengxin.foundation.transparency.queries import publications_of
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import MeasureState
from chengxin_core.lifecycle.ends import REDRESS
from chengxin_core.vocabulary import Ground

NOTICE = "redress_notice"
WITHDRAWAL = "withdrawal_decision"
REPORT = "record.correct_report"
WRONG = frozenset({Ground.REVERSED, Ground.OBJECTION_UPHELD, Ground.ERROR})
_WAS_FELT = (MeasureState.IN_FORCE, MeasureState.LIFTING, MeasureState.LIFTED)


@transaction.atomic
def note_reversal(
    *, matter: Matter, by: Mandate, at: datetime, known_on: date, statement: str, attachments: list[Upload]
) -> None:
    """Note since when it is known that the instrument no longer stands: three working days run from that day."""
    if known_on > legal_day(at):
        raise UnableToMove(f"得知日期 {known_on} 晚于今天，应当是已经发生的日期")
    add_note(matter=matter, part=Part.REVERSAL, text=statement, by=by, at=at)
    attach(matter=matter, part=Part.REVERSAL, uploads=attachments, by=by, at=at)
    _start(matter, "撤销或者变更记录并报送", known_on, "得知认定依据被撤销或者变更")


@transaction.atomic
def withdraw_as_wrong(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Withdraw a record that the organ itself found to be wrong, without waiting for anybody to object (C-55)."""
    withdraw_record(matter=standing_record(matter), by=by, at=at, ground=Ground.ERROR, reason=reason)


def owe_redress(*, matter: Matter, at: datetime) -> None:
    """A record was withdrawn because it was wrong: its body is owed redress from now on."""
    record = record_of(matter)
    if record.ended_ground not in WRONG:
        return
    new = NewMatter(REDRESS, f"{matter.title}的恢复名誉", matter.body, matter.organ, matter.rulebook, matter)
    redress = open_matter(new=new, by=None, at=at, note=Ground(record.ended_ground).zh)
    known_on = _known_on(matter) or legal_day(at)
    withdrawn = matter.moves.filter(code="withdraw").order_by("-at", "-pk").first()
    Redress.objects.create(
        matter=redress,
        ground=record.ended_ground,
        reason=withdrawn.note if withdrawn else "",
        known_on=known_on,
        scope=_scope(matter, at),
        copies=sorted({measure.organ.name for measure in _felt(matter)}),
    )
    show_to_subject(matter=redress, at=at)
    _start(redress, "送达恢复名誉告知书", known_on, "记录被撤销")
    draft_document(kind=NOTICE, parent=redress, addressee=matter.body, value={}, by=None, at=at)
    if record.ended_ground != Ground.OBJECTION_UPHELD and publications_of(matter):
        draft_document(kind=WITHDRAWAL, parent=redress, addressee=matter.body, value={}, by=None, at=at)


def notice_served(*, document: Document, at: datetime) -> None:
    """The body was told, and everybody who had been told of the record: it is cleared."""
    redress = document.matter.parent
    assert redress is not None  # drafted in a redress
    assert document.served_on is not None  # called on service only
    move(
        matter=redress, code="restore", by=None, at=at, note=f"{document.number} 于 {document.served_on} 送达"
    )
    end_deadlines(matter=redress, clocks=None, on=document.served_on, ended_by="恢复名誉告知书送达")


def _known_on(record: Matter) -> date | None:
    running = Deadline.objects.running().filter(matter=record, clock=REPORT).first()
    return running.started_on if running else None


def _felt(record: Matter) -> list[Matter]:
    """Return the measures under a record that were carried out."""
    return [each for each in children_of(record, "measure") if each.state in _WAS_FELT]


def _scope(record: Matter, at: datetime) -> list[str]:
    """Return where the record had been told, line by line."""
    shown = [
        f"公示网站，{legal_day(each.published_at)}至{legal_day(each.ended_at or at)}"
        for each in reversed(publications_of(record))
    ]
    told = [f"{measure.organ.name}，因采取失信惩戒措施知悉" for measure in _felt(record)]
    return [*shown, *dict.fromkeys(told)] or ["仅向你单位送达，未对外公示，也未采取失信惩戒措施"]


def _start(matter: Matter, title: str, start: date, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=REPORT, title=title, owes=Owes.ORGAN, start=start, started_by=started_by
    )
