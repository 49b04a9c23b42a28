"""批量登记: a file of promises, row by row: entered, known already, or refused and given back to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.rules.queries import current_rulebook
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
from chengxin.mechanisms.commitments.models import Commitment, LedgerImport, RefusedPromise
from chengxin.mechanisms.commitments.operations import Promise, propose
from chengxin.mechanisms.commitments.queries import ROW_SEAL
from chengxin.mechanisms.commitments.sources import rows
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Rulebook

LIMITS = Limits(rows=2000, workbook_bytes=5 * 1024 * 1024, line_bytes=64 * 1024)
PROPOSERS = frozenset({Actor.LIAISON, Actor.CREDIT_OFFICER})


def take_file(*, file: BinaryIO, name: str, by: Mandate, at: datetime) -> LedgerImport:
    """Take a workbook, CSV or JSON Lines; the file is read and not kept. Raises `NotCompetent` or `FileRefused`."""
    _require_proposer(by)
    book, today = current_rulebook(by.body.path), legal_day(at)
    with open_rows(file, filename=name, columns=rows.columns(book, today), limits=LIMITS) as stream:
        found = [row for row in stream if isinstance(row, SourceRow | RefusedRow)]
    if not found:
        raise FileRefused("没有数据行", "请按模板填写后上传", filename=name)
    return take_rows(given=found, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row: the promise, whether it is new, or what is wrong."""

    row: int
    promise: Commitment | None = None
    is_new: bool = False
    problems: tuple[Problem, ...] = ()


def take_rows(*, given: Iterable[SourceRow | RefusedRow], by: Mandate, at: datetime) -> LedgerImport:
    """Enter what can be entered of these rows, put the rest aside with its reasons; the same again changes nothing."""
    return take_each(given=given, by=by, at=at)[0]


@transaction.atomic
def take_each(
    *, given: Iterable[SourceRow | RefusedRow], by: Mandate, at: datetime
) -> tuple[LedgerImport, list[Taken]]:
    """Do as `take_rows`, and return what became of each row, in its order."""
    _require_proposer(by)
    told: list[Taken] = []
    taken = LedgerImport.objects.create(by=by, body=by.body, at=at)
    book = current_rulebook(by.body.path)
    for row in given:
        became = _entered(row, by, book, at)
        told.append(became)
        if became.promise is None:
            sealed = put_aside(row, became.problems, purpose=ROW_SEAL)
            RefusedPromise.objects.create(taken_in=taken, row=row.number, sealed=sealed)
            taken.refused += 1
        elif became.is_new:
            taken.kept += 1
        else:
            taken.duplicates += 1
    taken.save(update_fields=["kept", "duplicates", "refused"])
    trail.note("commitments.taken_in", f"import/{taken.pk}", mandate=by.pk, kept=taken.kept)
    return taken, told


def imports_of(body_id: str) -> QuerySet[LedgerImport]:
    """Return what a body handed in, the newest first."""
    return LedgerImport.objects.filter(body=body_id)


def refused_of(taken: LedgerImport) -> list[RefusedRow]:
    """Unseal the refused rows for whoever handed them in."""
    return [taken_out(row.row, row.sealed, purpose=ROW_SEAL) for row in taken.rows.all()]


def write_refused(taken: LedgerImport, target: BinaryIO, *, on: date) -> int:
    """Write the refused rows as a workbook to mend and hand in again; return how many."""
    with RefusedWriter(target, rows.columns(current_rulebook(taken.body.path), on)) as writer:
        for opened in refused_of(taken):
            writer.write(opened)
        return writer.count


def _entered(row: SourceRow | RefusedRow, by: Mandate, book: Rulebook, at: datetime) -> Taken:
    if isinstance(row, RefusedRow):
        return Taken(row.number, problems=row.problems)
    said = rows.read(row.number, row.cells, rulebook=book, on=legal_day(at))
    if not isinstance(said, Promise):
        return Taken(row.number, problems=said)
    try:
        with transaction.atomic():
            return Taken(row.number, *propose(promise=said, by=by, at=at))
    except NotCompetent as refusal:
        problem = Problem(row.number, "承诺单位", said.body.name, f"有权登记的单位：{refusal}")
    except NamesAPerson as refusal:
        problem = Problem(row.number, refusal.named, refusal.what, "不含受益方名称和个人信息的文字")
    except UnableToMove as refusal:
        problem = Problem(row.number, "", "", f"可以登记的承诺：{refusal}")
    return Taken(row.number, problems=(problem,))


def _require_proposer(by: Mandate) -> None:
    if by.role not in PROPOSERS:
        raise NotCompetent("承诺由单位联络员或者台账管理机关经办人登记")
