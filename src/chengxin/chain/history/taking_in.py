"""批量补录: a file of old records, row by row: entered, known already, or given back; and taken out whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import IntegrityError, transaction

from chengxin.chain.history.models import HistoricBatch, HistoricEntry, RefusedOldRecord
from chengxin.chain.history.queries import ENTERING, ROW_SEAL, WITHDRAWING, used_of
from chengxin.chain.history.rows import columns, plain_name, read
from chengxin.chain.records.competence import NoCompetentOrgan
from chengxin.chain.records.historic import enter, is_past, retract
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.ground import trail
from chengxin.ground.attachments import Upload
from chengxin.ground.put_aside import put_aside
from chengxin.ground.sheets import FileRefused, Limits, Problem, RefusedRow, SourceRow, open_rows
from chengxin_core.calendar import legal_day

LIMITS = Limits(rows=1000, workbook_bytes=5 * 1024 * 1024, line_bytes=64 * 1024)


class NotWithdrawn(UnableToMove):
    """The batch was withdrawn already, or something of it was used."""


def take_file(
    *, file: BinaryIO, name: str, scans: Sequence[Upload], by: Mandate, at: datetime
) -> HistoricBatch:
    """Take a workbook, CSV or JSON Lines with its scans; the file is read and not kept, the same again is known.

    Raises `NotCompetent` or `FileRefused`.
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
        return _take_rows(found, by_name, digest.hexdigest(), by, at)
    except IntegrityError:  # the same file was handed in twice at the same moment
        return known.get()


@transaction.atomic
def withdraw(*, batch: HistoricBatch, by: Mandate, reason: str, at: datetime) -> None:
    """Withdraw a batch whole, before anything of it was moved or cited. Raises `NotCompetent` or `NotWithdrawn`."""
    if by.role not in WITHDRAWING or by.body_id != batch.organ_id:
        raise NotCompetent("由补录单位的经办人或者负责人撤回")
    if not reason.strip():
        raise NotWithdrawn("请写明撤回的理由")
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
def _take_rows(
    found: Sequence[SourceRow | RefusedRow],
    scans: Mapping[str, Upload],
    digest: str,
    by: Mandate,
    at: datetime,
) -> HistoricBatch:
    batch = HistoricBatch.objects.create(by=by, organ=by.body, at=at, digest=digest)
    named: set[str] = set()
    for row in found:
        became = _entered(row, scans, named, by, at)
        if not isinstance(became, tuple):
            batch.refused += 1
            sealed = put_aside(row, tuple(became), purpose=ROW_SEAL)
            RefusedOldRecord.objects.create(batch=batch, row=row.number, sealed=sealed)
            continue
        matter, is_new = became
        if not is_new:
            batch.duplicates += 1
            continue
        HistoricEntry.objects.create(batch=batch, row=row.number, matter=matter)
        batch.kept += 1
        batch.past += is_past(matter, on=legal_day(at))
    batch.left_over = len(set(scans) - named)
    batch.save(update_fields=["kept", "duplicates", "refused", "past", "left_over"])
    trail.note("history.taken_in", f"historic/{batch.pk}", mandate=by.pk, kept=batch.kept)
    return batch


def _entered(
    row: SourceRow | RefusedRow, scans: Mapping[str, Upload], named: set[str], by: Mandate, at: datetime
) -> tuple[Matter, bool] | list[Problem]:
    if isinstance(row, RefusedRow):
        return list(row.problems)
    said = read(row.number, row.cells, sent=scans, today=legal_day(at))
    if isinstance(said, tuple):
        return list(said)
    named.update(said.scans)
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
