"""What became of each row: the report, and the refused rows as a workbook to mend and send again."""

from collections.abc import Iterator
from heapq import merge
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from chengxin.chain.evidence.models import ImportRow, ImportRun, Instrument, Outcome
from chengxin.chain.evidence.queries import ROW_SEAL, open_instrument
from chengxin.chain.evidence.sources.judgments import COLUMNS
from chengxin.ground.ciphers import unseal
from chengxin.ground.sheets import Problem, RefusedRow, RefusedWriter

_BATCH = 2000


def write_report(run: ImportRun, path: Path) -> int:
    """Write one JSON object a line for each row of the import, by row; return how many."""
    written = 0
    with path.open("wb") as file:
        for line in report_lines(run):
            file.write(msgspec.json.encode(line) + b"\n")
            written += 1
    return written


def report_lines(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Yield what became of each row: outcome, reason, bodies, proposal, whether final, and the steps."""
    kept = run.instruments.prefetch_related("bodies").order_by("row")
    put_aside = run.rows.order_by("row")
    yield from merge(
        (_kept_line(each) for each in kept.iterator(chunk_size=_BATCH)),
        (_aside_line(each) for each in put_aside.iterator(chunk_size=_BATCH)),
        key=lambda line: line["row"],
    )


def write_refused(run: ImportRun, target: BinaryIO | Path) -> int:
    """Write the refused rows of an import as a workbook; return how many."""
    with RefusedWriter(target, COLUMNS) as writer:
        for row in run.rows.filter(outcome=Outcome.REFUSED).order_by("row").iterator(chunk_size=_BATCH):
            cells = msgspec.json.decode(unseal(bytes(row.sealed or b""), purpose=ROW_SEAL))
            writer.write(RefusedRow(row.row, cells, (_problem(row),)))
        return writer.count


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
    refused = row.outcome == Outcome.REFUSED
    return {
        "row": row.row,
        "id": "" if refused else row.found,
        "case_no": "",
        "outcome": row.outcome,
        "reason": str(_problem(row)) if refused else "与已保存的文书内容相同",
        "bodies": [],
        "proposal": None,
        "final": None,
        "steps": [],
    }


def _problem(row: ImportRow) -> Problem:
    return Problem(row.row, row.column, row.found, row.expected)
