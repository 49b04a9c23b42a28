"""日志自检: everything recomputed, from the entries to the signed checkpoint; the first fault is named."""

from collections.abc import Iterable

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import (
    Log,
    LogEntry,
    Publication,
    PublicationState,
    PublicationVersion,
    SinkProgress,
)
from chengxin.foundation.transparency.sequencer import entry_of, standing
from chengxin.foundation.transparency.witnesses import witnessed
from chengxin.ground import home, signer
from chengxin_core.ledger.bundle import FileMalformed, PublishedContent, content_path
from chengxin_core.ledger.canonical import NotCanonical, parse_canonical
from chengxin_core.ledger.check import GONE, IN_FORCE, check_bundle
from chengxin_core.ledger.checkpoint import CheckpointMalformed
from chengxin_core.ledger.entry import Entry, EntryMalformed
from chengxin_core.ledger.note import NoteMalformed
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signatures import NoteUnverified, VerifierKey
from chengxin_core.ledger.tiles import TileMalformed, beginning_of_bundle, tiles_of


def first_fault() -> str | None:
    """Return the first fault of the log, its files and the contents in force; None when there is none.

    Contents are compared with their commitments when nothing waits: what is queued has changed them already.
    """
    here = home.current()
    files, key = LogFiles.of(here), signer.log_key(here)
    log = Log.objects.filter(pk=1).first()
    size = 0 if log is None else log.size
    try:
        signed, _ = standing(files, key)
    except (NoteMalformed, CheckpointMalformed, NoteUnverified) as fault:
        return f"检查点签名: {fault}"
    if signed > size:
        return f"已签名的日志有 {signed} 条，数据库只有 {size} 条: 数据库比日志旧"
    waits = signed < size or LogEntry.objects.filter(index=None).exists()
    return (
        _fault_in_database(size)
        or _fault_between(files, signed)
        or (_fault_in_files(files, key.verifier_key, waits=waits) if signed else None)
        or _fault_in_rows()
        or _fault_in_sinks(signed)
        or _fault_in_witnesses(files)
    )


def _fault_in_database(size: int) -> str | None:
    rows = LogEntry.objects.filter(index__isnull=False).order_by("index").values_list("index", flat=True)
    for expected, index in enumerate(rows.iterator()):
        if index != expected:
            return f"数据库中缺少第 {expected} 条"
    count = rows.count()
    return None if count == size else f"数据库中有 {count} 条已编号，日志大小却是 {size}"


def _fault_in_rows() -> str | None:
    """Compare the columns that the house works with to the entries' bytes, and each publication to its newest entry."""
    rows = LogEntry.objects.filter(index__isnull=False).select_related("publication", "anchor", "supersedes")
    newest: dict[int, Entry] = {}
    for row in rows.order_by("index").iterator(chunk_size=1000):
        before = row.supersedes
        try:
            entry = entry_of(row, None if before is None else before.index)
        except EntryMalformed as fault:
            return f"第 {row.index} 条的数据库行有误: {fault}"
        if entry.to_bytes() != bytes(row.data or b""):
            return f"第 {row.index} 条的数据库行与写入日志的内容不同"
        if row.publication_id is not None:
            newest[row.publication_id] = entry
        elif row.anchor is not None and bytes(row.anchor.link) != entry.commitment:
            return f"第 {row.index} 条链头存证的登记与写入日志的内容不同"
    queued = LogEntry.objects.filter(index=None, publication__isnull=False).values("publication")
    for publication in Publication.objects.exclude(pk__in=queued).iterator():
        fault_here = _fault_in_publication(publication, newest.get(publication.pk))
        if fault_here:
            return f"公示信息 {publication.key}: {fault_here}"
    return None


def _fault_in_publication(publication: Publication, newest: Entry | None) -> str | None:
    if newest is None:
        return "日志中没有它的条目"
    ended = publication.state == PublicationState.ENDED
    if ended != newest.event.is_end:
        return f"数据库中是“{PublicationState(publication.state).zh}”，日志中最后一条是“{newest.event.zh}”"
    if publication.version != newest.version:
        return f"数据库中是第 {publication.version} 版，日志中最后一条是第 {newest.version} 版"
    return None


def _fault_in_files(files: LogFiles, key: VerifierKey, *, waits: bool) -> str | None:
    """Check the log's folder and the contents in the database as anybody checks a published directory."""

    def read(path: str) -> bytes | None:
        if path.startswith("contents/"):
            return _content_file(path)
        try:
            return (files.root / path).read_bytes()
        except (FileNotFoundError, IsADirectoryError):
            return None

    report = check_bundle(read, _content_paths, verifier_keys=[key])
    aside = {IN_FORCE, GONE} if waits else set()
    failed = [step for step in report.steps if step.outcome is Outcome.FAILED and step.name not in aside]
    return f"{failed[0].name}: {failed[0].detail}" if failed else None


def _content_paths(prefix: str) -> Iterable[str]:
    rows = PublicationVersion.objects.filter(content__isnull=False).values_list("publication__key", "version")
    return [path for path in (content_path(*row) for row in rows) if path.startswith(prefix)]


def _content_file(path: str) -> bytes | None:
    _, key, name = path.split("/")
    version = PublicationVersion.objects.filter(
        publication__key=key, version=int(name.removesuffix(".json")), content__isnull=False
    ).first()
    if version is None or version.content is None or version.salt is None:
        return None
    try:
        return PublishedContent(parse_canonical(bytes(version.content)), bytes(version.salt)).to_bytes()
    except NotCanonical:
        return b""


def _fault_between(files: LogFiles, size: int) -> str | None:
    """Compare the entries of the log's files with those of the database, one by one."""
    index = 0
    stored = (
        LogEntry.objects.filter(index__isnull=False)
        .order_by("index")
        .values_list("data", flat=True)
        .iterator()
    )
    for path in tiles_of(size):
        if path.level is not None:
            continue
        try:
            bundle = beginning_of_bundle(files.read_tile(path), path.width)
        except (FileNotFoundError, TileMalformed):
            return f"第 {index} 条起的条目包 {path} 缺失或者有误"
        for entry in bundle:
            if entry != bytes(next(stored) or b""):
                return f"第 {index} 条在日志文件中与数据库中不同"
            index += 1
    return None


def _fault_in_witnesses(files: LogFiles) -> str | None:
    try:
        witnessed(files)
    except (FileMalformed, NoteMalformed, NoteUnverified) as fault:
        return f"见证文件: {fault}"
    return None


def _fault_in_sinks(size: int) -> str | None:
    ahead = SinkProgress.objects.filter(applied__gt=size).first()
    return None if ahead is None else f"公示处“{ahead.sink}”称已办结 {ahead.applied} 条，日志只有 {size} 条"
