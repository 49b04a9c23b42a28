"""批量补录: a file of old records, row by row: entered, known already, or given back; and taken out whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import F

from chengxin.chain.history.models import HistoricBatch, HistoricEntry, OldRow
from chengxin.chain.history.queries import ENTERING, ROW_SEAL, WITHDRAWING, used_of
from chengxin.chain.history.rows import columns, plain_name, read, scans_named
from chengxin.chain.records.competence import NoCompetentOrgan
from chengxin.chain.records.historic import enter, is_past, retract
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.ground import trail
from chengxin.ground.attachments import Upload
from chengxin.ground.put_aside import put_aside, taken_out
from chengxin.ground.sheets import FileRefused, Limits, Problem, RefusedRow, SourceRow, open_rows
from chengxin_core.calendar import legal_day

LIMITS = Limits(rows=1000, workbook_bytes=5 * 1024 * 1024, line_bytes=64 * 1024)


class NotWithdrawn(UnableToMove):
    """The batch was withdrawn already, or something of it was used."""


def take_file(
    *, file: BinaryIO, name: str, scans: Sequence[Upload], by: Mandate, at: datetime
) -> HistoricBatch:
    """Take a workbook, CSV or JSON Lines with its scans; `take_in` enters its rows, the same again is known.

    The file is read and not kept; its rows wait under seal. Raises `NotCompetent` or `FileRefused`.
    """
    if by.role not in ENTERING:
        raise NotCompetent("历史记录由信用主管部门经办人补录")
    by_name = _by_name(scans)
    digest = sha256(file.read())
    for each, upload in sorted(by_name.items()):
        digest.update(f"{each}\n{upload.sha256}\n".encode())
    file.seek(0)
    known = HistoricBatch.objects.filter(organ=by.body_id, digest=digest.hexdigest(), withdrawn_at=None)
    if earlier := known.first():
        return earlier
    with open_rows(file, filename=name, columns=columns(), limits=LIMITS) as stream:
        found = [row for row in stream if isinstance(row, SourceRow | RefusedRow)]
    if not found:
        raise FileRefused("没有数据行", "请按模板填写后上传", filename=name)
    try:
        return _kept(found, by_name, digest.hexdigest(), by, at)
    except IntegrityError:  # the same file was handed in twice at the same moment
        return known.get()


def take_in(*, batch: HistoricBatch, at: datetime) -> None:
    """Enter the rows that wait, each in a transaction of its own; broken off, go on with those that wait still."""
    scans = {plain_name(each["name"]): Upload(**each) for each in batch.scans}
    for pk in list(batch.rows.filter(is_waiting=True).values_list("pk", flat=True)):
        _take_in(batch, pk, scans, at)
    batch.refresh_from_db()
    trail.note("history.taken_in", f"historic/{batch.pk}", mandate=batch.by_id, kept=batch.kept)


@transaction.atomic
def withdraw(*, batch: HistoricBatch, by: Mandate, reason: str, at: datetime) -> None:
    """Withdraw a batch whole, before anything of it was moved or cited. Raises `NotCompetent` or `NotWithdrawn`."""
    if by.role not in WITHDRAWING or by.body_id != batch.organ_id:
        raise NotCompetent("由补录单位的经办人或者负责人撤回")
    if not reason.strip():
        raise NotWithdrawn("请写明撤回的理由")
    if batch.is_under_way:
        raise NotWithdrawn("该批次还在补录，完成以后才能撤回")
    taken = HistoricBatch.objects.filter(pk=batch.pk, withdrawn_at=None)
    if not taken.update(withdrawn_by=by, withdrawn_at=at, withdrawn_because=reason.strip()[:500]):
        raise NotWithdrawn("该批次已经撤回")
    if used := used_of(batch):
        raise NotWithdrawn(f"该批次有 {used} 条记录已经办理或者引用，不能整批撤回")
    for matter in Matter.objects.filter(historic_entry__batch=batch).select_related("body", "organ"):
        retract(matter=matter, by=by, at=at, reason=reason)
    batch.refresh_from_db()
    trail.note("history.withdrawn", f"historic/{batch.pk}", mandate=by.pk, records=batch.kept)


@transaction.atomic
def _kept(
    found: Sequence[SourceRow | RefusedRow],
    scans: Mapping[str, Upload],
    digest: str,
    by: Mandate,
    at: datetime,
) -> HistoricBatch:
    named = {each for row in found for each in scans_named(row.cells)}
    batch = HistoricBatch.objects.create(
        by=by,
        organ=by.body,
        at=at,
        digest=digest,
        whole=len(found),
        scans=[asdict(each) for each in scans.values()],
        left_over=len(set(scans) - named),
    )
    OldRow.objects.bulk_create(
        OldRow(
            batch=batch,
            row=row.number,
            sealed=put_aside(row, row.problems if isinstance(row, RefusedRow) else (), purpose=ROW_SEAL),
        )
        for row in found
    )
    return batch


@transaction.atomic
def _take_in(batch: HistoricBatch, pk: int, scans: Mapping[str, Upload], at: datetime) -> None:
    waiting = OldRow.objects.select_for_update(of=("self",)).filter(pk=pk, is_waiting=True).first()
    if waiting is None:
        return
    row = taken_out(waiting.row, waiting.sealed, purpose=ROW_SEAL)
    became = list(row.problems) or _entered(SourceRow(row.number, row.cells), scans, batch.by, at)
    counted = HistoricBatch.objects.filter(pk=batch.pk)
    if not isinstance(became, tuple):
        waiting.sealed = put_aside(row, tuple(became), purpose=ROW_SEAL)
        waiting.is_waiting = False
        waiting.save(update_fields=["sealed", "is_waiting"])
        counted.update(refused=F("refused") + 1)
        return
    matter, is_new = became
    waiting.delete()
    if not is_new:
        counted.update(duplicates=F("duplicates") + 1)
        return
    HistoricEntry.objects.create(batch=batch, row=row.number, matter=matter)
    counted.update(kept=F("kept") + 1, past=F("past") + int(is_past(matter, on=legal_day(at))))


def _entered(
    row: SourceRow, scans: Mapping[str, Upload], by: Mandate, at: datetime
) -> tuple[Matter, bool] | list[Problem]:
    said = read(row.number, row.cells, sent=scans, today=legal_day(at))
    if isinstance(said, tuple):
        return list(said)
    name = said.old.body.name
    try:
        with transaction.atomic():
            return enter(old=said.old, scans=[scans[each] for each in said.scans], by=by, at=at)
    except (NotCompetent, NoCompetentOrgan) as refusal:
        return [Problem(row.number, "单位", name, f"由本单位办理的单位：{refusal}")]
    except UnableToMove as refusal:
        return [Problem(row.number, "失信事实", "", f"可以补录的内容：{refusal}")]


def _by_name(scans: Sequence[Upload]) -> dict[str, Upload]:
    found: dict[str, Upload] = {}
    for each in scans:
        if found.setdefault(plain_name(each.name), each) != each:
            raise FileRefused("两个附件的文件名相同", "请改名后重新上传", filename=each.name)
    return found
