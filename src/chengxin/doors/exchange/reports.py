"""What became of each row: the report, and the refused rows as a workbook to mend and send again."""

from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import msgspec

from chengxin.chain.evidence.models import ImportRow, ImportRun, Instrument, Outcome
from chengxin.chain.evidence.queries import open_instrument, open_refusal, refused_rows
from chengxin.chain.evidence.sources.judgments import COLUMNS
from chengxin.ground.sheets import RefusedRow, RefusedWriter, shown

_BATCH = 1000


class Results:
    """The files that were asked for, opened before the first row is read: a bad place is told at once."""

    def __init__(self, *, report: Path | None, refused: Path | None) -> None:
        self._places = report, refused
        self._files = ExitStack()
        self._report: BinaryIO | None = None
        self._refused: RefusedWriter | None = None

    def __enter__(self) -> Self:
        report, refused = self._places
        self._report = self._files.enter_context(report.open("wb")) if report else None
        if refused:
            target = self._files.enter_context(refused.open("wb"))
            self._refused = self._files.enter_context(RefusedWriter(target, COLUMNS))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def add(self, run: ImportRun) -> None:
        """Add every row that is stored of a run, by row."""
        if self._report is not None:
            for line in report_lines(run):
                self._report.write(msgspec.json.encode(line) + b"\n")
        if self._refused is not None:
            _add_refused(run, self._refused)


def report_lines(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Yield what became of each row: outcome, reason, bodies, proposal, whether final, and the steps."""
    kept = run.instruments.prefetch_related("bodies").order_by("row")
    put_aside = run.rows.order_by("row")
    yield from merge(
        (_kept_line(each) for each in kept.iterator(chunk_size=_BATCH)),
        (_aside_line(each) for each in put_aside.iterator(chunk_size=_BATCH)),
        key=lambda line: line["row"],
    )


def write_refused(run: ImportRun, target: BinaryIO) -> int:
    """Write the refused rows of an import as a workbook; return how many."""
    with RefusedWriter(target, COLUMNS) as writer:
        _add_refused(run, writer)
        return writer.count


def _add_refused(run: ImportRun, writer: RefusedWriter) -> None:
    for row in refused_rows(run).iterator(chunk_size=_BATCH):
        refusal = open_refusal(row)
        writer.write(RefusedRow(row.row, refusal.cells, refusal.problems))


def _kept_line(instrument: Instrument) -> dict[str, Any]:
    mentioned = list(instrument.bodies.all())
    adverse = [each for each in mentioned if each.is_adverse]
    return {
        "row": instrument.row,
        "id": instrument.source_id,
        "case_no": instrument.number,
        "outcome": str(Outcome.KEPT),
        "reason": "",
        "bodies": [each.name for each in adverse or mentioned],
        "proposal": instrument.proposal,
        "final": instrument.is_final,
        "steps": list(open_instrument(instrument).steps),
    }


def _aside_line(row: ImportRow) -> dict[str, Any]:
    source_id, number, reason = row.source_id, row.number, "与已保存的文书内容相同"
    if row.outcome == Outcome.REFUSED:
        refusal = open_refusal(row)
        source_id, number = (shown(refusal.cells.get(key)) for key in ("id", "caseNo"))
        reason = "".join(str(problem) for problem in refusal.problems)
    return {
        "row": row.row,
        "id": source_id,
        "case_no": number,
        "outcome": row.outcome,
        "reason": reason,
        "bodies": [],
        "proposal": None,
        "final": None,
        "steps": [],
    }
