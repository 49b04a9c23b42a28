"""补办: the entries by which the published log is ahead of the database are taken in again, after a restore.

They hold no content. What they ended is ended here, content and salt destroyed; what they began or changed is known by
its key, version and commitment alone, unless its content is still served beside the log. After it the sequencer goes on
from the published size, so no checkpoint that was published is ever contradicted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db import transaction

from chengxin.foundation.matters.operations import add_note
from chengxin.foundation.transparency.anchoring import take_anchor
from chengxin.foundation.transparency.models import (
    Log,
    LogEntry,
    Publication,
    PublicationState,
    PublicationVersion,
    SinkProgress,
)
from chengxin.foundation.transparency.plugs import after_ends
from chengxin.foundation.transparency.published_log import PublishedLog, PublishedLogRefused
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.bundle import PublishedContent
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.entry import Entry, Event
from chengxin_core.ledger.frontier import Frontier
from chengxin_core.ledger.tree import leaf_hash

REPLAYED = "replayed"  # the part of a matter's notes that tells of it
_MARKED = {Event.MARKED: True, Event.UNMARKED: False}


class NotOurLog(PublishedLogRefused):
    """A log that our key has signed, but that the database or another checkpoint of ours does not belong to."""


@dataclass(slots=True)
class Adopted:
    """What one replay did, in keys."""

    entries: int = 0
    ended: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # in force, but their matter is not here
    lost: list[str] = field(default_factory=list)  # in force, but their content is not here

    def __str__(self) -> str:
        return (
            f"补办日志 {self.entries} 条: 终止公示 {len(self.ended)} 项；"
            f"在公示而事项不在备份里的 {len(self.unknown)} 项，内容不在备份里的 {len(self.lost)} 项"
        )


@transaction.atomic
def adopt(log: PublishedLog, *, signed: Sequence[Checkpoint], at: datetime) -> Adopted:
    """Take in every entry by which the published log is ahead; again, it changes nothing.

    The database must lie on the published log, and so must every checkpoint in `signed`: else `NotOurLog` is raised.
    Every place of publication is then told everything anew. Raises `PublishedLogRefused`.
    """
    row, _ = Log.objects.select_for_update().get_or_create(pk=1)
    later = list(log.entries(row.size))
    _require_one_log(later, (log.checkpoint, *signed))
    adopted = Adopted(len(later))
    last: dict[str, int] = {}
    read = [(number, data, Entry.from_bytes(data)) for number, data in enumerate(later, start=row.size)]
    for number, _, entry in read:
        last[entry.key] = number
    for number, data, entry in read:
        if entry.event is Event.ANCHORED:
            take_anchor(number, data, entry)
            continue
        _take(log, number, data, entry, is_last=last[entry.key] == number, at=at, adopted=adopted)
    Log.objects.filter(pk=1).update(size=row.size + len(later))
    SinkProgress.objects.all().delete()
    return adopted


def forget_what_sinks_had() -> None:
    """Let every place of publication be told everything anew: what it had is not in a backup."""
    SinkProgress.objects.all().delete()


def _require_one_log(later: Sequence[bytes], checkpoints: Sequence[Checkpoint]) -> None:
    """Compute the root anew from the database and what follows, and compare every checkpoint with it."""
    known = LogEntry.objects.filter(index__isnull=False).order_by("index").values_list("data", flat=True)
    expected: Mapping[int, bytes] = {each.size: each.root for each in checkpoints if each.size}
    frontier = Frontier()
    for data in chain((bytes(data or b"") for data in known.iterator()), later):
        frontier.append(leaf_hash(data))
        if frontier.size in expected and expected[frontier.size] != frontier.root_hash():
            raise NotOurLog(f"到第 {frontier.size - 1} 条为止，日志与数据库或者先前的检查点不是同一本")
    if frontier.size < max(expected, default=0):
        raise NotOurLog(f"有检查点签了 {max(expected)} 条，给出的日志和数据库合起来只有 {frontier.size} 条")


def _take(
    log: PublishedLog,
    number: int,
    data: bytes,
    entry: Entry,
    *,
    is_last: bool,
    at: datetime,
    adopted: Adopted,
) -> None:
    publication, _ = Publication.objects.get_or_create(
        key=entry.key, defaults={"kind": entry.kind, "matter": None, "published_at": entry.at}
    )
    queued = publication.entries.filter(index=None).order_by("pk").first()
    if queued is not None:
        _number(queued, number, data, entry)
        return
    _keep_entry(publication, number, data, entry)
    _change(publication, entry)
    publication.versions.filter(destroyed_at=None).update(content=None, salt=None, destroyed_at=at)
    if entry.event.is_end:
        adopted.ended.append(entry.key)
        _follow_end(publication, number, entry, at)
        return
    content = log.content_of(entry) if is_last else None
    _keep_version(publication, entry, content, at)
    if is_last and publication.matter is None:
        adopted.unknown.append(entry.key)
    if is_last and content is None:
        adopted.lost.append(entry.key)


def _number(queued: LogEntry, number: int, data: bytes, entry: Entry) -> None:
    """Give an entry that waited in the backup the number under which it was published."""
    commitment = None if queued.commitment is None else bytes(queued.commitment)
    waited = (queued.version, queued.event, queued.at, commitment)
    if waited != (entry.version, entry.event, entry.at, entry.commitment):
        raise NotOurLog(f"第 {number} 条与数据库中排队的条目不同")
    LogEntry.objects.filter(pk=queued.pk).update(index=number, data=data)


def _keep_entry(publication: Publication, number: int, data: bytes, entry: Entry) -> None:
    certificate = entry.certificate
    LogEntry.objects.create(
        publication=publication,
        version=entry.version,
        event=entry.event,
        at=entry.at,
        commitment=entry.commitment,
        certificate=None
        if certificate is None
        else {
            "ground": certificate.ground,
            "clauses": list(certificate.clauses),
            "decided_by_role": certificate.decided_by_role,
        },
        supersedes=None if entry.supersedes is None else LogEntry.objects.get(index=entry.supersedes),
        index=number,
        data=data,
    )


def _change(publication: Publication, entry: Entry) -> None:
    publication.version = entry.version
    publication.marked = _MARKED.get(entry.event, publication.marked)
    if entry.event.is_end:
        publication.state, publication.ended_at = PublicationState.ENDED, entry.at
    publication.save()


def _keep_version(
    publication: Publication, entry: Entry, content: PublishedContent | None, at: datetime
) -> None:
    PublicationVersion.objects.create(
        publication=publication,
        version=entry.version,
        content=None if content is None else canonical_bytes(content.content),
        salt=None if content is None else content.salt,
        made_at=entry.at,
        destroyed_at=at if content is None else None,
    )


def _follow_end(publication: Publication, number: int, entry: Entry, at: datetime) -> None:
    """Tell the matter that what was public of it has ended, and let follow what follows every end."""
    assert entry.certificate is not None
    if publication.matter is None:
        return
    text = (
        f"从备份恢复后补办：存证日志第 {number} 条载明公示已于 {legal_day(entry.at)} 终止"
        f"（{entry.event.zh}，依据 {'、'.join(entry.certificate.clauses)}）。请核对本事项是否也应当办结"
    )
    add_note(matter=publication.matter, part=REPLAYED, text=text, by=None, at=at)
    for _, follow in after_ends():
        follow(publication=publication, at=at)
