"""批量登记: a file of suggestions or proposals, row by row: registered, known already, or given back to be mended."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin.ground import trail
from chengxin.ground.put_aside import put_aside, taken_out
from chengxin.ground.sheets import (
    FileRefused,
    Limits,
    Problem,
    RefusedRow,
    RefusedWriter,
    SourceRow,
    open_rows,
)
from chengxin.mechanisms.proposals.models import ProposalImport, RefusedProposal
from chengxin.mechanisms.proposals.operations import NotRegistered, Received, register
from chengxin.mechanisms.proposals.queries import ROW_SEAL
from chengxin.mechanisms.proposals.sources import rows
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

LIMITS = Limits(rows=2000, workbook_bytes=5 * 1024 * 1024, line_bytes=64 * 1024)


def take_file(*, file: BinaryIO, name: str, by: Mandate, at: datetime) -> ProposalImport:
    """Take a workbook, CSV or JSON Lines; the file is read and not kept. Raises `NotCompetent` or `FileRefused`."""
    _require_registrar(by)
    with open_rows(file, filename=name, columns=rows.COLUMNS, limits=LIMITS) as stream:
        found = [row for row in stream if isinstance(row, SourceRow | RefusedRow)]
    if not found:
        raise FileRefused("没有数据行", "请按模板填写后上传", filename=name)
    return take_rows(given=found, by=by, at=at)


@transaction.atomic
def take_rows(*, given: Iterable[SourceRow | RefusedRow], by: Mandate, at: datetime) -> ProposalImport:
    """Register what can be registered of these rows, put the rest aside with its reasons; again changes nothing."""
    _require_registrar(by)
    taken = ProposalImport.objects.create(by=by, organ=by.body, at=at)
    for row in given:
        said = _entered(row, by, at)
        if isinstance(said, tuple):
            RefusedProposal.objects.create(
                taken_in=taken, row=row.number, sealed=put_aside(row, said, purpose=ROW_SEAL)
            )
            taken.refused += 1
        elif said:
            taken.kept += 1
        else:
            taken.duplicates += 1
    taken.save(update_fields=["kept", "duplicates", "refused"])
    trail.note("proposals.taken_in", f"import/{taken.pk}", mandate=by.pk, kept=taken.kept)
    return taken


def imports_of(organ_id: str) -> QuerySet[ProposalImport]:
    """Return what an organ handed in, the newest first."""
    return ProposalImport.objects.filter(organ=organ_id)


def refused_of(taken: ProposalImport) -> list[RefusedRow]:
    """Unseal the refused rows for whoever handed them in."""
    return [taken_out(row.row, row.sealed, purpose=ROW_SEAL) for row in taken.rows.all()]


def write_refused(taken: ProposalImport, target: BinaryIO) -> int:
    """Write the refused rows as a workbook to mend and hand in again; return how many."""
    with RefusedWriter(target, rows.COLUMNS) as writer:
        for opened in refused_of(taken):
            writer.write(opened)
        return writer.count


def _entered(row: SourceRow | RefusedRow, by: Mandate, at: datetime) -> bool | tuple[Problem, ...]:
    if isinstance(row, RefusedRow):
        return row.problems
    said = rows.read(row.number, row.cells, on=legal_day(at))
    if not isinstance(said, Received):
        return said
    try:
        with transaction.atomic():
            return register(received=said, by=by, at=at)[1]
    except NotCompetent as refusal:
        return (Problem(row.number, "主办单位", said.body.name, f"可以交办的单位：{refusal}"),)
    except NotRegistered as refusal:
        return (Problem(row.number, "", "", f"可以登记的建议提案：{refusal}"),)
    except NamesAPerson as refusal:
        return (Problem(row.number, refusal.named, refusal.what, "不含提出者姓名和个人信息的文字"),)


def _require_registrar(by: Mandate) -> None:
    if by.role != Actor.INTAKE_OFFICER:
        raise NotCompetent("建议提案由交办机关的受理人员登记")
