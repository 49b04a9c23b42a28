"""Every write of instruments and imports."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

import msgspec
from django.db import transaction

from chengxin.chain.evidence.models import (
    ImportRow,
    ImportRun,
    Instrument,
    InstrumentBody,
    Naming,
    Outcome,
    RunState,
)
from chengxin.chain.evidence.naming import Named, Namer
from chengxin.chain.evidence.plugs import follow
from chengxin.chain.evidence.queries import ROW_SEAL, SEAL, widest_window
from chengxin.chain.evidence.sources.judgments import JudgmentRow, judgment_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.ciphers import seal
from chengxin.ground.sheets import RefusedRow, RowStream, SkippedRow, SourceRow
from chengxin_core.calendar import legal_day
from chengxin_core.determination.judgments import Proposal, Reading, Step, read_judgment
from chengxin_core.vocabulary import InstrumentKind

BATCH = 1000  # rows a transaction: what staff then waits for at most is some tens of milliseconds
Item = TypeVar("Item")


class NotWaiting(ValueError):
    """The name was already given its body."""


@dataclass(slots=True)
class _Batch:
    """What one transaction of an import stores."""

    instruments: list[Instrument] = field(default_factory=list)
    named: list[list[tuple[str, bool, Named]]] = field(default_factory=list)
    put_aside: list[ImportRow] = field(default_factory=list)


def open_run(
    *, source: str, file_name: str, file: str, size: int, by: Mandate | None, at: datetime
) -> ImportRun:
    """Return the unfinished import of the same file, to go on with, or a new one."""
    unfinished = ImportRun.objects.filter(source=source, file=file).exclude(
        state__in=(RunState.DONE, RunState.REFUSED)
    )
    found = unfinished.order_by("-pk").first()
    return found or ImportRun.objects.create(
        source=source, file_name=file_name[-150:], file=file, size=size, state=RunState.WAITING, by=by, started_at=at
    )


def import_judgments(
    *, run: ImportRun, stream: RowStream, at: datetime, told: Callable[[ImportRun], None] = lambda run: None
) -> ImportRun:
    """Read every row of `stream` that the run has not done yet; each ends as kept, duplicate or refused.

    Rows are stored in batches, a transaction each: a killed import loses at most one batch and resumes after the last
    that was stored. `told` hears of the run after each batch.
    """
    run.state, today, namer = RunState.RUNNING, legal_day(at), Namer()
    rows = (row for row in stream if row.number > run.rows_done)
    for chunk in _chunks(rows, BATCH):
        batch = _read_batch(chunk, run, namer, today, at)
        with transaction.atomic():
            mentions = _store(batch, today)
            run.kept += len(batch.instruments)
            run.duplicates += sum(row.outcome == Outcome.DUPLICATE for row in batch.put_aside)
            run.refused += sum(row.outcome == Outcome.REFUSED for row in batch.put_aside)
            run.opened += follow(mentions=mentions, at=at)
            run.rows_done, run.progress = chunk[-1].number, int(stream.progress * 1000)
            run.save()
        told(run)
    run.state, run.progress, run.finished_at = RunState.DONE, 1000, at
    run.message = "\n".join(stream.notices)
    run.save()
    return run


def refuse_file(*, run: ImportRun, message: str, at: datetime) -> None:
    """Note that a file as a whole could not be taken, and why."""
    run.state, run.message, run.finished_at = RunState.REFUSED, message, at
    run.save()


@transaction.atomic
def name_body(*, mention: InstrumentBody, body: PublicBody, by: Mandate, at: datetime) -> int:
    """Say which body of the register a waiting name means; return how many matters were opened."""
    chosen = InstrumentBody.objects.filter(pk=mention.pk, naming__in=(Naming.AMBIGUOUS, Naming.UNKNOWN))
    if not chosen.update(naming=Naming.RESOLVED, body=body, chosen_by=by, chosen_at=at):
        raise NotWaiting(f"“{mention.name}”已经对应到机构")
    mention.refresh_from_db()
    return follow(mentions=_may_open([mention], legal_day(at)), at=at)


def _read_batch(
    rows: Sequence[SourceRow | RefusedRow | SkippedRow], run: ImportRun, namer: Namer, today: date, at: datetime
) -> _Batch:
    batch = _Batch()
    read = [judgment_of(row, on=today) if isinstance(row, SourceRow) else row for row in rows]
    digests = [row.digest for row in read if isinstance(row, JudgmentRow)]
    seen = set(Instrument.objects.filter(digest__in=digests).values_list("digest", flat=True))
    for row in read:
        if isinstance(row, RefusedRow):
            batch.put_aside.append(_refused(row, run))
        elif isinstance(row, JudgmentRow) and row.digest in seen:
            batch.put_aside.append(_duplicate(row, run))
        elif isinstance(row, JudgmentRow):
            seen.add(row.digest)
            _take(row, batch, run, namer, today, at)
    return batch


def _take(row: JudgmentRow, batch: _Batch, run: ImportRun, namer: Namer, today: date, at: datetime) -> None:
    reading = read_judgment(row.text)
    decided_on = row.text.decided_on or today
    adverse = set(reading.bodies) if reading.proposal == Proposal.ADVERSE else set()
    names = list(dict.fromkeys((*reading.bodies, *(p.name for p in row.text.parties if p.is_public_body))))
    batch.named.append([(name, name in adverse, namer.name(name, on=decided_on)) for name in names])
    batch.instruments.append(
        Instrument(
            kind=InstrumentKind.JUDGMENT,
            digest=row.digest,
            issuer=row.text.court,
            number=row.text.case_no,
            form=row.text.instrument_kind,
            procedure=row.text.procedure,
            decided_on=row.text.decided_on,
            sealed=seal(_plain(row, reading, today), purpose=SEAL),
            proposal=reading.proposal,
            is_final=reading.is_final,
            is_partial=reading.partial,
            source_id=row.source_id,
            run=run,
            row=row.number,
            registered_at=at,
        )
    )


def _plain(row: JudgmentRow, reading: Reading, today: date) -> str:
    steps = [step.as_json() for step in (*reading.steps, *_past_its_window(row, reading, today))]
    parties = [
        {"role": party.role, "name": party.name, "is_public_body": party.is_public_body} for party in row.text.parties
    ]
    plain: Mapping[str, Any] = {
        "parties": parties,
        "title": row.text.title,
        "reasoning": row.text.reasoning,
        "ruling": row.text.ruling,
        "steps": steps,
    }
    return msgspec.json.encode(plain).decode()


def _past_its_window(row: JudgmentRow, reading: Reading, today: date) -> Iterator[Step]:
    """Add the step that says why an adverse judgment of long ago opens nothing (policy Q-31)."""
    if reading.proposal != Proposal.ADVERSE or row.text.decided_on is None:
        return
    window = widest_window(row.text.decided_on, on=today)
    if window.last_day is None or window.last_day < today:
        assert window.binding is not None
        yield Step("公示期限是否已过", "已过公示期限", window.binding.explain(), window.binding.rule_id)


def _store(batch: _Batch, today: date) -> list[InstrumentBody]:
    """Store a batch; return the mentions from which something may follow."""
    instruments = Instrument.objects.bulk_create(batch.instruments)
    mentions = [
        InstrumentBody(
            instrument=instrument,
            name=name[:120],
            is_adverse=is_adverse,
            naming=named.naming,
            body_id=named.body_id,
            outside_id=named.outside_id,
            candidates=named.candidates,
        )
        for instrument, names in zip(instruments, batch.named, strict=True)
        for name, is_adverse, named in names
    ]
    InstrumentBody.objects.bulk_create(mentions)
    ImportRow.objects.bulk_create(batch.put_aside)
    return _may_open(mentions, today)


def _may_open(mentions: Sequence[InstrumentBody], today: date) -> list[InstrumentBody]:
    """Keep the mentions of effective instruments against a body of ours whose window is open."""
    return [
        mention
        for mention in mentions
        if mention.is_adverse
        and mention.naming == Naming.RESOLVED
        and mention.instrument.is_final
        and mention.instrument.decided_on is not None
        and (widest_window(mention.instrument.decided_on, on=today).last_day or date.min) >= today
    ]


def _refused(row: RefusedRow, run: ImportRun) -> ImportRow:
    first = row.problems[0]
    cells = msgspec.json.encode(dict(row.cells), enc_hook=str).decode()
    return ImportRow(
        run=run,
        row=row.number,
        outcome=Outcome.REFUSED,
        column=first.column[:60],
        found=first.found[:200],
        expected=first.expected[:200],
        sealed=seal(cells, purpose=ROW_SEAL),
    )


def _duplicate(row: JudgmentRow, run: ImportRun) -> ImportRow:
    return ImportRow(run=run, row=row.number, outcome=Outcome.DUPLICATE, found=row.source_id[:200])


def _chunks(rows: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while chunk := list(islice(rows, size)):
        yield chunk
