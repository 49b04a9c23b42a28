"""链头存证: once a day the log keeps where the audit stands, so that the audit cannot be written anew unseen.

The log says a code, a random key and a hash: nothing of who did what, nor how much was done. Which entry the hash
belongs to is known inside; that the hash stood there on that day is known to everybody who keeps the log.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from chengxin.foundation.audit.plugs import Head, HeadsUnreadable
from chengxin.foundation.audit.queries import head
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Anchor, LogEntry
from chengxin.foundation.transparency.published_log import PublishedLogRefused, open_published
from chengxin.ground import home, signer, trail
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.entry import Entry, Event
from chengxin_core.ledger.frontier import Frontier
from chengxin_core.ledger.tree import leaf_hash

AUDIT = "audit_chain"
KEY_BYTES = 16


@transaction.atomic
def anchor_audit(*, at: datetime) -> int:
    """Queue the head of the audit's chain for the log, once on each legal day; return how many that were.

    An audit without entries has no head: then nothing is queued.
    """
    end, day = head(), legal_day(at)
    if not end.number:
        return 0
    anchor, is_new = Anchor.objects.get_or_create(
        thing=AUDIT,
        day=day,
        place__isnull=False,
        defaults={
            "key": secrets.token_hex(KEY_BYTES),
            "place": end.number,
            "link": bytes.fromhex(end.link),
        },
    )
    if is_new:
        LogEntry.objects.create(
            anchor=anchor,
            version=1,
            event=Event.ANCHORED,
            at=at.replace(microsecond=0),
            commitment=anchor.link,
        )
        trail.note("transparency.anchored", f"anchor/{anchor.key}", place=end.number)
    return int(is_new)


def anchored_heads() -> Iterator[Head]:
    """Yield every head of the audit that the published log holds, believed from the signed checkpoint down.

    Each entry of the log is hashed anew. Raises `HeadsUnreadable` where log, checkpoint and what is registered of
    the heads do not agree.
    """
    known = {each.key: each for each in Anchor.objects.filter(thing=AUDIT)}
    for index, entry in _anchored_in_log():
        anchor = known.pop(entry.key, None)
        if anchor is None:
            raise HeadsUnreadable(f"公示日志第 {index} 条是链头存证，本机却没有登记它")
        assert entry.commitment is not None  # the form of what is anchored
        yield Head(anchor.place, entry.commitment.hex(), entry.at)
    unseen = LogEntry.objects.filter(anchor__in=[each.pk for each in known.values()], index__isnull=False)
    lost = unseen.order_by("index").first()
    if lost is not None:
        raise HeadsUnreadable(f"本机登记的链头存证（日志第 {lost.index} 条）在公示日志中找不到")


def take_anchor(number: int, data: bytes, entry: Entry) -> None:
    """Take in what a restored home finds anchored in the published log: a waiting entry gets its number."""
    assert entry.commitment is not None
    anchor, _ = Anchor.objects.get_or_create(
        key=entry.key,
        defaults={"thing": entry.kind, "link": entry.commitment, "day": legal_day(entry.at)},
    )
    LogEntry.objects.update_or_create(
        anchor=anchor,
        defaults={"index": number, "data": data},
        create_defaults={
            "index": number,
            "data": data,
            "version": entry.version,
            "event": entry.event,
            "at": entry.at,
            "commitment": entry.commitment,
        },
    )


def _anchored_in_log() -> Iterator[tuple[int, Entry]]:
    """Yield what is anchored in the log's files, and refuse them where they do not lead to the signed root."""
    here = home.current()
    files = LogFiles.of(here)
    if files.checkpoint() is None:
        return
    ring = signer.key_ring(here)
    try:
        log = open_published(files.read, [dated.key for dated in ring.dated])
        frontier = Frontier()
        for index, data in enumerate(log.entries(0)):
            frontier.append(leaf_hash(data))
            if f'"event":"{Event.ANCHORED}"'.encode() in data:
                entry = Entry.from_bytes(data)
                if entry.kind == AUDIT:
                    yield index, entry
    except PublishedLogRefused as fault:
        raise HeadsUnreadable(str(fault)) from None
    if frontier.root_hash() != log.checkpoint.root:
        raise HeadsUnreadable(f"公示日志的文件得不出 {CHECKPOINT} 所签的根，见 chengxin ledger fsck")
