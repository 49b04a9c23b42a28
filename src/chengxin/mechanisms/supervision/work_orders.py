"""工单: work orders of the hotline, petitions and other channels come in as a table, and answers go out as one.

Each row is kept, known already, or refused with row, column, found and expected; the same table twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import bodies_reached
from chengxin.foundation.deadlines.operations import end_deadlines
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.reception.queries import reads_voice
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground import trail
from chengxin.ground.put_aside import put_aside, taken_out
from chengxin.ground.sheets import (
    Column,
    FileRefused,
    Limits,
    Problem,
    RefusedRow,
    RefusedWriter,
    SourceRow,
    open_rows,
)
from chengxin.mechanisms.supervision.models import RefusedOrder, WorkOrderBatch
from chengxin.mechanisms.supervision.queries import answer_in, case_of, complaints_seen_by, sent_replies
from chengxin.mechanisms.supervision.receiving import WorkOrder, take_work_order
from chengxin_core.calendar import legal_day
from chengxin_core.determination.written_dates import DateUnreadable, read_date
from chengxin_core.lifecycle.complaints import COMPLAINT, ComplaintChannel
from chengxin_core.lifecycle.table import Actor
from chengxin_core.names import Ambiguous, Resolved
from chengxin_core.vocabulary import Area

ROW_SEAL = "supervision.order"
TITLE = "违约失信投诉工单"
LIMITS = Limits(rows=2000, workbook_bytes=5 * 1024 * 1024, line_bytes=64 * 1024)
TAKERS = frozenset({Actor.INTAKE_OFFICER, Actor.CREDIT_OFFICER})
LONGEST_NUMBER, LONGEST_CONTACT, LONGEST_TEXT = 60, 200, 8000
_CHANNELS = {each.zh: each for each in ComplaintChannel}
_AREAS = {each.zh: each for each in Area}
COLUMNS = (
    Column("number", "工单编号", ("编号", "信件编号"), required=True, example="演示20261123001"),
    Column(
        "channel",
        "渠道",
        ("来源渠道",),
        required=True,
        example=ComplaintChannel.HOTLINE_12345.zh,
        choices=tuple(_CHANNELS),
    ),
    Column("received_on", "收到日期", ("转办日期", "受理日期"), required=True, example="2026-11-20"),
    Column(
        "body", "被投诉单位", ("被投诉机构",), required=True, explanation="单位全称", example="演示县水利局"
    ),
    Column(
        "area", "领域", explanation="不填为“依法行政”", example=Area.PROCUREMENT.zh, choices=tuple(_AREAS)
    ),
    Column(
        "text", "投诉内容", ("诉求内容", "内容"), required=True, example="演示数据：合同验收后一年没有付款。"
    ),
    Column("contact", "联系方式", explanation="加密保存，只对办理人开放"),
)


class NotATaker(NotCompetent):
    """Whoever hands in work orders must be an officer who takes complaints in."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A work order whose result is known, as it is told to its channel."""

    matter: Matter
    channel: str
    number: str
    state: str
    answered_on: date
    answer: str


def take_file(*, file: BinaryIO, name: str, by: Mandate, at: datetime) -> WorkOrderBatch:
    """Take a workbook, CSV or JSON Lines of work orders; the file is not kept. Raises `NotATaker` or `FileRefused`."""
    if by.role not in TAKERS:
        raise NotATaker("工单由受理人员或者信用主管部门经办人接收")
    with open_rows(file, filename=name, columns=COLUMNS, limits=LIMITS) as stream:
        rows = [row for row in stream if isinstance(row, SourceRow | RefusedRow)]
    if not rows:
        raise FileRefused("没有数据行", "请按模板填写后上传", filename=name)
    return hand_in(rows=rows, by=by, at=at)


@transaction.atomic
def hand_in(*, rows: list[SourceRow | RefusedRow], by: Mandate, at: datetime) -> WorkOrderBatch:
    """Register what may be registered of these rows and put the rest aside, sealed, with its reasons."""
    batch = WorkOrderBatch.objects.create(body=by.body, by=by, at=at)
    reached = bodies_reached(by)
    for row in rows:
        problems = _taken(row, reached, batch, at)
        if problems:
            sealed = put_aside(row, tuple(problems), purpose=ROW_SEAL)
            RefusedOrder.objects.create(batch=batch, row=row.number, sealed=sealed)
            batch.refused += 1
    batch.save(update_fields=["kept", "known", "refused"])
    trail.note("supervision.work_orders", f"work_orders/{batch.pk}", mandate=by.pk, kept=batch.kept)
    return batch


def batches_of(by: Mandate) -> QuerySet[WorkOrderBatch]:
    """Return the batches that the organ of `by` handed in, the newest first."""
    return WorkOrderBatch.objects.filter(body=by.body_id).order_by("-pk")


def refused_of(batch: WorkOrderBatch) -> list[RefusedRow]:
    """Return the refused rows, unsealed, for who handed them in."""
    return [taken_out(row.row, row.sealed, purpose=ROW_SEAL) for row in batch.rows.all()]


def write_refused(batch: WorkOrderBatch, target: BinaryIO) -> int:
    """Write the refused rows as a workbook to mend and hand in again; return how many."""
    with RefusedWriter(target, COLUMNS) as writer:
        for row in refused_of(batch):
            writer.write(row)
        return writer.count


@transaction.atomic
def discard_refused(*, batch: WorkOrderBatch, by: Mandate) -> int:
    """Destroy the refused rows once they were mended; return how many there were."""
    if batch.body_id != by.body_id:
        raise NotCompetent("未接受的工单由接收单位处理")
    count = batch.rows.count()
    batch.rows.all().delete()
    return count


def answered_orders(by: Mandate) -> Iterator[Answered]:
    """Yield the answered work orders that the organ of `by` has in hands and `by` may read, the newest first."""
    seen = (
        complaints_seen_by(by)
        .filter(organ=by.body_id)
        .exclude(complaint__number=None)
        .select_related("complaint__merged_into__matter")
    )
    for matter in seen.iterator(chunk_size=200):
        if not reads_voice(by, matter):
            continue
        case = case_of(matter.complaint)
        for reply in sent_replies(case)[:1]:
            if reply.sent_at is not None:
                yield Answered(
                    matter,
                    ComplaintChannel(matter.complaint.channel).zh,
                    matter.complaint.number or "",
                    COMPLAINT.states(case.matter.state).zh,
                    legal_day(reply.sent_at),
                    answer_in(reply),
                )


def note_told(*, told: Iterable[Answered], at: datetime) -> int:
    """Note that these results were told to their channels; return of how many the clock ended."""
    return sum(
        end_deadlines(
            matter=each.matter, clocks=("complaint.report",), on=legal_day(at), ended_by="向来源渠道反馈"
        )
        for each in told
    )


def _taken(
    row: SourceRow | RefusedRow, reached: QuerySet[PublicBody], batch: WorkOrderBatch, at: datetime
) -> tuple[Problem, ...]:
    """Register one row; return what is wrong with it."""
    if isinstance(row, RefusedRow):
        return row.problems
    reading = _Reading(row, legal_day(at))
    order = reading.order(reached)
    if order is None:
        return tuple(reading.problems)
    try:
        complaint = take_work_order(order=order, at=at)
    except UnableToMove as refusal:
        return (Problem(row.number, "被投诉单位", order.body.name, str(refusal)),)
    batch.kept += complaint is not None
    batch.known += complaint is None
    return ()


class _Reading:
    """Reads one row and keeps what is wrong with it."""

    def __init__(self, row: SourceRow, today: date) -> None:
        self.row, self.today, self.problems = row, today, list[Problem]()

    def order(self, reached: QuerySet[PublicBody]) -> WorkOrder | None:
        number = self._words("number", LONGEST_NUMBER)
        channel = self._of(_CHANNELS, "channel", "")
        area = self._of(_AREAS, "area", Area.GENERAL.zh)
        received_on = self._day()
        body = self._body(received_on, reached)
        text = self._words("text", LONGEST_TEXT)
        contact = self._words("contact", LONGEST_CONTACT, needed=False)
        if self.problems or channel is None or area is None or received_on is None or body is None:
            return None
        return WorkOrder(channel, number, body, area, text, contact, received_on)

    def _words(self, name: str, longest: int, *, needed: bool = True) -> str:
        said = str(self.row.cells.get(name) or "").strip()
        if needed and not said:
            self._refuse(name, "", "不能为空")
        if len(said) > longest:
            self._refuse(name, f"{len(said)} 个字", f"不超过 {longest} 个字")
        return said

    def _of(self, known: dict[str, Any], name: str, usual: str) -> Any:
        said = str(self.row.cells.get(name) or "").strip() or usual
        if said not in known:
            self._refuse(name, said, "、".join(known))
        return known.get(said)

    def _day(self) -> date | None:
        written = self.row.cells.get("received_on")
        if isinstance(written, datetime):
            written = written.date()
        if isinstance(written, date):
            found = written
        else:
            try:
                found = read_date(str(written or ""), not_after=self.today)
            except DateUnreadable:
                self._refuse("received_on", str(written or ""), "2026-02-02 这样的日期，不晚于今天")
                return None
        if found > self.today:
            self._refuse("received_on", f"{found}", "不晚于今天的日期")
            return None
        return found

    def _body(self, on: date | None, reached: QuerySet[PublicBody]) -> PublicBody | None:
        said = self._words("body", 120)
        if not said:
            return None
        found = body_on(said, on=on or self.today)
        body = reached.filter(pk=found.body_id).first() if isinstance(found, Resolved) else None
        if body is None:
            several = (
                "只对应一个单位的全称" if isinstance(found, Ambiguous) else "数据范围内登记册中的单位全称"
            )
            self._refuse("body", said, several)
            return None
        return body

    def _refuse(self, name: str, found: str, expected: str) -> None:
        title = next(column.title_zh for column in COLUMNS if column.name == name)
        self.problems.append(Problem(self.row.number, title, found[:120], expected))
