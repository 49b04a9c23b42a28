"""研读: rows become judgments with their readings, in order. The costly part of an import: other cores help with it."""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import TypeAlias

import msgspec

from chengxin.chain.evidence.sources.judgments import JudgmentRow, judgment_of
from chengxin.ground.sheets import FileRefused, RefusedRow, Row, RowStream, SkippedRow, SourceRow
from chengxin_core.determination.judgments import Reading, read_judgment

BATCH = 1000  # rows a transaction: what staff then waits for at most is some tenths of a second
MOST_HELPERS = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A row that is a judgment, and what was read from it."""

    row: JudgmentRow
    reading: Reading


Result: TypeAlias = Judged | RefusedRow


@dataclass(frozen=True, slots=True)
class Batch:
    """What some rows in succession came to."""

    results: Sequence[Result]
    last_row: int
    progress: float
    """The share of the file that was read."""
    refusal: FileRefused | None
    """Why the file cannot be read any further."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    rows: Sequence[Row]
    progress: float
    refusal: FileRefused | None = None

    def batch(self, results: Sequence[Result]) -> Batch:
        last_row = self.rows[-1].number if self.rows else 0
        return Batch(results, last_row, self.progress, self.refusal)


def read_batches(stream: RowStream, *, after: int, today: date) -> Iterator[Batch]:
    """Yield what the rows behind row `after` came to. Damage that ends a file early is told in its last batch."""
    chunks = _chunks(stream, after)
    beginning = list(islice(chunks, 2))
    chunks = chain(beginning, chunks)
    helpers = min(MOST_HELPERS, len(os.sched_getaffinity(0)) - 1)
    if len(beginning) < 2 or not helpers:
        yield from (chunk.batch(read_rows(chunk.rows, today)) for chunk in chunks)
    else:
        yield from _read_ahead(chunks, today, helpers)


def read_rows(rows: Iterable[Row], today: date) -> list[Result]:
    """Read some rows; those that hold no data are left out."""
    return [_read(row, today) for row in rows if not isinstance(row, SkippedRow)]


def _read(row: SourceRow | RefusedRow, today: date) -> Result:
    judgment = judgment_of(row, on=today) if isinstance(row, SourceRow) else row
    if isinstance(judgment, RefusedRow):
        return judgment
    return Judged(judgment, read_judgment(judgment.text))


def _chunks(stream: RowStream, after: int) -> Iterator[_Chunk]:
    """Cut the rows into chunks; what was read before the file turned out to be damaged still counts."""
    rows: list[Row] = []
    try:
        for row in stream:
            if row.number <= after:
                continue
            rows.append(row)
            if len(rows) == BATCH:
                yield _Chunk(rows, stream.progress)
                rows = []
    except FileRefused as refusal:
        yield _Chunk(rows, stream.progress, refusal)
        return
    if rows:
        yield _Chunk(rows, 1.0)


def _read_ahead(chunks: Iterator[_Chunk], today: date, helpers: int) -> Iterator[Batch]:
    """Let other processes read the next chunks while this one stores; never more than a few, so memory stays flat."""
    waiting: deque[tuple[_Chunk, Future[_Sent]]] = deque()
    # Not forked: a copy of this process would share its connections to the database.
    context = get_context("spawn")
    with ProcessPoolExecutor(helpers, mp_context=context, initializer=_stay_with_parent) as pool:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_read_and_send, chunk.rows, today)))
            if len(waiting) > helpers + 1:
                yield _received(*waiting.popleft())
        while waiting:
            yield _received(*waiting.popleft())


_Sent: TypeAlias = tuple[bytes, dict[int, RefusedRow]]
"""Judgments as MessagePack, which costs a tenth of pickling them, and refused rows by their place among the results."""

_JUDGED = msgspec.msgpack.Decoder(list[Judged])


def _read_and_send(rows: Sequence[Row], today: date) -> _Sent:
    results = read_rows(rows, today)
    refused = {place: result for place, result in enumerate(results) if isinstance(result, RefusedRow)}
    judged = [result for result in results if isinstance(result, Judged)]
    return msgspec.msgpack.encode(judged), refused


def _received(chunk: _Chunk, sent: "Future[_Sent]") -> Batch:
    encoded, refused = sent.result()
    judged = iter(_JUDGED.decode(encoded))
    count = sum(not isinstance(row, SkippedRow) for row in chunk.rows)
    return chunk.batch([refused.get(place) or next(judged) for place in range(count)])


def _stay_with_parent() -> None:
    """End with the import, however it ends; an interrupt at the keyboard is for the import to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_after_parent, daemon=True).start()


def _leave_after_parent() -> None:
    parent = parent_process()
    assert parent is not None  # this runs in a helper only
    parent.join()
    os._exit(1)
