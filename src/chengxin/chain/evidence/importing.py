"""Every write of an import: its run, and what each of its rows became."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import F

from chengxin.chain.evidence.models import ImportRow, ImportRun, Instrument, InstrumentBody, Outcome, RunState
from chengxin.chain.evidence.naming import Mention, Namer
from chengxin.chain.evidence.plugs import follow
from chengxin.chain.evidence.queries import ROW_SEAL, SEAL, may_open, widest_window
from chengxin.chain.evidence.reading import Batch, Judged, read_batches
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.operations import note_outside_body
from chengxin.ground.ciphers import seal
from chengxin.ground.sheets import RefusedRow, RowStream
from chengxin_core.calendar import legal_day
from chengxin_core.determination.judgments import Proposal, Step
from chengxin_core.determination.judgments.parties import clean_name
from chengxin_core.determination.windows import Window
from chengxin_core.vocabulary import InstrumentKind

_DAYS_REMEMBERED = 2048
Told = Callable[[ImportRun], None]
"""Hears of a run after each batch."""


def open_run(
    *, source: str, file_name: str, file: str, size: int, by: Mandate | None, at: datetime
) -> ImportRun:
    """Return the same person's unfinished import of the same file, to go on with, or a new one."""
    unfinished = ImportRun.objects.filter(source=source, file=file, by=by).exclude(
        state__in=(RunState.DONE, RunState.REFUSED)
    )
    run = unfinished.order_by("-pk").first() or new_run(
        source=source, file_name=file_name, file=file, size=size, by=by, at=at
    )
    if run.pk is None:
        run.save()
    return run


def new_run(
    *, source: str, file_name: str, file: str, size: int, by: Mandate | None, at: datetime
) -> ImportRun:
    """Return a run that is not stored yet."""
    return ImportRun(
        source=source,
        file_name=file_name[-150:],
        file=file,
        size=size,
        state=RunState.WAITING,
        by=by,
        started_at=at,
    )


def import_judgments(*, run: ImportRun, stream: RowStream, at: datetime, told: Told) -> None:
    """Store every row of `stream` that the run has not done yet; each ends as kept, duplicate or refused.

    Rows are stored in batches, a transaction each: a killed import loses at most one batch and resumes after the last
    that was stored. Raises `FileRefused` where the file is damaged further on; what stands before is stored.
    """
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    keeper = _Keeper(at)
    for batch in read_batches(stream, after=run.rows_done, today=keeper.today):
        try:
            with transaction.atomic():
                keeper.keep(batch, run)
        except IntegrityError:  # another import stored one of the same judgments meanwhile
            with transaction.atomic():
                keeper.keep(batch, run)
        run.refresh_from_db()
        told(run)
        if batch.refusal is not None:
            raise batch.refusal
    run.state, run.progress, run.finished_at = RunState.DONE, 1000, at
    run.message = "\n".join(stream.notices)
    run.save(update_fields=["state", "progress", "finished_at", "message"])


def try_judgments(*, run: ImportRun, stream: RowStream, at: datetime, told: Told) -> None:
    """Do what `import_judgments` does with a run not stored yet, but take each batch back after it was told.

    Only the hashes of what was read are remembered: nothing is locked for longer than a batch, nothing is left.
    """
    keeper, seen = _Keeper(at), set[str]()
    for batch in read_batches(stream, after=0, today=keeper.today):
        with transaction.atomic():
            run.pk = None
            run.save(force_insert=True)
            keeper.keep(batch, run, seen)
            run.refresh_from_db()
            told(run)
            transaction.set_rollback(True)
        if batch.refusal is not None:
            raise batch.refusal
    run.message = "\n".join(stream.notices)


def refuse_file(*, run: ImportRun, message: str, at: datetime) -> None:
    """Note that a file as a whole, or what was left of it, could not be taken, and why."""
    run.state, run.message, run.finished_at = RunState.REFUSED, message, at
    run.save(update_fields=["state", "message", "finished_at"])


def stop_run(*, run: ImportRun) -> None:
    """Note that an import was interrupted; the same file sent again goes on."""
    ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(state=RunState.STOPPED)


class _Keeper:
    """Stores batches, with what one import needs to know again and again: names, windows, the law."""

    def __init__(self, at: datetime) -> None:
        self.at, self.today = at, legal_day(at)
        self._namer, self._rulebook = Namer(), current_rulebook()
        self._window = lru_cache(maxsize=_DAYS_REMEMBERED)(self._widest_window)

    def keep(self, batch: Batch, run: ImportRun, seen: set[str] | None = None) -> None:
        """Store one batch and count its rows in the run; judgments already stored, or in `seen`, are duplicates."""
        refused = [result for result in batch.results if isinstance(result, RefusedRow)]
        judged = [result for result in batch.results if isinstance(result, Judged)]
        new, repeated = self._sorted(judged, set() if seen is None else seen)
        ImportRow.objects.bulk_create(
            [*(_refused(row, run) for row in refused), *(_duplicate(each, run) for each in repeated)]
        )
        opened = self._store(new, run)
        ImportRun.objects.filter(pk=run.pk).update(
            kept=F("kept") + len(new),
            duplicates=F("duplicates") + len(repeated),
            refused=F("refused") + len(refused),
            opened=F("opened") + opened,
            rows_done=max(batch.last_row, run.rows_done),
            progress=int(batch.progress * 1000),
        )

    def _sorted(self, judged: Sequence[Judged], seen: set[str]) -> tuple[list[Judged], list[Judged]]:
        """Part what is new from what is stored already or stands twice in the file."""
        digests = [each.row.digest for each in judged]
        stored = set(Instrument.objects.filter(digest__in=digests).values_list("digest", flat=True))
        new: list[Judged] = []
        repeated: list[Judged] = []
        for each in judged:
            is_new = each.row.digest not in stored and each.row.digest not in seen
            seen.add(each.row.digest)
            (new if is_new else repeated).append(each)
        return new, repeated

    def _store(self, judged: Sequence[Judged], run: ImportRun) -> int:
        """Store judgments with the bodies they name; return how many matters followed."""
        named = [self._namer.mentions_of(each) for each in judged]
        instruments = Instrument.objects.bulk_create(
            [self._instrument(each, of_one, run) for each, of_one in zip(judged, named, strict=True)]
        )
        outside = self._outside_ids(named)
        rows: list[InstrumentBody] = []
        against: list[InstrumentBody] = []
        for instrument, of_one in zip(instruments, named, strict=True):
            for mention in of_one:
                row = _mention_row(mention, instrument.pk, outside)
                rows.append(row)
                if mention.is_adverse:
                    row.instrument = instrument
                    against.append(row)
        InstrumentBody.objects.bulk_create(rows)
        return follow(mentions=[each for each in against if self._may_open(each)], at=self.at)

    def _outside_ids(self, named: Sequence[Sequence[Mention]]) -> dict[str, int]:
        regions = {
            mention.name: mention.named.outside_region
            for of_one in named
            for mention in of_one
            if mention.named.outside_region
        }
        return {
            name: note_outside_body(name=name, region=region, on=self.today).pk
            for name, region in regions.items()
        }

    def _instrument(self, judged: Judged, named: Sequence[Mention], run: ImportRun) -> Instrument:
        row, text, reading = judged.row, judged.row.text, judged.reading
        return Instrument(
            kind=InstrumentKind.JUDGMENT,
            digest=row.digest,
            issuer=text.court,
            number=text.case_no,
            form=text.instrument_kind,
            procedure=text.procedure,
            decided_on=text.decided_on,
            sealed=seal(self._said(judged, named), purpose=SEAL),
            proposal=reading.proposal,
            is_final=reading.is_final,
            is_partial=reading.partial,
            source_id=row.source_id,
            run_id=run.pk,
            row=row.number,
            registered_at=self.at,
        )

    def _said(self, judged: Judged, named: Sequence[Mention]) -> str:
        """Return as JSON what is kept sealed of a judgment; parties that are not among those named must not leave."""
        text, public = judged.row.text, {mention.name for mention in named}
        told = (Step("文件中的这一行有什么需要留意", note) for note in judged.row.notes)
        said = {
            "parties": [
                {"role": party.role, "name": party.name, "is_public_body": clean_name(party.name) in public}
                for party in text.parties
            ],
            "title": text.title,
            "reasoning": text.reasoning,
            "ruling": text.ruling,
            "steps": (*told, *judged.reading.steps, *self._past_its_window(judged)),
        }
        return msgspec.json.encode(said).decode()

    def _past_its_window(self, judged: Judged) -> Iterator[Step]:
        """Yield the step that says why an adverse judgment of long ago opens nothing (policy Q-31)."""
        decided_on = judged.row.text.decided_on
        if judged.reading.proposal != Proposal.ADVERSE or decided_on is None:
            return
        binding = self._window(decided_on).binding
        if binding is not None and binding.last_day is not None and binding.last_day < self.today:
            yield Step("公示期限是否已过", "已过公示期限", binding.explain(), binding.rule_id)

    def _may_open(self, mention: InstrumentBody) -> bool:
        return may_open(mention, on=self.today, window=self._window)

    def _widest_window(self, decided_on: date) -> Window:
        return widest_window(decided_on, on=self.today, rulebook=self._rulebook)


def _mention_row(mention: Mention, instrument: int, outside: Mapping[str, int]) -> InstrumentBody:
    return InstrumentBody(
        instrument_id=instrument,
        name=mention.name[:120],
        is_adverse=mention.is_adverse,
        naming=mention.named.naming,
        body_id=mention.named.body_id,
        outside_id=outside[mention.name] if mention.named.outside_region else None,
        candidates=mention.named.candidates,
    )


def _refused(row: RefusedRow, run: ImportRun) -> ImportRow:
    problems = [(problem.column, problem.found, problem.expected) for problem in row.problems]
    plain = msgspec.json.encode({"cells": dict(row.cells), "problems": problems})
    return ImportRow(
        run=run, row=row.number, outcome=Outcome.REFUSED, sealed=seal(plain.decode(), purpose=ROW_SEAL)
    )


def _duplicate(judged: Judged, run: ImportRun) -> ImportRow:
    row = judged.row
    return ImportRow(
        run=run, row=row.number, outcome=Outcome.DUPLICATE, source_id=row.source_id, number=row.text.case_no
    )
