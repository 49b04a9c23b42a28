"""定序: entries get numbers, the log grows by them and is signed, then every sink follows.

Each step can be done again: numbers are claimed by one conditional update; tiles are the same bytes whenever
they are written; a checkpoint is signed only over tiles that stand, as a continuation of the one before; a
sink is told again what it did not acknowledge. So a process may die anywhere, and the next one goes on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Anchor, Log, LogEntry, SinkProgress
from chengxin.foundation.transparency.plugs import Sink, sinks
from chengxin.ground import home, signer
from chengxin.ground.home import Home, require_replayed
from chengxin.ground.signer import KeyRing
from chengxin_core.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from chengxin_core.ledger.entry import Certificate, Entry, Event
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.tiles import grow, root_from_tiles
from chengxin_core.ledger.tree import EMPTY_ROOT

MOST_ENTRIES_AT_ONCE = 4000  # that are numbered, or told to a sink, in one step: lists are drawn once for all
MOST_SIGNED_AT_ONCE = 65_536  # that one checkpoint adds
MOST_RUNS_AT_ONCE = 100  # of one tick, so that the clock comes to its other ticks


class LogContradicted(RuntimeError):
    """Signed checkpoint, tiles and database do not belong to one log; `chengxin ledger fsck` says where."""


@dataclass(frozen=True, slots=True)
class Sequenced:
    """What one run did."""

    numbered: int
    size: int
    applied: int  # entries that sinks acknowledged, summed over all sinks

    def __str__(self) -> str:
        return f"日志: 新编号 {self.numbered} 条，共 {self.size} 条；各公示处新办结 {self.applied} 条"


def run_sequencer(*, at: datetime) -> Sequenced:
    """Number what is queued, let the log grow, sign it, let every sink follow. Again, it changes nothing.

    Raises `ReplayDue` in a home that was restored and does not know yet what has ended since.
    """
    here = home.current()
    require_replayed(here)
    files = LogFiles.of(here)
    with files.only_writer():
        numbered = 0
        while claimed := number_queued_entries():
            numbered += claimed
        ring = _without_whose_time_is_over(here, files, at)
        size = integrate(files, ring, at=at)
        applied = sum(_follow(sink, size, at) for sink in sinks())
    return Sequenced(numbered, size, applied)


def keep_up(*, at: datetime) -> Sequenced:
    """Run the sequencer again at once while entries came in meanwhile; a burst need not wait for the next tick."""
    done = run_sequencer(at=at)
    for _ in range(MOST_RUNS_AT_ONCE):
        if not done.numbered:
            break
        done = run_sequencer(at=at)
    return done


@transaction.atomic
def number_queued_entries() -> int:
    """Give the oldest queued entries their numbers; return how many.

    0 means that none wait, or that another worker was faster.
    """
    log, _ = Log.objects.get_or_create(pk=1)
    queue = (
        LogEntry.objects.filter(index=None)
        .select_related("publication", "anchor", "supersedes")
        .order_by("pk")
    )
    queued = list(queue[:MOST_ENTRIES_AT_ONCE])
    # The one conditional update: whoever raises the size owns the numbers in between.
    if not queued or not Log.objects.filter(pk=1, size=log.size).update(size=log.size + len(queued)):
        return 0
    numbers = {entry.pk: log.size + place for place, entry in enumerate(queued)}
    written: list[int | bytes] = []  # three for each
    for entry in queued:
        before = entry.supersedes
        superseded = None if before is None else numbers.get(before.pk, before.index)
        written += (entry.pk, numbers[entry.pk], entry_of(entry, superseded).to_bytes())
    rows = ", ".join(["(%s, %s, %s)"] * len(queued))
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {LogEntry._meta.db_table} SET "index" = column2, data = column3 '  # noqa: S608 - our table
            f'FROM (VALUES {rows}) AS numbered WHERE id = column1 AND "index" IS NULL',
            written,
        )
        if cursor.rowcount != len(queued):
            raise LogContradicted(f"队列中有 {len(queued) - cursor.rowcount} 条已有序号")
    return len(queued)


def integrate(files: LogFiles, ring: KeyRing, *, at: datetime) -> int:
    """Let the log's files grow to the entries that have numbers, and sign; return the log's size."""
    size, root = standing(files, ring.newest)
    numbered = Log.objects.filter(pk=1).values_list("size", flat=True).first() or 0
    if size > numbered:
        raise LogContradicted(f"已签名的日志有 {size} 条，数据库只有 {numbered} 条: 数据库比日志旧")
    if root_from_tiles(size, files.read_tile) != root:
        raise LogContradicted(f"前 {size} 条的分块得不出已签名的根")
    while size < numbered:
        end = min(size + MOST_SIGNED_AT_ONCE, numbered)
        rows = LogEntry.objects.filter(index__gte=size, index__lt=end).order_by("index")
        entries = [bytes(data or b"") for data in rows.values_list("data", flat=True)]
        if len(entries) != end - size:
            raise LogContradicted(
                f"第 {size} 至 {end - 1} 条应有 {end - size} 条，数据库中有 {len(entries)} 条"
            )
        growth = grow(size, entries, files.read_tile)
        files.write_tiles(growth.tiles)
        checkpoint = Checkpoint(ring.newest.name, growth.size, growth.root)
        files.write_checkpoint(sign_checkpoint(checkpoint, *ring.in_force(at)), keys=ring.dated)
        size = growth.size
    return size


def standing(files: LogFiles, key: SigningKey) -> tuple[int, bytes]:
    """Return size and root of the signed log; (0, the empty root) before the first checkpoint."""
    note = files.checkpoint()
    if note is None:
        return 0, EMPTY_ROOT
    checkpoint = open_checkpoint(note, [key.verifier_key]).checkpoint
    return checkpoint.size, checkpoint.root


def _without_whose_time_is_over(here: Home, files: LogFiles, at: datetime) -> KeyRing:
    """Return the keys after the overlap of a replacement has run out, and let everybody see it."""
    ring = signer.key_ring(here)
    size, _ = standing(files, ring.newest)
    left = ring.retired(size=size, at=at)
    if left != ring:
        signer.keep_ring(here, left.dated)
    if size:
        files.write_keys(left.dated)
    return left


def _follow(sink: Sink, size: int, at: datetime) -> int:
    """Let a sink apply what it has not acknowledged; return how many entries that were."""
    progress, _ = SinkProgress.objects.get_or_create(sink=sink.code, defaults={"at": at})
    first = progress.applied
    while progress.applied < size:
        end = min(progress.applied + MOST_ENTRIES_AT_ONCE, size)
        sink.apply(progress.applied, end)
        progress.applied, progress.at = end, at
        progress.save()
    return progress.applied - first


def entry_of(row: LogEntry, supersedes: int | None) -> Entry:
    """Return what the log says for a row; `supersedes` is the number of the entry that it follows."""
    certificate = row.certificate
    return Entry(
        kind=row.publication.kind if row.publication else _anchor_of(row).thing,
        key=row.publication.key if row.publication else _anchor_of(row).key,
        version=row.version,
        at=row.at,
        event=Event(row.event),
        commitment=None if row.commitment is None else bytes(row.commitment),
        supersedes=supersedes,
        certificate=None
        if certificate is None
        else Certificate(
            certificate["ground"], tuple(certificate["clauses"]), certificate["decided_by_role"]
        ),
    )


def _anchor_of(row: LogEntry) -> Anchor:
    assert row.anchor is not None  # a constraint of the database
    return row.anchor
